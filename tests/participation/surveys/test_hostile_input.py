"""Whatever is typed: a page with a sentence, what was typed kept and escaped, never a 500."""

from html import escape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.base.limits.models import RateBucket
from participation.surveys.models import Answer, AnswerSheet, Participation, Survey
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.surveys import SurveyFactory, answers_to

pytestmark = pytest.mark.django_db
NASTY = [
    "\x00",
    "a\x00b@exemple.fr",
    "\u202eerdnopér@exemple.fr",
    "x" * 100_000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 }}{% now 'Y' %}",
    "%(name)s %s {0}",
    "' OR 1=1 --",
    "É" * 300 + "@exemple.fr",
    "\r\nBcc: tous@exemple.fr",
    "٣",
    "999999999999999999999",
    "-1",
    "-",
    "1e3",
    "💧" * 100,
    "\ud800",
    "   ",
    "",
]
typed = st.one_of(st.sampled_from(NASTY), st.text(max_size=200))
hostile = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
SPECIAL = ("<script>alert(1)", "<img src=x onerror")


def sent(value):
    """A browser sends no half of a surrogate pair."""
    return value.encode("utf-8", "replace").decode()


def ask(client, url, data):
    RateBucket.objects.all().delete()
    answer = client.post(url, {name: sent(value) for name, value in data.items()})
    assert answer.status_code in (200, 302, 400, 409)
    page = answer.content.decode()
    assert not any(words in page for words in SPECIAL)
    return answer


@pytest.fixture
def client():
    return Client(raise_request_exception=True)


@hostile
@given(typed)
@example("x" * 100_000)
def test_an_address(client, value):
    survey = Survey.objects.first() or SurveyFactory()
    answer = ask(client, reverse("surveys:answer", args=[survey.slug]), {"email": value})
    if answer.status_code != 302:
        assert answer.status_code == 400
        assert "error-summary" in answer.content.decode()
        if value.strip() and len(value) < 1000 and value.isprintable():
            assert escape(sent(value)) in answer.content.decode()


@hostile
@given(typed, typed, typed)
def test_answers(single, scale, free):
    survey = Survey.objects.first() or SurveyFactory()
    client = Client()
    client.force_login(UserFactory())
    first, second, third = survey.questions.all()
    names = {f"q{first.pk}": single, f"q{second.pk}": scale, f"q{third.pk}": free}
    before = AnswerSheet.objects.count()
    answer = ask(client, reverse("surveys:answer", args=[survey.slug]), names)
    assert AnswerSheet.objects.count() == Participation.objects.count() == before + (answer.status_code == 302)
    if answer.status_code == 400:
        assert "error-summary" in answer.content.decode()


@hostile
@given(typed)
def test_a_free_answer_is_stored_as_written_or_refused(value):
    survey = Survey.objects.first() or SurveyFactory()
    client = Client()
    client.force_login(UserFactory())
    names = {f"q{pk}": str(given_) for pk, given_ in answers_to(survey, text=None).items()}
    third = survey.questions.get(kind="text")
    answer = ask(client, reverse("surveys:answer", args=[survey.slug]), names | {f"q{third.pk}": value})
    kept = sent(value).strip()
    if answer.status_code == 302 and kept:
        stored = Answer.objects.filter(question=third, text=kept.replace("\r\n", "\n").replace("\r", "\n"))
        assert stored.exists() or Answer.objects.filter(question=third, text=kept).exists()
    elif answer.status_code == 400 and len(kept) < 1000 and kept.isprintable():
        assert escape(kept) in answer.content.decode()


@hostile
@given(typed)
def test_a_token(client, value):
    survey = Survey.objects.first() or SurveyFactory()
    token = quote(sent(value), safe="")
    if token in ("", ".", "..") or len(token) > 4000:
        return
    RateBucket.objects.all().delete()
    address = f"{survey.get_absolute_url()}repondre/{token}/"
    assert client.get(address).status_code in (200, 404, 410)
    assert client.post(address, {"q1": "x"}).status_code in (302, 400, 403, 404, 405, 409, 410)


@hostile
@given(typed)
def test_an_address_of_a_page(client, value):
    slug = quote(sent(value), safe="")
    for address in (f"/enquetes/{slug}/", f"/enquetes/{slug}/resultats/", f"/enquetes/{slug}/repondre/"):
        if len(address) < 4000:
            assert client.get(address).status_code in (200, 301, 404)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed, typed, typed)
def test_the_form_of_the_coordination(title, labels, order):
    cache.clear()
    client = Client()
    client.force_login(staff_with(Role.ADMINISTRATOR))
    data = {
        "title": title,
        "slug": "",
        "intro": title,
        "asked_by": title,
        "use": title,
        "opens_on": str(today()),
        "closes_on": labels,
        "outcome": labels,
        "lignes-TOTAL_FORMS": "1",
        "lignes-INITIAL_FORMS": "0",
        "lignes-0-text": title,
        "lignes-0-kind": "single",
        "lignes-0-labels": labels,
        "lignes-0-order": order,
    }
    answer = client.post(reverse("surveys_admin:add"), {name: sent(value) for name, value in data.items()})
    assert answer.status_code in (200, 302)
    assert "<script>alert(1)" not in answer.content.decode()
