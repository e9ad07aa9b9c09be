"""A shelf of things that can be held, as a feature above would register them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from participation.base.mail.services import queue_mail
from participation.moderation import registry, rules
from participation.moderation.registry import Item, Kind, Photo
from tests.factories.moderation import CaseFactory

KIND, COUNCIL = "essai", "essai-conseil"
WRITTEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass
class Shelf:
    """What the kind was told to do, and what it holds: key → text."""

    texts: dict = field(default_factory=dict)
    seen: list = field(default_factory=list)
    public: set = field(default_factory=set)
    fails: set = field(default_factory=set)
    organisers: set = field(default_factory=set)
    address: str = "habitante@exemple.fr"

    def put(self, text="Merci pour les bancs.", **values):
        case = CaseFactory(**values)
        self.texts[case.key] = text
        return case

    def find(self, keys):
        return {key: self._item(key) for key in keys if key in self.texts}

    def _item(self, key):
        photos = (Photo("1", "/prive/1", "Un banc"),)
        return Item(f"Message {key}", f"/m/{key}", self.texts[key], "Une habitante", WRITTEN, photos=photos)

    def publish(self, key, by, at, text):
        self._act("publish", key, by, text)
        self.public.add(key)
        if text is not None:
            self.texts[key] = text

    def refuse(self, key, by, at, ground, reason):
        self._act("refuse", key, by, ground, reason)
        self.public.discard(key)

    def hide(self, key, at):
        self._act("hide", key)
        self.public.discard(key)

    def erase(self, key, at):
        self._act("erase", key)
        self.texts[key] = ""

    def blur(self, key, photo, boxes, by, at):
        self._act("blur", key, photo, boxes)

    def tell(self, key, subject, template, context, mail_key, not_before):
        self._act("tell", key, subject)
        queue_mail(key=mail_key, to=self.address, template=template, context=context, not_before=not_before)

    def _act(self, name, key, *more):
        if key in self.fails:
            raise RuntimeError("the feature says no")
        self.seen.append((name, key, *more))

    def done(self, name):
        return [seen[1:] for seen in self.seen if seen[0] == name]

    def council_reach(self, user, cases):
        return cases.filter(audience="conseil:1") if user.pk in self.organisers else cases.none()


@pytest.fixture
def shelf(monkeypatch):
    made = Shelf()
    acts = {name: getattr(made, name) for name in ("find", "publish", "refuse", "tell", "blur", "hide", "erase")}
    city = Kind(KIND, "message", "commentaires", reach=rules.city_reach, public=lambda key: key in made.public, **acts)
    council = Kind(
        COUNCIL,
        "demande à un conseil",
        "commentaires",
        reach=made.council_reach,
        may_enter=lambda user: user.pk in made.organisers,
        **acts,
    )
    monkeypatch.setattr(registry, "_kinds", {KIND: city, COUNCIL: council})
    return made
