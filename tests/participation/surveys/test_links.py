"""A link in a mail, for people without an account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.base.calendar import today
from participation.base.links.signing import make_token
from participation.base.mail.models import OutboxMessage
from participation.surveys import emails, services
from participation.surveys.models import Answer, AnswerSheet, Participation
from tests.factories.surveys import SurveyFactory, answers_to

ADDRESS = "voisine@exemple.fr"


@pytest.fixture
def link(survey, outbox):
    services.send_answer_link(survey=survey, address=ADDRESS)
    (found,) = [link for link in outbox.links() if "/repondre/" in link]
    return found.removeprefix("http://testserver")


def typed(survey, **changes):
    return {f"q{pk}": value for pk, value in (answers_to(survey) | changes).items()}


def test_the_mail(survey, outbox, mailoutbox):
    services.send_answer_link(survey=survey, address=ADDRESS)
    outbox.deliver()
    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    assert mail.subject == "Votre lien pour répondre : L’éclairage du soir".replace(" :", "\u00a0:")
    assert "Répondre à l’enquête" in mail.alternatives[0][0]
    assert ADDRESS not in mail.body


def test_the_address_is_in_the_mail_and_nowhere_else(survey, link, outbox):
    assert outbox.last().to == ADDRESS
    assert ADDRESS not in link
    assert ADDRESS not in outbox.last().key
    assert services.address_hash(survey, ADDRESS) not in outbox.last().key, "the key outlives the mail"
    assert not Participation.objects.exists()


def test_a_get_shows_and_a_post_hands_in(survey, link, client):
    page = client.get(link)
    assert page.status_code == 200
    assert "Votre adresse est confirmée" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert not AnswerSheet.objects.exists()

    answer = client.post(link, typed(survey))
    assert (answer.status_code, answer["Location"]) == (302, reverse("surveys:thanks", args=[survey.slug]))
    row = Participation.objects.get()
    assert (row.address_hash, row.user) == (services.address_hash(survey, ADDRESS), None)
    assert Answer.objects.count() == 3
    assert "Merci" in client.get(answer["Location"]).content.decode()


def test_it_serves_once(survey, link, client):
    client.post(link, typed(survey))
    assert "Vous avez déjà répondu" in client.get(link).content.decode()
    again = client.post(link, typed(survey))
    assert again.status_code == 409
    assert "Vous avez déjà répondu" in again.content.decode()
    assert AnswerSheet.objects.count() == 1


def test_who_has_answered_learns_it_by_mail_alone(survey, client, outbox):
    services.submit_answers(
        survey=survey, answers=answers_to(survey), address_hash=services.address_hash(survey, ADDRESS)
    )
    url = reverse("surveys:answer", args=[survey.slug])
    pages = [client.post(url, {"email": address}, follow=True) for address in (ADDRESS, "autre@exemple.fr")]
    assert pages[0].content == pages[1].content
    assert "déjà répondu" in outbox.last(to=ADDRESS).subject
    assert not [link for link in outbox.links(outbox.last(to=ADDRESS)) if "/repondre/" in link]
    assert "Votre lien" in outbox.last(to="autre@exemple.fr").subject


def test_three_mails_an_hour_to_one_address(survey, client, outbox):
    url = reverse("surveys:answer", args=[survey.slug])
    answers = [client.post(url, {"email": address}) for address in [ADDRESS, ADDRESS.upper(), ADDRESS, ADDRESS]]
    assert {answer.status_code for answer in answers} == {302}
    assert len(outbox.all()) == 3


def test_too_many_tries(survey, client):
    url = reverse("surveys:answer", args=[survey.slug])
    codes = [client.post(url, {"email": ""}).status_code for _ in range(61)]
    assert codes == [400] * 60 + [429]


def test_a_link_opened_after_the_closing_says_so_and_shows_the_results(survey, link, client, monkeypatch):
    later = timezone.now() + timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page = client.get(link)
    assert page.status_code == 200
    assert "Cette enquête est close" in page.content.decode()
    assert "Ce que vous avez répondu" in page.content.decode()
    assert client.post(link, typed(survey)).status_code == 409
    assert not AnswerSheet.objects.exists()


def test_a_link_too_old(survey, client):
    token = make_token(emails.PURPOSE, {"s": survey.pk, "h": "a"}, max_age=-1)
    page = client.get(reverse("surveys:answer-link", args=[survey.slug, token]))
    assert page.status_code == 410
    assert "n’est plus valable" in page.content.decode()


@pytest.mark.parametrize("spoil", [lambda token: token[:-3], lambda token: "x" + token, lambda token: "rien"])
def test_a_link_that_is_not_ours(survey, client, spoil):
    token = make_token(emails.PURPOSE, {"s": survey.pk, "h": "a"}, max_age=1000)
    page = client.get(reverse("surveys:answer-link", args=[survey.slug, spoil(token)]))
    assert page.status_code == 404
    assert "incomplet" in page.content.decode()


def test_the_link_of_another_survey_or_purpose(survey, client):
    other = SurveyFactory()
    token = make_token(emails.PURPOSE, {"s": other.pk, "h": "a"}, max_age=1000)
    assert client.get(reverse("surveys:answer-link", args=[survey.slug, token])).status_code == 404
    token = make_token("account-erase", {"s": survey.pk, "h": "a"}, max_age=1000)
    assert client.get(reverse("surveys:answer-link", args=[survey.slug, token])).status_code == 404


def test_no_mail_when_the_module_is_closed(survey, monkeypatch):
    monkeypatch.setattr("participation.base.mail.services.module_enabled", lambda key: key != "enquetes")
    services.send_answer_link(survey=survey, address=ADDRESS)
    assert not OutboxMessage.objects.exists()


def test_the_link_lives_two_months_after_the_closing(survey):
    assert survey.closes_on - today() + services.answers.LINK_OUTLIVES == timedelta(days=65)
