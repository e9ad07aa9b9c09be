"""Whatever is typed or asked for: an answer with a sentence, never a 500, never markup."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from participation.base.limits.models import RateBucket
from participation.notifications import services
from participation.notifications.models import Subscription
from tests.factories.accounts import UserFactory
from tests.factories.cms import ProjectPageFactory
from tests.factories.territory import QuartierFactory, square
from tests.participation.notifications.pages.conftest import follow_url
from tests.participation.notifications.pages.test_choices import link_of

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "a\x00b@exemple.fr",
    "\u202eerdnopér@exemple.fr",
    "a\u200bb",
    "x" * 100_000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 }}{% now 'Y' %}",
    "%(name)s %s {0}",
    "' OR 1=1 --",
    "\r\nBcc: tous@exemple.fr",
    "\u0663",
    "999999999999999999999",
    "-1",
    "1e400",
    "nan",
    "💧" * 100,
    "   ",
    "",
]
typed = st.one_of(st.sampled_from(NASTY), st.text(max_size=120))
hostile = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
MARKUP = ("<script>alert(1)", "<img src=x onerror")


def _sent(value):
    """A browser sends no half of a surrogate pair."""
    return value.encode("utf-8", "replace").decode()


def _check(answer, *allowed):
    assert answer.status_code in allowed, answer.status_code
    page = answer.content.decode()
    assert not any(words in page for words in MARKUP)


def _post(client, url, data):
    RateBucket.objects.all().delete()
    return client.post(url, {name: _sent(value) for name, value in data.items()})


@hostile
@given(email=typed, website=typed)
@example(email="x" * 100_000, website="")
def test_an_address(client, project, email, website):
    _check(_post(client, follow_url("fiche", project.pk), {"email": email, "website": website}), 302, 400)


@hostile
@given(kind=st.from_regex(r"[-a-zA-Z0-9_]{1,40}", fullmatch=True), key=typed)
def test_a_thing(client, kind, key):
    key = _sent(key).replace("/", "").strip(".") or "x"
    _check(client.get(follow_url(kind, key)), 404)


@hostile
@given(latitude=typed, longitude=typed, radius=typed, label=typed, place=typed, x=typed)
@example(latitude="43.425", longitude="5.055", radius="200", label="<script>alert(1)</script>", place="", x="")
def test_an_area(client, latitude, longitude, radius, label, place, x):
    QuartierFactory._meta.model.objects.get_or_create(
        slug="canto",
        defaults={
            "name": "Canto",
            "commune": QuartierFactory.commune.get_factory()(code="MAR"),
            "perimeter": square(43.42, 5.05),
            "perimeter_source": "x",
        },
    )
    data = {
        "latitude": latitude,
        "longitude": longitude,
        "radius_m": radius,
        "label": label,
        "quartier": place,
        "carte_de": place,
        "email": "nadia@exemple.fr",
    }
    _check(_post(client, "/suivre/zone/", data), 302, 400)
    _check(_post(client, "/suivre/zone/", data | {"carte.x": x, "carte.y": x}), 200)
    _check(_post(client, "/suivre/zone/", data | {"montrer": "1"}), 200)
    _check(client.get("/suivre/zone/", {"quartier": _sent(place)}), 200)
    query = {"lat": _sent(latitude), "lon": _sent(longitude), "rayon": _sent(radius), "quartier": _sent(place)}
    _check(client.get("/suivre/zone/carte.svg", query), 200)


@hostile
@given(name=st.sampled_from(["arreter", "reprendre", "quand_moi", "daily_hour", "weekly_day"]), value=typed, more=typed)
def test_choices(client, stranger, name, value, more):
    row = services.follow(recipient=stranger, kind="fiche", key="1", confirmed=True)
    data = {name: value, "kind": more, "key": more, "delivery": "now", "label": more, "latitude": more}
    _check(_post(client, link_of(stranger), data), 200, 400)
    assert Subscription.objects.filter(pk=row.pk).exists() or value.strip() == str(row.pk)


@hostile
@given(token=typed, name=st.sampled_from(["confirm", "preferences", "unsubscribe"]))
def test_a_link(token, name):
    token = _sent(token).replace("/", "") or "x"
    client = Client(enforce_csrf_checks=True)
    url = reverse(f"notifications:{name}", args=[token[:2000]])
    _check(client.get(url), 404)
    _check(client.post(url, {"List-Unsubscribe": "One-Click"}), 404)


@hostile
@given(value=typed)
def test_news(value):
    client = Client()
    client.force_login(UserFactory())
    _check(client.get("/compte/notifications/", {"avant": _sent(value)}), 200, 404)
    _check(client.post("/compte/notifications/", {"jusqu": _sent(value)}), 404)


def test_what_is_followed_may_have_any_title(client, user, mine):
    page = ProjectPageFactory(title="<script>alert(1)</script>{{ 7 }}")
    services.follow(recipient=mine, kind="fiche", key=str(page.pk))
    client.force_login(user)
    for url in ("/compte/notifications/choix/", follow_url("fiche", page.pk)):
        _check(client.get(url), 200)
