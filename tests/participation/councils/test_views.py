"""The public pages: what they say, what they keep to themselves, what they cost."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.base.site.models import PortalSettings
from participation.councils.enums import DecisionState, Joining, MeetingState, MemberRole, RequestState
from participation.councils.models import JoinRequest, Membership
from tests.factories.accounts import UserFactory
from tests.factories.cms import home_page
from tests.factories.councils import (
    CollegeFactory,
    CouncilFactory,
    DecisionFactory,
    JoinRequestFactory,
    MeetingFactory,
    MembershipFactory,
    OpinionFactory,
    ReplyFactory,
    organiser_of,
)
from tests.factories.territory import PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db
SPACES = dict.fromkeys(map(ord, "\xa0\u202f"), " ")


@pytest.fixture(autouse=True)
def _home():
    home_page()


def read(response):
    return " ".join(unescape(response.content.decode()).translate(SPACES).split())


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return read(response)


@pytest.fixture
def council():
    quartier = QuartierFactory(name="Canto-Perdrix")
    return CouncilFactory(
        name="Conseil citoyen de Canto-Perdrix",
        commune=quartier.commune,
        quartiers=[quartier],
        fact="Un avis, une réponse",
    )


# --- Lists ------------------------------------------------------------------------------------------------------------
def test_an_empty_portal_says_so(client):
    assert "Pas encore de conseil ici" in page(client, "/conseils/")
    assert "Pas de date pour le moment" in page(client, "/agenda/")
    assert "Rien de passé ici" in page(client, "/agenda/?vue=passe")


def test_the_list_shows_the_next_meeting_and_not_a_cancelled_one(client, council):
    now = timezone.now()
    MeetingFactory(council=council, title="Celle d’avant", starts_at=now - timedelta(days=2))
    MeetingFactory(council=council, title="L’annulée", starts_at=now + timedelta(days=1), state=MeetingState.CANCELLED)
    MeetingFactory(council=council, title="La prochaine", starts_at=now + timedelta(days=3))
    MeetingFactory(council=council, title="La suivante", starts_at=now + timedelta(days=9))
    text = page(client, "/conseils/")
    assert "La prochaine" in text
    assert not any(title in text for title in ("Celle d’avant", "L’annulée", "La suivante"))


def test_the_list_of_a_quartier(client, council):
    other = CouncilFactory()
    slug = council.quartiers.get().slug
    text = page(client, f"/conseils/?quartier={slug}")
    assert council.name in text and other.name not in text
    page(client, "/conseils/?quartier=rien", 404)


def test_a_closed_council_leaves_the_list_and_keeps_its_page(client, council):
    council.closed_on = timezone.localdate()
    council.save()
    assert council.name not in page(client, "/conseils/")
    assert "Ce conseil est terminé" in page(client, council.get_absolute_url())


# --- A council --------------------------------------------------------------------------------------------------------
def test_a_council_names_nobody(client, council):
    college = CollegeFactory(council=council, seats=14)
    for consent in (True, False):
        user = UserFactory(display_name=f"Prénom secret {consent}")
        MembershipFactory(council=council, college=college, user=user, public_name_consent=consent)
    organiser = organiser_of(council, user=UserFactory(display_name="Prénom secret"), college=college)
    MembershipFactory(council=council, college=college, user=None)
    MembershipFactory(council=council, college=college, ended_on=timezone.localdate())
    MembershipFactory(council=council, college=college, role=MemberRole.SUBSTITUTE)
    text = page(client, council.get_absolute_url())
    assert "Habitants : 4 sièges sur 14" in text
    assert "Une personne l’organise." in text
    assert "secret" not in text and organiser.email not in text


def test_a_council_tells_what_became_of_things(client, council):
    city = PartnerFactory(name="Ville", short_name="la Ville (démonstration)")
    landlord = PartnerFactory(name="Phare Habitat")
    DecisionFactory(council=council, text="Poser deux bancs", state=DecisionState.TAKEN, partner=city)
    DecisionFactory(
        council=council,
        text="Ouvrir le local",
        state=DecisionState.REFUSED,
        partner=landlord,
        outcome="Le local sert aux vélos.",
    )
    late = OpinionFactory(
        council=council,
        number=2,
        title="un arrêt abrité",
        addressed_to=city,
        votes_for=11,
        votes_against=2,
        abstentions=1,
    )
    ReplyFactory(opinion=OpinionFactory(council=council, number=3, addressed_to=city))
    text = page(client, council.get_absolute_url())
    assert "La Ville (démonstration) s’en occupe depuis le 2 février" in text
    assert "Refusée par Phare Habitat (fictif) le 2 mars" in text and "Le local sert aux vélos." in text
    assert f"Avis n° 2, {late.title}" in text and "11 voix pour, 2 contre, 1 abstention" in text
    assert "devait répondre au plus tard le 16 mars" in text and "de retard." in text
    assert "a dit oui le 2 février" in text
    assert text.index("Avis n° 2") < text.index("Avis n° 3"), "late first"


def test_a_council_without_anything(client):
    council = CouncilFactory(quartiers=[], joining=Joining.APPOINTED)
    text = page(client, council.get_absolute_url())
    assert "Pas de réunion prévue pour le moment" in text
    assert "Personne n’y siège encore." in text
    assert "Pas encore de décision" in text
    assert "désignés par les partenaires" in text


NOT_THERE = [
    "/conseils/rien/",
    "/conseils/rien/rejoindre/",
    "/conseils/rien/decisions/",
    "/conseils/rien/reunions/",
    "/conseils/rien/reunions/1/",
    "/agenda/999/",
    "/agenda/999/reunion.ics",
    "/agenda/?vue=demain",
    "/agenda/?apres=0",
    "/agenda/?apres=%00",
    "/conseils/?quartier=%00",
]


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_not_found(client, address):
    page(client, address, 404)


def test_all_decisions_and_past_meetings_page_by_page(client, council):
    for number in range(45):
        DecisionFactory(council=council, text=f"Décision {number:03d}")
        MeetingFactory(
            council=council, title=f"Passée {number:03d}", starts_at=timezone.now() - timedelta(days=number + 1)
        )
    for address, word in (("decisions", "Décision"), ("reunions", "Passée")):
        first = page(client, f"{council.get_absolute_url()}{address}/")
        further = first.split("?avant=")[1].split('"')[0]
        second = page(client, f"{council.get_absolute_url()}{address}/?avant={further}")
        found = [
            number
            for number in range(45)
            if (f"{word} {number:03d}" in first) + (f"{word} {number:03d}" in second) == 1
        ]
        assert len(found) == 45
        page(client, f"{council.get_absolute_url()}{address}/?avant=999999", 404)


# --- Agenda -----------------------------------------------------------------------------------------------------------
def test_the_agenda_by_month_and_page(client, council):
    for number in range(45):
        MeetingFactory(
            council=council, title=f"Rencontre {number:03d}", starts_at=timezone.now() + timedelta(days=number + 1)
        )
    first = page(client, "/agenda/")
    further = first.split("?apres=")[1].split('"')[0]
    second = page(client, f"/agenda/?apres={further}")
    assert "Rencontre 000" in first and "Rencontre 044" in second
    assert all((f"Rencontre {number:03d}" in first) != (f"Rencontre {number:03d}" in second) for number in range(45))


def test_the_agenda_of_a_quartier_holds_its_events_and_its_councils_meetings(client, council):
    quartier = council.quartiers.get()
    MeetingFactory(council=council, title="Celle du conseil")
    event = MeetingFactory(council=None, commune=quartier.commune, title="Pied d’immeuble")
    event.quartiers.set([quartier])
    MeetingFactory(title="Ailleurs")
    text = page(client, f"/agenda/?quartier={quartier.slug}")
    assert "Celle du conseil" in text and "Pied d’immeuble" in text and "Ailleurs" not in text


def test_a_meeting_under_way_is_still_to_come(client, council):
    now = timezone.now()
    MeetingFactory(
        council=council, title="En cours", starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(minutes=30)
    )
    assert "En cours" in page(client, "/agenda/")
    assert "En cours" not in page(client, "/agenda/?vue=passe")


def test_a_cancelled_meeting_stays_and_says_why(client, council):
    meeting = MeetingFactory(
        council=council, title="Réunion", state=MeetingState.CANCELLED, cancel_reason="Salle fermée."
    )
    assert "Annulé : Réunion" in page(client, "/agenda/")
    text = page(client, meeting.get_absolute_url())
    assert "Ce rendez-vous est annulé." in text and "Salle fermée." in text


def test_a_meeting_stands_under_its_own_council_only(client, council):
    meeting, event = MeetingFactory(council=council), MeetingFactory(council=None)
    other = CouncilFactory()
    page(client, reverse("councils:meeting", args=[other.slug, meeting.pk]), 404)
    page(client, reverse("councils:event", args=[meeting.pk]), 404)
    page(client, event.get_absolute_url())


@pytest.mark.parametrize(("module", "closed"), [("agenda", ["/agenda/", "/agenda.ics"]), ("conseils", ["/conseils/"])])
def test_a_module_can_be_closed(client, module, closed):
    PortalSettings.objects.create(disabled_modules=[module])
    for address in closed:
        page(client, address, 404)


# --- Joining ----------------------------------------------------------------------------------------------------------
def join_url(council):
    return reverse("councils:join", args=[council.slug])


ASKED = {"motivation": "J’habite ici.", "confirmed": "on"}


def test_anonymous_people_learn_what_gives_the_right(client, council):
    text = page(client, join_url(council))
    assert "il faut un compte" in text and f"/comptes/connexion/?next={join_url(council)}" in text
    assert "csrfmiddlewaretoken" not in text
    assert client.post(join_url(council), ASKED).status_code == 302
    assert not JoinRequest.objects.exists()


def test_asking_waiting_withdrawing(client, council):
    user = UserFactory()
    client.force_login(user)
    assert "au plus tard le" in page(client, join_url(council))
    assert client.post(join_url(council), ASKED).status_code == 302
    assert "Votre demande du" in page(client, join_url(council))
    client.post(join_url(council), ASKED)
    assert JoinRequest.objects.count() == 1
    client.post(join_url(council), {"action": "withdraw"})
    assert JoinRequest.objects.get().state == RequestState.WITHDRAWN
    assert "Envoyer ma demande" in page(client, join_url(council))
    assert client.post(join_url(council), {"action": "withdraw"}).status_code == 302


def test_a_member_may_leave(client, council):
    member = MembershipFactory(council=council)
    client.force_login(member.user)
    assert "Vous siégez ici depuis" in page(client, join_url(council))
    client.post(join_url(council), {"action": "leave"})
    assert not Membership.objects.in_force(timezone.localdate()).exists()


def test_the_reason_of_a_refusal_is_read_by_the_one_it_is_for(client, council):
    request = JoinRequestFactory(council=council, state=RequestState.DECLINED, reason="Tout est pris.")
    client.force_login(UserFactory())
    assert "Tout est pris." not in page(client, join_url(council))
    client.force_login(request.user)
    assert "Tout est pris." in page(client, join_url(council))


def test_the_page_of_ones_own_place_is_kept_by_nobody(client, council):
    for address in (join_url(council),):
        assert "no-store" in client.get(address)["Cache-Control"]


# --- Cost and cache ---------------------------------------------------------------------------------------------------
def crowd(number):
    for _each in range(number):
        council = CouncilFactory()
        for meeting in range(3):
            MeetingFactory(council=council, starts_at=timezone.now() + timedelta(days=meeting + 1))
            MeetingFactory(council=council, starts_at=timezone.now() - timedelta(days=meeting + 1))


def fill(council, number):
    for index in range(number):
        MeetingFactory(council=council, starts_at=timezone.now() + timedelta(days=index + 1))
        MeetingFactory(council=council, starts_at=timezone.now() - timedelta(days=index + 1))
        DecisionFactory(council=council, partner=PartnerFactory(), state=DecisionState.TAKEN)
        ReplyFactory(opinion=OpinionFactory(council=council))
        MembershipFactory(council=council)
        council.quartiers.add(QuartierFactory(commune=council.commune))
    CollegeFactory(council=council)


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(
    ("address", "cost"),
    [("/conseils/", 4), ("/agenda/", 2), ("/agenda/?vue=passe", 2), ("/agenda.ics", 2)],
)
def test_lists_cost_the_same_for_one_and_for_thirty(client, django_assert_num_queries, number, address, cost):
    crowd(number)
    cache.clear()
    with django_assert_num_queries(cost):
        page(client, address)


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("end", "cost"), [("", 10), ("decisions/", 3), ("reunions/", 3), ("rejoindre/", 2)])
def test_a_council_costs_the_same_with_one_and_thirty_of_each(client, django_assert_num_queries, number, end, cost):
    council = CouncilFactory()
    fill(council, number)
    cache.clear()
    with django_assert_num_queries(cost):
        page(client, council.get_absolute_url() + end)


@pytest.mark.parametrize("address", ["/conseils/", "/agenda/", "/agenda.ics"])
def test_public_pages_are_the_same_for_everyone_and_follow_a_write(settings, address):
    settings.PAGE_CACHE_SECONDS = 60
    MeetingFactory()
    assert Client().get(address)["X-Page-Cache"] == "miss"
    assert Client().get(address)["X-Page-Cache"] == "hit"
