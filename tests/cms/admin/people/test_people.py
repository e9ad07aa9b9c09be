"""Accounts and roles, by those who may grant them."""

import pytest
from django.urls import reverse

from participation.accounts.enums import Role
from participation.accounts.models import RoleGrant, User
from participation.base.calendar import today
from tests.cms.admin.asking import REFUSED, outcome, said
from tests.factories.accounts import RoleGrantFactory, UserFactory, staff_with
from tests.factories.territory import PartnerFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"wagtailusers_users:{name}", args=args)


class TestInvitation:
    def test_a_colleague_chooses_their_own_password(self, administrator, client, outbox, settings):
        response = administrator.post(url("add"), {"email": "Nouvelle@ville.fr", "display_name": "Service Jeunesse"})
        user = User.objects.get(email="nouvelle@ville.fr")
        assert response["Location"] == url("edit", user.pk)
        assert not user.has_usable_password()
        mail = outbox.last(to=user.email)
        assert mail.subject == "Choisissez votre mot de passe"
        (link,) = [found for found in outbox.links(mail) if "oublie" in found]
        assert link.startswith(settings.BASE_URL)

        path = link.removeprefix(settings.BASE_URL)
        page = client.get(path, follow=True)
        chosen = "un-lampadaire-bien-allume"
        client.post(page.redirect_chain[-1][0], {"password1": chosen, "password2": chosen})
        user.refresh_from_db()
        assert user.check_password(chosen)

    def test_no_password_is_asked_of_the_administrator(self, administrator):
        page = administrator.get(url("add")).content.decode()
        assert 'type="password"' not in page
        assert "first_name" not in page

    def test_an_address_that_has_an_account_is_refused_in_the_form(self, administrator):
        known = UserFactory()
        response = administrator.post(url("add"), {"email": known.email.upper(), "display_name": ""})
        assert response.status_code == 200
        assert "déjà un compte" in response.content.decode()
        assert User.objects.filter(email__iexact=known.email).count() == 1


class TestPasswordLink:
    def test_goes_to_the_owner(self, administrator, outbox):
        user = UserFactory()
        administrator.post(url("password_link", user.pk))
        assert outbox.last(to=user.email).subject == "Choisissez votre mot de passe"

    def test_not_to_a_closed_account(self, administrator, outbox):
        user = UserFactory(is_active=False)
        response = administrator.post(url("password_link", user.pk))
        assert "fermé" in said(response)[0]
        assert outbox.all() == []

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.GUSP_COORDINATOR, Role.DATA_PROTECTION_OFFICER])
    def test_not_at_the_wish_of_others(self, logged_in, outbox, role):
        client = logged_in(staff_with(role))
        assert outcome(client.post(url("password_link", UserFactory().pk))) == REFUSED
        assert outbox.all() == []


class TestRoles:
    def test_granted_over_a_commune(self, administrator, martigues):
        user = UserFactory()
        data = {"role": Role.NEIGHBOURHOOD_OFFICER, "commune": martigues.pk, "until": "2199-12-31"}
        administrator.post(url("grant", user.pk), data)
        grant = RoleGrant.objects.get(user=user)
        assert (grant.role, grant.commune, grant.granted_by) == (
            Role.NEIGHBOURHOOD_OFFICER,
            martigues,
            administrator.user,
        )

    def test_an_editor_enters_the_admin_from_then_on(self, administrator, logged_in):
        user = UserFactory()
        administrator.post(url("grant", user.pk), {"role": Role.EDITOR})
        assert logged_in(User.objects.get(pk=user.pk)).get("/admin/").status_code == 200

    @pytest.mark.parametrize(
        ("role", "with_commune", "with_partner"),
        [(Role.PARTNER_AGENT, False, False), (Role.EDITOR, False, True), (Role.PARTNER_AGENT, True, True)],
    )
    def test_role_and_scope_must_go_together(self, administrator, martigues, role, with_commune, with_partner):
        user = UserFactory()
        data = {"role": role}
        data |= {"commune": martigues.pk} if with_commune else {}
        data |= {"partner": PartnerFactory().pk} if with_partner else {}
        response = administrator.post(url("grant", user.pk), data)
        assert response.status_code == 200
        assert response.context["grant_form"].non_field_errors()
        assert not RoleGrant.objects.filter(user=user).exists()

    def test_a_past_end_is_refused(self, administrator):
        response = administrator.post(url("grant", UserFactory().pk), {"role": Role.EDITOR, "until": "2020-01-01"})
        assert "Cette date est passée." in response.content.decode()

    def test_withdrawn_and_kept_in_the_history(self, administrator):
        grant = RoleGrantFactory(role=Role.EDITOR)
        administrator.post(url("revoke", grant.user_id, grant.pk))
        grant.refresh_from_db()
        assert grant.ended_on == today()
        page = administrator.get(url("edit", grant.user_id)).content.decode()
        assert "retiré" in page
        assert url("revoke", grant.user_id, grant.pk) not in page

    def test_an_elected_member_counts_once_verified(self, administrator):
        grant = RoleGrantFactory(role=Role.ELECTED_MEMBER)
        assert "Vérifier le mandat" in administrator.get(url("edit", grant.user_id)).content.decode()
        administrator.post(url("verify", grant.user_id, grant.pk))
        grant.refresh_from_db()
        assert grant.verified_at is not None
        assert grant.in_force(today())

    def test_a_link_alone_changes_nothing(self, administrator):
        grant = RoleGrantFactory(role=Role.EDITOR)
        for name in ("revoke", "verify"):
            assert administrator.get(url(name, grant.user_id, grant.pk)).status_code == 405

    def test_a_grant_is_found_under_its_own_account_only(self, administrator):
        grant = RoleGrantFactory(role=Role.EDITOR)
        assert administrator.post(url("revoke", UserFactory().pk, grant.pk)).status_code == 404

    def test_the_last_administrator_stays(self, administrator):
        grant = RoleGrant.objects.get(user=administrator.user)
        response = administrator.post(url("revoke", administrator.user.pk, grant.pk))
        assert "seule administration" in said(response)[0]
        assert RoleGrant.objects.get(pk=grant.pk).ended_on is None


