"""/suivre/arreter/<token>/: GET shows, POST acts, in one click of a mail program too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.base.links.signing import make_token
from participation.notifications import links, services
from participation.notifications.enums import Delivery
from participation.notifications.models import Subscription
from tests.factories.accounts import UserFactory
from tests.factories.cms import ProjectPageFactory
from tests.participation.notifications.pages.conftest import words

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_url(recipient, **payload):
    return reverse(
        "notifications:unsubscribe",
        args=[make_token(links.UNSUBSCRIBE, {"r": recipient.pk, **payload}, max_age=timedelta(days=1))],
    )


@pytest.fixture
def strict():
    """A mail program: no cookie, no CSRF token, no Referer."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def row(stranger, project):
    return services.follow(recipient=stranger, kind="fiche", key=str(project.pk), confirmed=True)


class TestOneFollow:
    def test_a_get_changes_nothing(self, strict, stranger, row):
        page = strict.get(stop_url(stranger, s=row.pk))
        assert "Vous recevez des nouvelles de « Éclairer les passages »" in words(page)
        assert Subscription.objects.filter(pk=row.pk).exists()
        assert strict.head(stop_url(stranger, s=row.pk)).status_code == 200
        assert Subscription.objects.filter(pk=row.pk).exists()
        assert not page.cookies

    @pytest.mark.parametrize("body", [ONE_CLICK, {}])
    def test_a_post_stops_it(self, strict, stranger, row, body):
        page = strict.post(stop_url(stranger, s=row.pk), body)
        assert page.status_code == 200
        assert "C’est arrêté" in words(page)
        assert not Subscription.objects.filter(pk=row.pk).exists()

    def test_the_other_follows_stay(self, strict, stranger, row):
        other = services.follow(recipient=stranger, kind="fiche", key=str(ProjectPageFactory().pk), confirmed=True)
        strict.post(stop_url(stranger, s=row.pk), ONE_CLICK)
        assert Subscription.objects.filter(pk=other.pk, delivery=other.delivery).exists()

    def test_twice(self, strict, stranger, row):
        url = stop_url(stranger, s=row.pk)
        strict.post(url, ONE_CLICK)
        for answer in (strict.post(url, ONE_CLICK), strict.get(url)):
            assert answer.status_code == 200
            assert "déjà arrêté" in words(answer)

    def test_it_is_undone_on_the_spot(self, strict, stranger, row):
        page = strict.post(stop_url(stranger, s=row.pk))
        strict.post(page.context["preferences"], {"reprendre": "1", **page.context["undo"]})
        assert stranger.subscriptions.get(kind="fiche").confirmed_at is not None

    def test_answers_to_oneself_are_stopped_by_mail_only(self, strict, stranger):
        own = stranger.subscriptions.get(kind="moi")
        page = strict.post(stop_url(stranger, s=own.pk), ONE_CLICK)
        assert page.context["undo"] is None
        own.refresh_from_db()
        assert own.delivery == Delivery.NONE


def test_a_digest(strict, stranger, row):
    row.delivery = Delivery.WEEKLY
    row.save()
    daily = services.follow(recipient=stranger, kind="quartier", key="x", delivery=Delivery.DAILY, confirmed=True)
    page = strict.get(stop_url(stranger, d="weekly"))
    assert "une fois par semaine" in words(page)
    strict.post(stop_url(stranger, d="weekly"), ONE_CLICK)
    row.refresh_from_db()
    daily.refresh_from_db()
    assert (row.delivery, daily.delivery) == (Delivery.NONE, Delivery.DAILY)


def test_everything(strict, stranger, row):
    strict.post(stop_url(stranger), ONE_CLICK)
    assert set(stranger.subscriptions.values_list("delivery", flat=True)) == {Delivery.NONE}


class TestLinks:
    def test_too_old(self, strict, stranger, row, monkeypatch):
        url = stop_url(stranger, s=row.pk)
        later = timezone.now() + timedelta(days=2)
        monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
        for answer in (strict.get(url), strict.post(url, ONE_CLICK)):
            assert answer.status_code == 410
            assert "plus valable" in words(answer)
        assert Subscription.objects.filter(pk=row.pk).exists()

    def test_foreign_and_broken(self, strict, stranger, row):
        foreign = make_token(links.PREFERENCES, {"r": stranger.pk, "s": row.pk}, max_age=timedelta(days=1))
        for token in (foreign, foreign[:-1], "x", "x.y.z", "\u00e9", "%00"):
            page = strict.post(reverse("notifications:unsubscribe", args=[token]), ONE_CLICK)
            assert page.status_code == 404, token
            assert "Ce lien" in words(page)
        assert Subscription.objects.filter(pk=row.pk).exists()

    def test_somebody_elses_follow_is_not_stopped(self, strict, stranger, row):
        other = services.recipient_of(email="autre@exemple.fr", confirmed=True)
        page = strict.post(stop_url(other, s=row.pk), ONE_CLICK)
        assert "déjà arrêté" in words(page)
        assert Subscription.objects.filter(pk=row.pk).exists()

    def test_an_account_that_took_over_the_address_is_stopped_too(self, strict, stranger, row):
        url = stop_url(stranger, s=row.pk)
        user = UserFactory(email=stranger.email)
        services.adopt_address(user=user, email=user.email)
        assert Subscription.objects.get(pk=row.pk).recipient.user == user
        assert strict.post(url, ONE_CLICK).status_code == 200
        assert not Subscription.objects.filter(pk=row.pk).exists()

    def test_never_kept_and_never_indexed(self, strict, stranger, row):
        page = strict.get(stop_url(stranger, s=row.pk))
        assert page["Cache-Control"] == "private, no-store"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "same-origin"
