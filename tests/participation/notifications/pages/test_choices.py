"""What somebody follows: through the link of a mail or from the account, the same page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.accounts.enums import Role
from participation.base.links.signing import make_token
from participation.notifications import links, services
from participation.notifications.enums import Delivery
from participation.notifications.models import Recipient, Subscription
from participation.notifications.registry import DESK
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.cms import ProjectPageFactory
from tests.participation.notifications.pages.conftest import INSIDE, MAIL, words

pytestmark = pytest.mark.django_db
CIRCLE = {"kind": "zone", "delivery": "now", "label": "x", "latitude": "43", "longitude": "5", "radius_m": "200"}
CHOICES = "/compte/notifications/choix/"


def link_of(recipient, age=timedelta(days=1)):
    return reverse("notifications:preferences", args=[make_token(links.PREFERENCES, {"r": recipient.pk}, max_age=age)])


def followed(recipient, kind, key, **options):
    return services.follow(recipient=recipient, kind=kind, key=str(key), confirmed=True, **options)


def form_of(page, **changed):
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields} | changed


@pytest.fixture(params=["link", "account"])
def door(request, quartier):
    """(client, address of the page, recipient): the two ways in."""
    if request.param == "link":
        recipient = services.recipient_of(email=MAIL, confirmed=True)
        return Client(enforce_csrf_checks=True), link_of(recipient), recipient
    user = UserFactory(email="lea@exemple.fr")
    client = Client()
    client.force_login(user)
    return client, CHOICES, services.recipient_of(user=user)


class TestThePage:
    def test_all_that_is_followed_by_kind(self, door, project, quartier):
        client, url, recipient = door
        followed(recipient, "fiche", project.pk)
        followed(recipient, "quartier", quartier.slug)
        services.follow(recipient=recipient, kind="zone", area=(*INSIDE, 500), label="École", confirmed=True)
        page = client.get(url)
        text = words(page)
        assert page.status_code == 200
        for said in (
            "Éclairer les passages",
            "Canto-Perdrix",
            "École",
            "À 500 mètres",
            "Les fiches projets que je suis",
        ):
            assert said in text
        assert recipient.address in text
        assert page["Cache-Control"] == "private, no-store"

    def test_nothing_yet(self, door):
        client, url, _recipient = door
        assert "Vous ne suivez rien pour l’instant" in words(client.get(url))

    def test_what_is_no_longer_public_can_be_stopped(self, door, project):
        client, url, recipient = door
        row = followed(recipient, "fiche", project.pk)
        project.unpublish()
        page = client.get(url)
        assert "n’est plus en ligne" in words(page)
        assert "Éclairer les passages" not in words(page)
        client.post(url, {"arreter": row.pk})
        assert not Subscription.objects.filter(pk=row.pk).exists()

    def test_a_name_is_never_markup(self, door):
        client, url, recipient = door
        services.follow(recipient=recipient, kind="zone", area=(*INSIDE, 500), label="<b>x</b>{{ 7 }}", confirmed=True)
        content = client.get(url).content.decode()
        assert "<b>x" not in content
        assert "&lt;b&gt;x" in content

    def test_a_get_writes_nothing(self, client, user):
        client.force_login(user)
        assert client.get(CHOICES).status_code == 200
        assert not Recipient.objects.exists()

    def test_someone_new_chooses_before_following_anything(self, client, user):
        client.force_login(user)
        page = client.get(CHOICES)
        client.post(CHOICES, form_of(page, quand_moi="none", daily_hour="19"))
        recipient = Recipient.objects.get(user=user)
        assert recipient.daily_hour == 19
        assert recipient.subscriptions.get(kind="moi").delivery == Delivery.NONE


class TestWhen:
    def test_delivery_by_kind_hour_and_day(self, door, project, quartier):
        client, url, recipient = door
        followed(recipient, "fiche", project.pk)
        followed(recipient, "fiche", ProjectPageFactory().pk)
        followed(recipient, "quartier", quartier.slug)
        page = client.post(url, form_of(client.get(url), quand_fiche="now", daily_hour="18", weekly_day="5"))
        assert "C’est enregistré" in words(page)
        recipient.refresh_from_db()
        assert (recipient.daily_hour, recipient.weekly_day) == (18, 5)
        assert set(recipient.subscriptions.filter(kind="fiche").values_list("delivery", flat=True)) == {"now"}
        assert recipient.subscriptions.get(kind="quartier").delivery == Delivery.WEEKLY
        assert form_of(page)["quand_fiche"] == "now"

    @pytest.mark.parametrize(
        "changed",
        [
            {"quand_moi": "hourly"},
            {"quand_moi": ""},
            {"daily_hour": "24"},
            {"daily_hour": "8h"},
            {"weekly_day": "7"},
            {"weekly_day": "\x00"},
        ],
    )
    def test_another_value_is_refused_and_nothing_changes(self, door, changed):
        client, url, recipient = door
        before = list(recipient.subscriptions.values_list("kind", "delivery"))
        page = client.post(url, form_of(client.get(url), **changed))
        assert page.status_code == 400
        assert "error-summary" in page.content.decode()
        recipient.refresh_from_db()
        assert (recipient.daily_hour, recipient.weekly_day) == (8, 3)
        assert list(recipient.subscriptions.values_list("kind", "delivery")) == before

    def test_the_summary_of_a_desk_comes_daily_or_never(self, client):
        agent = staff_with(Role.GUSP_COORDINATOR)
        recipient = services.recipient_of(user=agent)
        Subscription.objects.get_or_create(
            recipient=recipient,
            kind=DESK,
            key=str(recipient.pk),
            defaults={"delivery": Delivery.DAILY, "confirmed_at": timezone.now()},
        )
        client.force_login(agent)
        page = client.get(CHOICES)
        assert [value for value, _label in page.context["form"].fields["quand_bureau"].choices] == ["daily", "none"]
        assert client.post(CHOICES, form_of(page, quand_bureau="weekly")).status_code == 400


class TestTelephone:
    def test_nothing_asks_for_it_while_no_sms_leaves(self, door):
        client, url, _recipient = door
        assert 'type="tel"' not in client.get(url).content.decode()

    def test_given_and_taken_back(self, door, settings):
        settings.SMS_BACKEND = "participation.notifications.sms.ConsoleBackend"
        client, url, recipient = door
        client.post(url, form_of(client.get(url), phone="06 12 34 56 78"))
        recipient.refresh_from_db()
        assert recipient.phone == "+33612345678"
        client.post(url, form_of(client.get(url), phone=" "))
        recipient.refresh_from_db()
        assert recipient.phone == ""

    @pytest.mark.parametrize("phone", ["12", "06 12", "x" * 100, "\u0660612345678", "\x00", "+33 6 12"])
    def test_another_text_is_refused_with_a_sentence(self, door, settings, phone):
        settings.SMS_BACKEND = "participation.notifications.sms.ConsoleBackend"
        client, url, recipient = door
        page = client.post(url, form_of(client.get(url), phone=phone))
        assert page.status_code == 400
        assert "numéro entier" in words(page)
        recipient.refresh_from_db()
        assert recipient.phone == ""


class TestStopping:
    def test_one_and_back(self, door, project):
        client, url, recipient = door
        row = followed(recipient, "fiche", project.pk, delivery=Delivery.NOW)
        page = client.post(url, {"arreter": row.pk})
        assert "C’est arrêté" in words(page)
        assert not recipient.subscriptions.filter(kind="fiche").exists()
        page = client.post(url, {"reprendre": "1", **page.context["undo"]})
        assert "C’est repris" in words(page)
        assert recipient.subscriptions.get(kind="fiche").delivery == Delivery.NOW

    def test_an_area_comes_back_as_it_was(self, door):
        client, url, recipient = door
        row = services.follow(recipient=recipient, kind="zone", area=(*INSIDE, 500), label="École", confirmed=True)
        page = client.post(url, {"arreter": row.pk})
        client.post(url, {"reprendre": "1", **page.context["undo"]})
        again = recipient.subscriptions.get(kind="zone")
        assert (again.latitude, again.longitude, again.radius_m, again.label) == (*INSIDE, 500, "École")

    def test_twice_is_no_error(self, door, project):
        client, url, recipient = door
        row = followed(recipient, "fiche", project.pk)
        client.post(url, {"arreter": row.pk})
        assert "déjà arrêté" in words(client.post(url, {"arreter": row.pk}))

    def test_not_what_somebody_else_follows(self, door, project):
        client, url, _recipient = door
        other = followed(services.recipient_of(email="autre@exemple.fr", confirmed=True), "fiche", project.pk)
        for number in (other.pk, "999999999999999999", "9" * 40, "x", "-1", "\x00", "\u0661"):
            assert "déjà arrêté" in words(client.post(url, {"arreter": number}))
        assert Subscription.objects.filter(pk=other.pk).exists()

    def test_answers_to_oneself_are_not_a_thing_one_stops_here(self, door):
        client, url, recipient = door
        client.post(url, {"arreter": recipient.subscriptions.get(kind="moi").pk})
        assert recipient.subscriptions.filter(kind="moi").exists()

    def test_everything(self, door, project, quartier):
        client, url, recipient = door
        followed(recipient, "fiche", project.pk)
        followed(recipient, "quartier", quartier.slug)
        page = client.post(url, {"tout_arreter": "1"})
        assert "plus aucun courriel" in words(page)
        assert set(recipient.subscriptions.values_list("delivery", flat=True)) == {Delivery.NONE}
        assert "Oui, tout arrêter" not in words(page)

    @pytest.mark.parametrize(
        "forged",
        [
            {},
            {"kind": "nuage", "key": "1", "delivery": "now"},
            {"kind": "fiche", "key": "999999", "delivery": "now"},
            {"kind": "fiche", "key": "\x00", "delivery": "now"},
            {"kind": "quartier", "key": "canto-perdrix", "delivery": "hourly"},
            {"kind": "moi", "key": "1", "delivery": "now"},
            {"kind": "bureau", "key": "1", "delivery": "daily"},
            CIRCLE | {"latitude": "nan"},
            CIRCLE | {"latitude": ""},
            CIRCLE | {"radius_m": "9"},
            CIRCLE | {"label": ""},
            CIRCLE | {"label": "\u202e"},
            CIRCLE | {"label": "x" * 81},
        ],
    )
    def test_a_forged_undo_follows_nothing(self, door, forged):
        client, url, recipient = door
        before = recipient.subscriptions.count()
        page = client.post(url, {"reprendre": "1", **forged})
        assert page.status_code == 200
        assert "plus là" in words(page)
        assert recipient.subscriptions.count() == before


class TestDoors:
    def test_the_account_page_wants_an_account_and_its_token(self, client, user):
        assert client.get(CHOICES)["Location"].startswith("/comptes/connexion/")
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(user)
        assert strict.post(CHOICES, {"tout_arreter": "1"}).status_code == 403

    def test_another_link_opens_nothing(self, client, stranger, project):
        row = followed(stranger, "fiche", project.pk)
        foreign = make_token(links.UNSUBSCRIBE, {"r": stranger.pk, "s": row.pk}, max_age=timedelta(days=1))
        page = client.post(reverse("notifications:preferences", args=[foreign]), {"tout_arreter": "1"})
        assert page.status_code == 404
        assert Subscription.objects.filter(pk=row.pk).exists()

    def test_a_person_who_is_gone(self, client, stranger):
        url = link_of(stranger)
        stranger.delete()
        page = client.get(url)
        assert page.status_code == 410
        assert "n’est plus là" in words(page)


@pytest.mark.parametrize("things", [1, 30])
def test_queries_do_not_grow(client, user, mine, things, django_assert_num_queries):
    for _number in range(things):
        followed(mine, "fiche", ProjectPageFactory().pk)
    client.force_login(user)
    client.get(CHOICES)
    with django_assert_num_queries(7):
        client.get(CHOICES)
