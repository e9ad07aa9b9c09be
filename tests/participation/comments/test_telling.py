"""Who hears of a comment, and in which function somebody speaks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from participation.accounts.enums import Role
from participation.comments import badges
from participation.comments.enums import BadgeKind, State
from participation.comments.services import confirm_comment, publish_comment, write_comment
from participation.notifications.enums import Delivery
from participation.notifications.models import Event
from participation.notifications.services import follow, recipient_of
from participation.territory.enums import PartnerKind
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.comments import PublicCommentFactory, known_writer
from tests.factories.territory import CommuneFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def follows(fiche, email):
    recipient = recipient_of(email=email, confirmed=True)
    follow(recipient=recipient, kind="fil", key=f"fiche:{fiche.pk}", delivery=Delivery.NOW, confirmed=True)


def subjects(outbox, to):
    return [mail.subject.replace("\xa0", " ") for mail in outbox.all(to)]


class TestTelling:
    def test_followers_hear_of_comments_and_replies(self, fiche, outbox):
        follows(fiche, "suit@exemple.fr")
        first = write_comment(target=fiche, text="Et la nuit ?", user=known_writer(email="nadia@exemple.fr"))
        write_comment(target=fiche, text="Moi aussi.", user=known_writer(), parent=first)
        assert subjects(outbox, "suit@exemple.fr") == [
            "Un nouveau commentaire : Éclairer les passages",
            "Une réponse dans la discussion : Éclairer les passages",
        ]
        assert subjects(outbox, "nadia@exemple.fr") == ["On répond à votre commentaire : Éclairer les passages"]

    def test_no_mail_repeats_what_somebody_wrote_or_names_them(self, fiche, outbox):
        follows(fiche, "suit@exemple.fr")
        write_comment(target=fiche, text="Un texte à part.", user=known_writer(display_name="Nadia"))
        mail = outbox.last("suit@exemple.fr")
        assert "Un texte à part" not in mail.text + mail.html
        assert "Nadia" not in mail.text + mail.html
        assert "texte" not in repr(list(Event.objects.values()))

    def test_nobody_hears_of_what_is_held_until_it_is_published(self, fiche, outbox, commune):
        follows(fiche, "suit@exemple.fr")
        comment = confirm_comment(comment=write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr"))
        assert subjects(outbox, "suit@exemple.fr") == []
        publish_comment(comment=comment, by=staff_with(Role.GUSP_COORDINATOR, commune=commune))
        assert len(subjects(outbox, "suit@exemple.fr")) == 1
        told = outbox.last("luc@exemple.fr")
        assert "est publié" in told.subject
        assert "Une réponse est attendue au plus tard le" in told.text.replace("\xa0", " ")

    def test_one_does_not_hear_of_ones_own_reply(self, fiche, outbox):
        nadia = known_writer(email="nadia@exemple.fr")
        first = write_comment(target=fiche, text="Et la nuit ?", user=nadia)
        write_comment(target=fiche, text="Je précise.", user=nadia, parent=first)
        assert subjects(outbox, "nadia@exemple.fr") == []

    def test_an_address_nobody_confirmed_hears_nothing(self, fiche, outbox):
        first = PublicCommentFactory(target=fiche, user_email="luc@exemple.fr", confirmed_at=None)
        write_comment(target=fiche, text="Moi aussi.", user=known_writer(), parent=first)
        assert subjects(outbox, "luc@exemple.fr") == []

    def test_the_page_leads_to_following(self, fiche, client):
        html = client.get(fiche.get_absolute_url()).content.decode()
        assert f"/suivre/fil/fiche:{fiche.pk}/" in html
        assert client.get(f"/suivre/fil/fiche:{fiche.pk}/").status_code == 200


class TestBadges:
    TODAY = date(2026, 3, 20)

    def granted(self, role, **values):
        user = known_writer()
        RoleGrantFactory(user=user, role=role, **values)
        return user

    def test_an_elected_member_only_once_verified(self, commune):
        waits = self.granted(Role.ELECTED_MEMBER, commune=commune, verified_at=None)
        verified = self.granted(Role.ELECTED_MEMBER, commune=commune, verified_at=timezone.now())
        assert badges.badge_of(waits, commune.pk, self.TODAY) == badges.Badge()
        assert badges.badge_of(verified, commune.pk, self.TODAY) == badges.Badge(BadgeKind.ELECTED, "élu·e")

    @pytest.mark.parametrize(
        ("since", "until", "ended", "shown"),
        [
            (None, None, None, True),
            (TODAY, None, None, True),
            (TODAY + timedelta(days=1), None, None, False),
            (None, TODAY, None, True),
            (None, TODAY - timedelta(days=1), None, False),
            (None, None, TODAY, False),
        ],
    )
    def test_only_while_the_role_is_in_force(self, commune, since, until, ended, shown):
        user = self.granted(Role.FIELD_AGENT, commune=commune, from_date=since, until=until, ended_on=ended)
        assert bool(badges.badge_of(user, commune.pk, self.TODAY).kind) is shown

    @pytest.mark.parametrize(
        ("role", "kind"),
        [
            (Role.RESIDENT, ""),
            (Role.STATE_READER, ""),
            (Role.DATA_PROTECTION_OFFICER, ""),
            (Role.FIELD_AGENT, BadgeKind.CITY),
            (Role.NEIGHBOURHOOD_OFFICER, BadgeKind.CITY),
            (Role.GUSP_COORDINATOR, BadgeKind.CITY),
            (Role.EDITOR, BadgeKind.CITY),
            (Role.ADMINISTRATOR, BadgeKind.CITY),
        ],
    )
    def test_role_by_role_here_and_not_elsewhere(self, commune, role, kind):
        user = self.granted(role, commune=commune)
        assert badges.badge_of(user, commune.pk, self.TODAY).kind == kind
        assert badges.badge_of(user, CommuneFactory().pk, self.TODAY) == badges.Badge()

    def test_a_landlords_agent(self, commune):
        landlord = PartnerFactory(name="Phare Habitat", commune=commune, kind=PartnerKind.LANDLORD)
        other = PartnerFactory(name="Les Jardins", commune=commune, kind=PartnerKind.ASSOCIATION)
        said = [
            badges.badge_of(self.granted(Role.PARTNER_AGENT, partner=one), commune.pk, self.TODAY)
            for one in (landlord, other)
        ]
        assert [one.kind for one in said] == [BadgeKind.PARTNER] * 2
        assert said[0].label.startswith("bailleur, Phare Habitat")
        assert said[1].label.startswith("Les Jardins")

    def test_a_mandate_in_a_council_comes_from_above(self, commune, monkeypatch):
        user = UserFactory()
        monkeypatch.setattr(badges, "_providers", [])
        badges.register(lambda who, where, day: "")
        badges.register(lambda who, where, day: "Conseil citoyen de Boudème" if who == user else "")
        assert badges.badge_of(user, commune.pk, self.TODAY).label == "Conseil citoyen de Boudème"
        assert badges.badge_of(UserFactory(), commune.pk, self.TODAY) == badges.Badge()
        assert badges.badge_of(None, commune.pk, self.TODAY) == badges.Badge()

    def test_it_is_kept_as_it_was_and_shown(self, fiche, commune, client):
        user = self.granted(Role.ELECTED_MEMBER, commune=commune, verified_at=timezone.now())
        comment = write_comment(target=fiche, text="Bonjour.", user=user)
        user.grants.update(ended_on=date(2020, 1, 1))
        comment.refresh_from_db()
        assert (comment.badge, comment.badge_label) == (BadgeKind.ELECTED, "élu·e")
        assert '<span class="badge elected">élu·e</span>' in client.get(fiche.get_absolute_url()).content.decode()

    def test_no_form_chooses_it(self, send, fiche, client):
        client.force_login(known_writer())
        assert send(text="Bonjour.", badge="elected", badge_label="Maire").status_code == 302
        assert "Maire" not in client.get(fiche.get_absolute_url()).content.decode()

    def test_whoever_speaks_in_a_function_is_no_stranger(self, fiche, commune):
        user = UserFactory()
        RoleGrantFactory(user=user, role=Role.FIELD_AGENT, commune=commune)
        assert write_comment(target=fiche, text="Nous passons lundi.", user=user).state == State.PUBLISHED
