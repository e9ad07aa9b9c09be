"""A kind of thing that lives in memory: the pages know no other app."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from participation.accounts.enums import Role
from participation.moderation import registry, rules
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.models import Case
from participation.moderation.registry import Item, Kind, Photo
from participation.moderation.workflow import rank_of
from tests.factories.accounts import staff_with
from tests.factories.territory import CommuneFactory


class Fake:
    """`items` by key; `done` is what moderation asked of it, in order."""

    key = "essai"

    def __init__(self):
        self.items, self.done, self.hidden = {}, [], set()

    @property
    def kind(self):
        return Kind(
            key=self.key,
            label="essai",
            module="commentaires",
            find=lambda keys: {key: self.items[key] for key in keys if key in self.items},
            reach=rules.city_reach,
            publish=lambda key, by, at, text: self.done.append(("publish", key, text)),
            refuse=lambda key, by, at, ground, reason: self.done.append(("refuse", key, ground, reason)),
            tell=lambda key, subject, template, context, mail_key, not_before: self.done.append(("tell", key)),
            blur=lambda key, photo, boxes, by, at: self.done.append(("blur", key, photo, tuple(boxes))),
            erase=lambda key, at: self.items.pop(key, None),
            public=lambda key: key in self.items and key not in self.hidden,
        )


@pytest.fixture
def fake(monkeypatch):
    """The only kind there is: what the pages cost does not depend on the apps above."""
    made = Fake()
    monkeypatch.setattr(registry, "_kinds", {made.key: made.kind})
    return made


@pytest.fixture
def commune(db):
    return CommuneFactory(name="Martigues")


@pytest.fixture
def moderator(client, commune):
    user = staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)
    client.force_login(user)
    return user


@pytest.fixture
def held(fake, commune):
    """`held(text="…", rule=…, minutes=5)` is a case that waits."""

    def make(text="Un message à lire.", *, rule=Rule.NO_ACCOUNT, minutes=5, photos=(), **values):
        number = str(len(fake.items) + 1)
        fake.items[number] = Item(
            title="Fiche 12",
            url="/conventions/fiche-12/#avis",
            text=text,
            author="Nour",
            written_at=timezone.now() - timedelta(minutes=minutes),
            context=(("En réponse à", "Qui a les clés ?"),),
            photos=tuple(Photo(key, f"/agents/essai/{key}/", "Un hall") for key in photos),
        )
        values = {"commune": commune, "author_key": f"auteur-{number}", **values}
        return Case.objects.create(
            kind=fake.key,
            key=number,
            rule=rule,
            rules=[rule],
            rank=rank_of([rule]),
            held_at=timezone.now() - timedelta(minutes=minutes),
            **values,
        )

    return make


@pytest.fixture
def refused(held, commune):
    """A refusal that took effect, by somebody else unless told."""

    def make(by=None, **values):
        now = timezone.now()
        by = by or staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=commune)
        return held(
            state=CaseState.CLOSED,
            decision=Decision.REFUSE,
            ground=Ground.OFF_TOPIC,
            reason="Écrivez-le sous la fiche 9.",
            decided_by=by,
            decided_at=now - timedelta(days=1),
            apply_at=now - timedelta(days=1),
            applied_at=now - timedelta(days=1),
            **values,
        )

    return make


@pytest.fixture
def as_role(commune):
    def client_of(role, **scope):
        client = Client()
        client.force_login(staff_with(role, **scope))
        return client

    return client_of


def address(case, rest=""):
    return f"/agents/moderation/{case.pk}/{rest}"


def plain(answer) -> str:
    """The page with its French spaces as one types them."""
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def act(client, case, action, rest="", **data):
    return client.post(address(case, rest), {"action": action, "version": case.version, **data})