class TestAdministratorOfOneCommune:
    @pytest.fixture
    def local(self, martigues, logged_in):
        return logged_in(staff_with(Role.ADMINISTRATOR, commune=martigues))

    def test_grants_at_home(self, local, martigues):
        user = UserFactory()
        local.post(url("grant", user.pk), {"role": Role.EDITOR, "commune": martigues.pk})
        assert RoleGrant.objects.get(user=user).commune == martigues

    def test_not_elsewhere_nor_over_all(self, local, vitrolles):
        user = UserFactory()
        for data in ({"role": Role.EDITOR, "commune": vitrolles.pk}, {"role": Role.ADMINISTRATOR}):
            assert local.post(url("grant", user.pk), data).status_code == 200
        assert not RoleGrant.objects.filter(user=user).exists()

    def test_withdraws_nothing_of_others(self, local):
        grant = RoleGrantFactory(role=Role.ADMINISTRATOR)
        response = local.post(url("revoke", grant.user_id, grant.pk))
        assert "Seule l’administration" in said(response)[0]
        assert RoleGrant.objects.get(pk=grant.pk).ended_on is None

    def test_closes_no_account(self, local):
        user = UserFactory(display_name="Avant")
        local.post(url("edit", user.pk), {"display_name": "Après"})
        user.refresh_from_db()
        assert (user.is_active, user.display_name) == (True, "Avant")


class TestClosing:
    def test_ends_access_and_sessions(self, administrator, logged_in):
        user = staff_with(Role.EDITOR)
        theirs = logged_in(user)
        administrator.post(url("edit", user.pk), {"display_name": ""})
        user.refresh_from_db()
        assert not user.is_active
        assert not user.is_staff
        assert not user.sessions.exists()
        assert theirs.get("/compte/").status_code == 302

    def test_and_opens_again(self, administrator):
        user = UserFactory(is_active=False)
        administrator.post(url("edit", user.pk), {"display_name": "", "is_active": "on"})
        user.refresh_from_db()
        assert user.is_active

    def test_not_ones_own(self, administrator):
        response = administrator.post(url("edit", administrator.user.pk), {"display_name": ""})
        assert "propre compte" in said(response)[0]
        administrator.user.refresh_from_db()
        assert administrator.user.is_active

    def test_a_name_that_may_not_be_shown_is_refused(self, administrator):
        user = UserFactory()
        response = administrator.post(url("edit", user.pk), {"display_name": "moi@ville.fr", "is_active": "on"})
        assert response.status_code == 200
        user.refresh_from_db()
        assert user.display_name == ""

    def test_an_erased_account_is_not_shown(self, administrator):
        from participation.accounts.services import erase_account

        user = UserFactory()
        erase_account(user=user)
        assert administrator.get(url("edit", user.pk)).status_code == 404
        assert url("edit", user.pk) not in administrator.get(url("index")).content.decode()


def test_the_data_protection_officer_reads_and_changes_nothing(logged_in):
    client = logged_in(staff_with(Role.DATA_PROTECTION_OFFICER))
    grant = RoleGrantFactory(role=Role.EDITOR)
    page = client.get(url("edit", grant.user_id)).content.decode()
    assert grant.user.email in page
    assert 'name="role"' not in page
    assert outcome(client.post(url("edit", grant.user_id), {"display_name": "X"})) == REFUSED
    assert outcome(client.post(url("grant", grant.user_id), {"role": Role.ADMINISTRATOR})) == REFUSED
    assert outcome(client.post(url("revoke", grant.user_id, grant.pk))) == REFUSED


def test_the_list_finds_by_role_and_by_address(administrator):
    editor = RoleGrantFactory(role=Role.EDITOR).user
    other = UserFactory()
    page = administrator.get(url("index"), {"role": Role.EDITOR}).content.decode()
    assert editor.email in page
    assert other.email not in page
    page = administrator.get(url("index"), {"q": other.email}).content.decode()
    assert other.email in page
    assert editor.email not in page
