"""/suivre/<kind>/<key>/: what one may follow, with an account or an address, and that nothing tells who is known."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.base.links.signing import make_token
from participation.base.mail.models import OutboxMessage
from participation.base.site.models import PortalSettings
from participation.notifications import links, services
from participation.notifications.models import Recipient, Subscription
from participation.notifications.registry import topic, topics
from participation.notifications.views import doors
from participation.reports.enums import Visibility
from tests.factories.accounts import UserFactory
from tests.factories.cms import ConventionPageFactory, NewsPageFactory, ProjectPageFactory
from tests.factories.councils import CouncilFactory, MeetingFactory
from tests.factories.reports import ReportFactory
from tests.factories.surveys import SurveyFactory
from tests.participation.notifications.pages.conftest import MAIL, follow_url, path_of, post, words

pytestmark = pytest.mark.django_db
ASKED = "/suivre/envoye/"


def _public_things(quartier):
    project = ProjectPageFactory()
    return {
        "fiche": project.pk,
        "convention": ConventionPageFactory().pk,
        "actualite": NewsPageFactory().pk,
        "quartier": quartier.slug,
        "signalement": ReportFactory(visibility=Visibility.PUBLIC).reference,
        "conseil": CouncilFactory().slug,
        "reunion": MeetingFactory().pk,
        "enquete": SurveyFactory().slug,
        "fil": f"fiche:{project.pk}",
    }


class TestWhatOneMayFollow:
    def test_every_registered_kind_has_its_page(self, client, quartier):
        things = _public_things(quartier)
        assert {one.kind for one in topics()} - {"moi", "zone", "bureau"} == things.keys()
        for kind, key in things.items():
            response = client.get(follow_url(kind, key))
            assert response.status_code == 200, kind
            assert "Ce que vous recevez" in words(response), kind
            assert response["Cache-Control"] == "private, no-store"

    def test_each_page_leads_there_and_stays_the_same_for_all(self, client, quartier):
        for kind, key in _public_things(quartier).items():
            page = client.get(topic(kind).find([str(key)])[str(key)].url)
            content = page.content.decode()
            assert f'href="{follow_url(kind, key)}"' in content, kind
            assert "csrfmiddlewaretoken" not in content
            assert not page.cookies

    @pytest.mark.parametrize(
        ("kind", "key"),
        [
            ("nuage", "1"),
            ("moi", "1"),
            ("zone", "x"),
            ("bureau", "1"),
            ("fiche", "999999"),
            ("fiche", "99999999999999999999"),
            ("fiche", "abc"),
            ("fiche", "\u0661"),
            ("quartier", "nulle-part"),
            ("quartier", "a\x00b"),
            ("fil", "fiche"),
            ("fil", "nuage:1"),
            ("signalement", "MAR-26-000001"),
            ("enquete", "x" * 161),
        ],
    )
    def test_what_nobody_may_read_is_not_found(self, client, kind, key):
        for answer in (client.get(follow_url(kind, key)), post(client, follow_url(kind, key), email=MAIL)):
            assert answer.status_code == 404
        assert not Recipient.objects.exists()

    def test_a_draft_a_hidden_report_and_an_unpublished_survey_are_not_found(self, client):
        page = ProjectPageFactory(live=False)
        hidden = ReportFactory(visibility=Visibility.HIDDEN)
        waiting = ReportFactory(visibility=Visibility.PRIVATE)
        survey = SurveyFactory(published=False)
        for kind, key in (
            ("fiche", page.pk),
            ("fil", f"fiche:{page.pk}"),
            ("signalement", hidden.reference),
            ("signalement", waiting.reference),
            ("enquete", survey.slug),
        ):
            assert client.get(follow_url(kind, key)).status_code == 404, kind

    @pytest.mark.parametrize(
        ("module", "kinds"),
        [
            ("conventions", {"fiche", "convention", "fil"}),
            ("actualites", {"actualite"}),
            ("signalements", {"signalement"}),
            ("conseils", {"conseil", "reunion"}),
            ("enquetes", {"enquete"}),
            ("commentaires", {"fil"}),
        ],
    )
    def test_a_module_that_is_off_takes_its_things_along(self, client, quartier, module, kinds):
        things = _public_things(quartier)
        PortalSettings.objects.create(disabled_modules=[module])
        gone = {kind for kind, key in things.items() if client.get(follow_url(kind, key)).status_code == 404}
        assert gone == kinds


class TestWithoutAccount:
    def test_from_the_form_to_the_confirmed_follow(self, client, project, outbox):
        url = follow_url("fiche", project.pk)
        assert "Éclairer les passages" in words(client.get(url))
        answer = post(client, url, email="Nadia@Exemple.fr")
        assert (answer.status_code, answer["Location"]) == (302, ASKED)
        row = Subscription.objects.get(kind="fiche")
        assert row.confirmed_at is None
        assert [one.to for one in outbox.all()] == [MAIL]
        link = next(one for one in outbox.links() if "/confirmer/" in one)
        page = client.get(path_of(link))
        assert "Suivre « Éclairer les passages » ?" in words(page)
        assert "Referrer-Policy" in page.headers
        row.refresh_from_db()
        assert row.confirmed_at is None, "a scanner that opens every link changes nothing"
        page = post(Client(enforce_csrf_checks=True), path_of(link))
        assert page.status_code == 200
        assert "vous suivez « Éclairer les passages »" in words(page)
        row.refresh_from_db()
        assert row.confirmed_at is not None
        assert "C’est noté" in words(client.get(path_of(link)))

    def test_the_same_answer_for_every_address(self, client, project, outbox, stranger):
        services.follow(recipient=stranger, kind="fiche", key=str(project.pk), confirmed=True)
        account = UserFactory(email="connue@exemple.fr")
        closed = UserFactory(email="fermee@exemple.fr", is_active=False)
        url = follow_url("fiche", project.pk)
        answers = {
            (answer.status_code, answer["Location"], tuple(answer.cookies))
            for email in (MAIL, "neuve@exemple.fr", account.email, closed.email)
            for answer in [post(client, url, email=email)]
        }
        assert answers == {(302, ASKED, ())}
        assert {one.to for one in outbox.all()} >= {MAIL, "neuve@exemple.fr", account.email}

    def test_someone_who_follows_too_much_is_told_nothing_else(self, client, project, stranger, monkeypatch):
        monkeypatch.setattr("participation.notifications.delays.FOLLOWED_AT_MOST", 1)
        answer = post(client, follow_url("fiche", project.pk), email=MAIL)
        assert answer["Location"] == ASKED

    def test_asked_is_one_page_for_all(self, client):
        page = client.get(ASKED)
        assert "Ouvrez le message" in words(page)
        assert "csrfmiddlewaretoken" not in page.content.decode()

    def test_a_link_of_a_follow_that_is_gone(self, client, project, outbox):
        post(client, follow_url("fiche", project.pk), email=MAIL)
        link = path_of(next(one for one in outbox.links() if "/confirmer/" in one))
        Subscription.objects.filter(kind="fiche").delete()
        page = client.get(link)
        assert page.status_code == 410
        assert "n’est plus là" in words(page)

    def test_a_link_that_is_too_old_and_a_forged_one(self, client, stranger, project, monkeypatch):
        row = services.follow(recipient=stranger, kind="fiche", key=str(project.pk))
        token = make_token(links.CONFIRM, {"s": row.pk}, max_age=timedelta(days=1))
        later = timezone.now() + timedelta(days=2)
        with monkeypatch.context() as patched:
            patched.setattr("django.core.signing.time.time", later.timestamp)
            page = client.get(reverse("notifications:confirm", args=[token]))
        assert page.status_code == 410
        assert "plus valable" in words(page)
        foreign = make_token(links.UNSUBSCRIBE, {"s": row.pk}, max_age=timedelta(days=1))
        for bad in (token[:-2], "x", foreign, f"{token}x"):
            page = client.post(reverse("notifications:confirm", args=[bad]))
            assert page.status_code == 404
            assert "Ce lien ne fonctionne plus" in words(page)
        row.refresh_from_db()
        assert row.confirmed_at is None


class TestWithAnAccount:
    def test_one_button_to_follow_and_one_to_stop(self, client, user, project, outbox):
        client.force_login(user)
        url = follow_url("fiche", project.pk)
        page = client.get(url)
        assert 'type="email"' not in page.content.decode()
        assert not Recipient.objects.exists(), "a GET writes nothing"
        page = client.post(url, follow=True)
        assert "Vous suivez « Éclairer les passages »" in words(page)
        row = Subscription.objects.get(kind="fiche", recipient__user=user)
        assert row.confirmed_at is not None
        assert not outbox.all(), "the account's address is known to be theirs"
        page = client.post(url, {"arreter": "1"}, follow=True)
        assert "C’est arrêté" in words(page)
        assert not Subscription.objects.filter(kind="fiche").exists()

    def test_stopping_twice_is_no_error_and_follows_nothing(self, client, user, project):
        client.force_login(user)
        url = follow_url("fiche", project.pk)
        client.post(url)
        assert client.post(url, {"arreter": "1"}).status_code == 302
        assert client.post(url, {"arreter": "1"}).status_code == 302
        assert not Subscription.objects.filter(kind="fiche").exists()

    def test_a_session_needs_its_csrf_token(self, user, project):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(user)
        assert strict.post(follow_url("fiche", project.pk)).status_code == 403
        assert not Subscription.objects.filter(kind="fiche").exists()

    def test_too_many_follows_is_a_sentence(self, client, user, mine, project, monkeypatch):
        monkeypatch.setattr("participation.notifications.delays.FOLLOWED_AT_MOST", 1)
        client.force_login(user)
        page = client.post(follow_url("fiche", project.pk))
        assert page.status_code == 409
        assert "retirez-en une" in words(page)


class TestTraps:
    def test_a_robot_fills_the_hidden_field(self, client, project):
        page = post(client, follow_url("fiche", project.pk), email=MAIL, website="https://spam.example")
        assert page.status_code == 400
        assert "champ caché" in words(page)
        assert MAIL in page.content.decode(), "what was typed is kept"
        assert not Recipient.objects.exists()

    @pytest.mark.parametrize("email", ["", "nadia", "a@b", "é" * 300 + "@exemple.fr", "a\x00b@exemple.fr"])
    def test_no_address(self, client, project, email):
        page = post(client, follow_url("fiche", project.pk), email=email)
        assert page.status_code == 400
        assert "error-summary" in page.content.decode()
        assert not OutboxMessage.objects.exists()

    def test_a_connection_is_slowed_down(self, client, project, monkeypatch):
        monkeypatch.setattr(doors, "PER_CLIENT", 2)
        url = follow_url("fiche", project.pk)
        for number in range(2):
            assert post(client, url, email=f"n{number}@exemple.fr").status_code == 302
        page = post(client, url, email="n9@exemple.fr")
        assert (page.status_code, "Retry-After" in page.headers) == (429, True)
        assert "Attendez" in words(page)
        assert "n9@exemple.fr" in page.content.decode()

    def test_a_mailbox_is_not_flooded_known_or_not(self, client, project, monkeypatch, stranger):
        monkeypatch.setattr(doors, "PER_ADDRESS", 1)
        url = follow_url("fiche", project.pk)
        for email in (MAIL, "neuve@exemple.fr"):
            assert post(client, url, email=email).status_code == 302
            assert post(client, url, email=email.upper()).status_code == 429
