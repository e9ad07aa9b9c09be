"""Whatever is sent to a form: stored, or refused with a sentence and everything kept; never a 500, never unescaped."""

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from participation.accounts.enums import Role
from participation.base.media.images import MAX_BYTES
from participation.reports.enums import State
from participation.reports.models import Report
from participation.reports.views import entrance
from tests.factories.accounts import staff_with
from tests.factories.reports import report_in
from tests.participation.base.pictures import picture, saved
from tests.participation.reports.pages.conftest import kind_of_file, photo, words

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "avant\x00après",
    "\u202eerdnopér",
    "\u200f\u2066\u2069\u061c",
    "x" * 10_000,
    "É" * 4001,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><h1>pris</h1>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%(name)s %s {0}",
    "' OR 1=1 --",
    "\r\nBcc: tous@exemple.fr",
    "a@b@c",
    "💧" * 100,
    "٣٤",
    "1e309",
    "-0",
    "\ud7ff\ufffe\uffff",
    "   ",
    "",
]
typed = st.one_of(st.sampled_from(NASTY), st.text(max_size=120))
hostile = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ("website", "token", "latitude", "longitude", "place", "quartier", "category", "text", "email", "private")
KEPT = ("place", "text", "email")
MARKUP = ("<script>alert(1)", "<img src=x", "<h1>pris")


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch):
    monkeypatch.setattr(entrance, "REPORTS_PER_HOUR", 10**6)


def assert_told(response, typed_in, statuses):
    """One of these answers; with a sentence when it refuses; nothing typed became markup; what was typed is there."""
    assert response.status_code in statuses, (response.status_code, typed_in)
    page = response.content.decode()
    assert not [markup for markup in MARKUP if markup in page]
    if response.status_code == 400:
        assert re.search(r'class="error"|class="error-summary"|class="notice', page)


class TestTheForm:
    @hostile
    @given(values=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, typed)))
    @example(values={"quartier": "canto-perdrix", "category": "tags", "text": "x" * 100_000})
    @example(values={"place": "\u202eici\x00", "category": "tags", "latitude": "1e999", "longitude": "5"})
    def test_every_field(self, client, quartier, values):
        response = client.post(reverse("reports:new"), values)
        assert_told(response, values, {302, 400})
        if response.status_code == 400:
            page = unescape(response.content.decode())
            for name in KEPT:
                kept = values.get(name, "").replace("\r\n", "\n").strip()
                assert kept.replace("\r", "\n") in page.replace("\r\n", "\n").replace("\r", "\n")

    @hostile
    @given(text=typed, place=typed)
    def test_what_is_stored_is_shown_as_text(self, client, quartier, text, place):
        sent = {"quartier": quartier.slug, "category": "tags", "text": text, "place": place}
        response = client.post(reverse("reports:new"), sent)
        if response.status_code == 302:
            stored = Report.objects.latest("pk")
            for value in (stored.place, *(one.body for one in stored.texts.all())):
                assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", value)
            for address in (
                response["Location"],
                re.search(r'href="(/signalements/suivi/[^"]+)', client.get(response["Location"]).content.decode())[1],
            ):
                assert_told(client.get(address), sent, {200})

    @hostile
    @given(x=typed, y=typed, of=typed)
    @example(x="99999999999999999999", y="-5", of="canto-perdrix")
    @example(x="10", y="10", of="canto-perdrix")
    def test_a_tap(self, client, quartier, x, y, of):
        assert_told(client.post(reverse("reports:new"), {"carte.x": x, "carte.y": y, "carte_de": of}), (x, y), {200})

    @hostile
    @given(query=st.fixed_dictionaries({}, optional=dict.fromkeys(("quartier", "residence", "lieu"), typed)))
    def test_its_address(self, client, quartier, query):
        assert_told(client.get(reverse("reports:new"), query), query, {200})


GOOD = saved(picture((300, 200)), "JPEG")


class TestFiles:
    @pytest.mark.parametrize(
        "data",
        [
            GOOD[: len(GOOD) // 2],
            GOOD[:20],
            b"\xff\xd8\xff" + b"\xff" * 5_000,
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
            b"RIFF\x00\x00\x00\x00WEBP" + b"VP8 " * 50,
            b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200,
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"GIF89a" + b"\x00" * 100,
            b"\x00" * (MAX_BYTES + 1),
        ],
        ids=["half", "head", "ff", "png", "webp", "heic", "svg", "gif", "huge"],
    )
    def test_refused_with_a_sentence(self, client, quartier, data):
        sent = {"quartier": quartier.slug, "category": "tags", "text": "Un mur.", "photo": photo(data=data)}
        response = client.post(reverse("reports:new"), sent)
        assert response.status_code == 400
        assert 'id="id_photo_error"' in response.content.decode()
        assert "Un mur." in words(response)
        assert not Report.objects.exists()

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd", "a.php", "x" * 300 + ".jpg", "\u202egpj.exe", "é\x00.jpg", ""]
    )
    def test_the_name_says_nothing(self, client, quartier, name):
        sent = {"quartier": quartier.slug, "category": "tags", "photo": photo(name=name or "sans", data=GOOD)}
        response = client.post(reverse("reports:new"), sent)
        assert response.status_code in (302, 400)
        for report in Report.objects.all():
            assert re.fullmatch(r"[0-9a-f/]+\.jpg", report.photos.get().file.name)

    def test_what_follows_the_picture_is_left_behind(self, client, quartier):
        polyglot = GOOD + b"<?php system('id') ?><script>alert(1)</script>PK\x03\x04"
        sent = {"quartier": quartier.slug, "category": "tags", "photo": photo(name="x.php.jpg", data=polyglot)}
        page = client.get(client.post(reverse("reports:new"), sent)["Location"]).content.decode()
        stored = Report.objects.get().photos.get()
        with stored.file.open() as file:
            assert b"php" not in file.read()
        follow = re.search(r'href="(/signalements/suivi/[^"]+)', page)[1]
        picture_url = re.search(r'<img src="([^"]+)"', client.get(follow).content.decode())[1]
        assert kind_of_file(client, picture_url) == "image/jpeg"


class TestTheDesk:
    VERBS = ("publish", "acknowledge", "plan", "start", "resolve", "refuse", "hide")

    @hostile
    @given(
        verb=st.one_of(st.sampled_from(VERBS), typed),
        field=st.sampled_from(["partner", "answer", "on", "reason", "title"]),
        value=typed,
    )
    @example(verb="resolve", field="answer", value="x" * 100_000)
    @example(verb="plan", field="on", value="9999-12-31")
    @example(verb="refuse", field="reason", value="<script>alert(1)</script>")
    def test_every_act(self, client, commune, quartier, verb, field, value):
        client.force_login(staff_with(Role.FIELD_AGENT, commune=commune))
        report = report_in(State.RECEIVED, quartier=quartier)
        address = f"/agents/signalements/{report.reference}/"
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())[1]
        prefix = verb if verb in self.VERBS else "publish"
        response = client.post(address, {"act": verb, "seen": seen, f"{prefix}-{field}": value})
        assert_told(response, (verb, field, value), {302, 400})
        assert_told(client.get(address), (verb, field, value), {200})

    @hostile
    @given(seen=typed)
    def test_a_state_that_was_never_seen(self, client, commune, quartier, seen):
        client.force_login(staff_with(Role.FIELD_AGENT, commune=commune))
        report = report_in(State.RECEIVED, quartier=quartier)
        response = client.post(f"/agents/signalements/{report.reference}/", {"act": "start", "seen": seen})
        assert response.status_code == 409
        assert Report.objects.get(pk=report.pk).state == State.RECEIVED
