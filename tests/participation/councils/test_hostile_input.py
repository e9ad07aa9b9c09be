"""Whatever is typed into a form of councils: a page with a sentence, what was typed kept, never a 500."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.accounts.enums import Role
from participation.councils.forms.meetings import MeetingForm
from participation.councils.models import Council, Meeting
from participation.councils.validators import tidy_text
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.councils import CouncilFactory, DecisionFactory, JoinRequestFactory, MeetingFactory, OpinionFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "a\x00b",
    "\u202egpj.exe",
    "\u2067x\u2069",
    "x" * 100_000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 }}{% now 'Y' %}",
    "%(name)s %s {0}",
    "' OR 1=1 --",
    "\r\nBcc: tous@exemple.fr",
    "BEGIN:VEVENT\r\nUID:1",
    "٣٤٥٦٧٨",
    "💧" * 100,
    "   ",
    "",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "99999999999999999999",
    "-1",
    "1e9",
    "24:00",
    "02:30",
]
typed = st.one_of(st.sampled_from(NASTY), st.text(max_size=200))
hostile = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = {
    "title",
    "place",
    "access",
    "agenda",
    "motivation",
    "reason",
    "text",
    "outcome",
    "name",
    "fact",
    "presentation",
}


@dataclass(frozen=True)
class Target:
    name: str
    address: str
    fields: tuple
    extra: tuple = ()


ACCEPT = ("accepter-college", "accepter-role", "accepter-until")
COUNCIL = ("name", "kind", "commune", "quartiers", "fact", "presentation", "joining", "join_terms", "answer_days")
SEATS = ("seats_residents", "seats_local")
MEETING = ("title", "kind", "day", "start", "end", "place", "access", "agenda")
OPINION = ("title", "text", "addressed_to", "given_on", "answer_by")
VOTES = ("votes_for", "votes_against", "abstentions")
DESK = "/agents/conseils/essai"
TARGETS = [
    Target("join", "/conseils/essai/rejoindre/", ("motivation", "confirmed")),
    Target("accept", DESK + "/demandes/{request}/", ACCEPT, (("action", "accept"),)),
    Target("decline", DESK + "/demandes/{request}/", ("refuser-reason",), (("action", "decline"),)),
    Target("plan", DESK + "/reunions/nouvelle/", MEETING),
    Target("move", DESK + "/reunions/{meeting}/", MEETING),
    Target("cancel", DESK + "/reunions/{meeting}/annuler/", ("reason",)),
    Target("event", "/agents/agenda/nouveau/", (*MEETING, "commune", "quartiers")),
    Target("move-event", "/agents/agenda/{event}/", MEETING),
    Target("cancel-event", "/agents/agenda/{event}/annuler/", ("reason",)),
    Target("record", DESK + "/decisions/nouvelle/", ("text", "decided_on", "due_on")),
    Target("settle", DESK + "/decisions/{decision}/", ("state", "partner", "on", "outcome")),
    Target("advise", DESK + "/avis/nouveau/", (*OPINION, *VOTES)),
    Target("reply", DESK + "/avis/{opinion}/", ("answer", "replied_on", "text")),
    Target("council", "/agents/conseils/nouveau/", (*COUNCIL, *SEATS)),
]


def scene(target):
    council = CouncilFactory(slug="essai")
    QuartierFactory(commune=council.commune)
    keys = {
        "request": JoinRequestFactory(council=council).pk,
        "meeting": MeetingFactory(council=council).pk,
        "event": MeetingFactory(council=None, commune=council.commune).pk,
        "decision": DecisionFactory(council=council).pk,
        "opinion": OpinionFactory(council=council).pk,
    }
    client = Client()
    client.force_login(UserFactory() if target.name == "join" else staff_with(Role.GUSP_COORDINATOR))
    return client, target.address.format(**keys)


HARM = {"<script>alert(1)", "<img src=x"}


def pieces(response):
    page = response.content.decode()
    return [harm for harm in HARM if harm in page]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_form_survives(target):
    client, address = scene(target)

    @hostile
    @given(st.fixed_dictionaries(dict.fromkeys(target.fields, typed)))
    def attack(values):
        cache.clear()
        with transaction.atomic():
            try_once({**values, **dict(target.extra)})
            transaction.set_rollback(True)

    def try_once(values):
        response = client.post(address, values)
        if response.status_code == 302:
            # What was typed happened to be acceptable. It is shown escaped wherever it is shown.
            for page in ("/conseils/essai/", "/agenda/", "/agents/conseils/essai/"):
                assert not HARM & set(pieces(client.get(page)))
            assert client.get("/agenda.ics").content.count(b"\r\nBEGIN:VEVENT") == Meeting.objects.count()
            return
        assert response.status_code == 400
        page = response.content.decode()
        assert 'class="error-summary"' in page
        assert not HARM & set(pieces(response))
        for name, value in values.items():
            if name.partition("-")[2] in TEXTS or name in TEXTS:
                assert escape(value) in page or escape(value.strip()) in page

    attack()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_typed_is_an_error_beside_the_fields(target):
    client, address = scene(target)
    response = client.post(address, dict(target.extra))
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.content.decode()


GOOD = {
    "title": "Réunion du conseil",
    "kind": "council",
    "day": f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}",
    "start": "18:30",
    "end": "20:00",
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": "2001-01-01"}, "Choisissez un jour à venir"),
        ({"day": "9999-12-31"}, "Choisissez un jour à venir"),
        ({"end": "18:00"}, "La fin précède le début."),
        ({"start": "25:00"}, "Écrivez l’heure ainsi"),
        ({"title": "  "}, "Donnez un titre"),
        ({"title": "a\u202eb"}, "caractère invisible"),
        ({"title": "deux\nlignes"}, "une seule ligne"),
        ({"agenda": "x" * 5000}, "trop long"),
        ({"kind": "fete"}, "fete"),
    ],
)
def test_a_wrong_meeting_is_told_why(changed, sentence):
    client, address = scene(TARGETS[3])
    response = client.post(address, {**GOOD, **changed})
    assert response.status_code == 400
    assert sentence in response.content.decode().replace("\xa0", " ")
    assert Meeting.objects.count() == 2


def test_an_hour_that_does_not_exist_is_refused(monkeypatch):
    """On the last Sunday of March there is no half past two in France."""
    monkeypatch.setattr("participation.councils.forms.meetings.timezone.localdate", lambda *args: date(2027, 3, 1))
    form = MeetingForm({**GOOD, "day": "2027-03-28", "start": "02:30", "end": ""})
    assert not form.is_valid() and "changement d’heure" in str(form.errors["start"])


def test_texts_are_tidied():
    assert tidy_text(" é\r\nb \r") == "é\nb"


def test_too_many_requests_from_one_place_are_slowed_down():
    client, address = scene(TARGETS[0])
    codes = [client.post(address, {"action": "withdraw"}).status_code for _try in range(21)]
    assert codes[-1] == 429 and set(codes[:-1]) == {302}


def test_made_up_addresses_are_not_found():
    client, _address = scene(TARGETS[3])
    other = MeetingFactory()
    for address in (
        "/agents/conseils/rien/",
        "/agents/conseils/essai/demandes/999999/",
        f"/agents/conseils/essai/reunions/{other.pk}/",
        f"/agents/agenda/{other.pk}/",
        "/agents/conseils/essai/decisions/999999/",
    ):
        assert client.get(address).status_code == 404
    assert Council.objects.filter(slug="essai").exists()
