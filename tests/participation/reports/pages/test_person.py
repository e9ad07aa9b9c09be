"""The pages one enters with a signed link: sent, confirmed, followed, repaired or not. A GET never changes anything."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from participation.base.links.signing import make_token
from participation.reports import emails
from participation.reports.enums import ClosingAnswer, State
from participation.reports.models import Report, ReportEvent
from tests.factories.accounts import UserFactory
from tests.factories.reports import REACHABLE, report_in
from tests.participation.reports.pages.conftest import kind_of_file, photo, words

pytestmark = pytest.mark.django_db
PURPOSES = {"envoye": "report-sent", "confirmer": emails.CONFIRM, "suivi": emails.FOLLOW, "repare": emails.CLOSING}


def address(purpose, report):
    return urlsplit(emails.link(purpose, report)).path


def stored():
    return list(Report.objects.values_list("state", "visibility")), ReportEvent.objects.count()


class TestSent:
    def test_with_an_address_the_mail_is_the_next_step(self, client, send):
        page = client.get(send(email="moi@exemple.fr")["Location"])
        assert "Ouvrez le message que nous venons de vous envoyer et confirmez" in words(page)
        assert Report.objects.get().reference in words(page)

    def test_without_one_it_is_on_its_way_with_its_days(self, client, send):
        page = client.get(send()["Location"])
        report = Report.objects.get()
        assert "C’est envoyé, merci" in words(page)
        assert f"Au plus tard le {report.acknowledge_by.day}" in words(page)
        assert f"http://testserver{'/signalements/suivi/'}" in page.content.decode().replace(
            "http://localhost:8000", "http://testserver"
        )
        assert "noindex" in page["X-Robots-Tag"]

    def test_the_link_to_keep_opens_the_follow_page(self, client, send):
        page = client.get(send(text="Il fait noir.")["Location"])
        follow = re.search(r'href="(/signalements/suivi/[^"]+)"', page.content.decode())[1]
        assert "Il fait noir." in words(client.get(follow))


class TestConfirm:
    def test_get_shows_post_confirms(self, client, quartier):
        report = report_in(State.AWAITING_CONFIRMATION, quartier=quartier)
        before = stored()
        page = client.get(address(emails.CONFIRM, report))
        assert "Oui, envoyer mon signalement" in words(page)
        assert stored() == before
        response = client.post(address(emails.CONFIRM, report), follow=True)
        assert "C’est confirmé, merci." in words(response)
        assert Report.objects.get().state == State.RECEIVED

    def test_twice_says_so(self, client, quartier):
        report = report_in(State.AWAITING_CONFIRMATION, quartier=quartier)
        for _time in range(2):
            client.post(address(emails.CONFIRM, report))
        assert "déjà confirmé" in words(client.get(address(emails.CONFIRM, report)))
        assert ReportEvent.objects.count() == 2


class TestFollow:
    @pytest.mark.parametrize("state", REACHABLE)
    def test_every_state(self, client, quartier, state):
        report = report_in(state, quartier=quartier, text="Mon texte entier.", photo=photo())
        page = client.get(address(emails.FOLLOW, report))
        assert page.status_code == 200
        assert "Mon texte entier." in words(page)
        picture = re.search(r'<img src="([^"]+)"', page.content.decode())[1]
        assert kind_of_file(client, picture) == "image/jpeg"
        assert ("/signalements/repare/" in page.content.decode()) is (
            state in (State.RESOLVED, State.CLOSED_UNVERIFIED)
        )

    def test_a_photo_of_another_report(self, client, quartier):
        mine = report_in(State.RECEIVED, quartier=quartier)
        other = report_in(State.RECEIVED, quartier=quartier, photo=photo()).photos.get()
        assert client.get(f"{address(emails.FOLLOW, mine)}photo/{other.pk}/").status_code == 404

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_price_is_the_same(self, client, quartier, count, django_assert_num_queries):
        from participation.reports import services

        report = report_in(State.ACKNOWLEDGED, quartier=quartier)
        for number in range(count):
            services.acknowledge(report=report, by=UserFactory(), answer=f"Encore ({number}).")
        client.get(address(emails.FOLLOW, report))
        with django_assert_num_queries(5):
            client.get(address(emails.FOLLOW, report))


class TestClosing:
    @pytest.mark.parametrize(
        ("answer", "state"),
        [
            (ClosingAnswer.YES, State.CONFIRMED),
            (ClosingAnswer.HALF, State.CONTESTED),
            (ClosingAnswer.NO, State.CONTESTED),
        ],
    )
    def test_three_answers(self, client, quartier, answer, state):
        report = report_in(State.RESOLVED, quartier=quartier)
        before = stored()
        page = client.get(address(emails.CLOSING, report))
        assert page.content.decode().count('class="button quiet" name="answer"') == 3, "of equal weight"
        assert "C’est fait." in words(page)
        assert stored() == before
        page = client.post(address(emails.CLOSING, report), {"answer": answer}, follow=True)
        assert "Merci, c’est noté" in words(page)
        assert Report.objects.get().state == state

    @pytest.mark.parametrize("answer", ["", "peut-être", "\x00", "yes\u202e"])
    def test_an_answer_that_is_none(self, client, quartier, answer):
        report = report_in(State.RESOLVED, quartier=quartier)
        response = client.post(address(emails.CLOSING, report), {"answer": answer})
        assert response.status_code == 400
        assert "Choisissez l’une des trois réponses." in words(response)

    def test_too_early(self, client, quartier):
        report = report_in(State.ACKNOWLEDGED, quartier=quartier)
        assert "Oui, c’est réparé" not in words(client.get(address(emails.CLOSING, report)))
        response = client.post(address(emails.CLOSING, report), {"answer": "yes"})
        assert response.status_code == 409
        assert "Personne n’a encore dit que c’était réparé." in words(response)

    def test_another_answer_after_the_first(self, client, quartier):
        report = report_in(State.CONFIRMED, quartier=quartier)
        assert client.post(address(emails.CLOSING, report), {"answer": "no"}).status_code == 409
        assert client.post(address(emails.CLOSING, report), {"answer": "yes"}).status_code == 302


class TestWrongLinks:
    @pytest.mark.parametrize("path", PURPOSES)
    @pytest.mark.parametrize("token", ["x", "a.b.c", "x" * 3000, "%00", "W10.1.2", "é"])
    def test_a_token_that_is_none(self, client, db, path, token):
        for method in (client.get, client.post):
            response = method(f"/signalements/{path}/{token}/")
            assert response.status_code == 404
            assert "Ce lien" in words(response)

    @pytest.mark.parametrize("path", PURPOSES)
    def test_a_link_made_for_another_purpose(self, client, quartier, path):
        report = report_in(State.RESOLVED, quartier=quartier)
        for purpose in set(PURPOSES.values()) - {PURPOSES[path]}:
            token = make_token(purpose, {"report": report.reference}, max_age=60)
            assert client.post(f"/signalements/{path}/{token}/", {"answer": "yes"}).status_code == 404
        assert Report.objects.get().state == State.RESOLVED

    @pytest.mark.parametrize("path", PURPOSES)
    def test_an_old_one(self, client, quartier, path, monkeypatch):
        report = report_in(State.RESOLVED, quartier=quartier)
        token = make_token(PURPOSES[path], {"report": report.reference}, max_age=timedelta(seconds=-1))
        response = client.get(f"/signalements/{path}/{token}/")
        assert response.status_code == 410
        assert "n’est plus valable" in words(response)

    @pytest.mark.parametrize("path", PURPOSES)
    @pytest.mark.parametrize("payload", [{"report": "MAR-26-999999"}, {}, {"report": None}, [], "x"])
    def test_one_that_leads_nowhere(self, client, db, path, payload):
        token = make_token(PURPOSES[path], payload, max_age=60)
        assert client.get(f"/signalements/{path}/{token}/").status_code == 404


@pytest.mark.parametrize("path", PURPOSES)
def test_nobody_keeps_a_copy(client, quartier, path):
    report = report_in(State.RESOLVED, quartier=quartier, at=timezone.now() - timedelta(days=1))
    token = make_token(PURPOSES[path], {"report": report.reference}, max_age=60)
    response = client.get(f"/signalements/{path}/{token}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
