"""Double authentication: offered to all; once on, the password alone opens nothing, anywhere."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from participation.accounts.enums import Role
from participation.base.site.models import PortalSettings
from tests.factories.accounts import PASSWORD, UserFactory, staff_with, with_second_factor
from tests.participation.accounts.conftest import log_in
from tests.participation.accounts.totp import code

pytestmark = pytest.mark.django_db
ACTIVATE = "/comptes/double-authentification/activer/"


def secret_on(page):
    return re.search(r'<code class="secret">([A-Z2-7]+)</code>', page)[1]


def activate(client):
    page = client.get(ACTIVATE).content.decode()
    return client.post(ACTIVATE, {"code": code(secret_on(page))})


def test_the_key_is_a_drawing_and_a_text_without_script(reauthenticated, user):
    PortalSettings.objects.create(portal_name="Nos quartiers", place_line="Martigues : centre")
    page = reauthenticated.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert len(secret_on(page)) == 32
    link = re.search(r'href="(otpauth://[^"]+)"', page)[1]
    assert link.startswith("otpauth://totp/amina%40exemple.fr?secret=")
    assert "issuer=Nos%20quartiers%20Martigues%20centre" in link
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?! type=\"module\" src=)", page)


def test_switching_it_on_gives_ten_codes_and_a_mail(reauthenticated, user, outbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = activate(reauthenticated)
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    page = reauthenticated.get(response.headers["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
    assert outbox.last(user.email).subject == "Double authentification activée"
    text = reauthenticated.get(reverse("mfa_download_recovery_codes"))
    assert text.headers["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    assert text.headers["Cache-Control"] == "private, no-store"
    assert len(re.findall(r"^\d{8}$", text.content.decode(), re.MULTILINE)) == 10


def test_it_takes_the_password_again(signed_in):
    assert signed_in.get(ACTIVATE).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_a_wrong_code_is_said_and_the_key_stays_the_same(reauthenticated):
    key = secret_on(reauthenticated.get(ACTIVATE).content.decode())
    page = reauthenticated.post(ACTIVATE, {"code": "000000"}).content.decode()
    assert "Ce code n’est pas le bon" in page
    assert secret_on(page) == key
    assert not Authenticator.objects.exists()


def test_sessions_opened_with_the_password_alone_end(reauthenticated, user):
    elsewhere = Client()
    log_in(elsewhere, user)
    activate(reauthenticated)
    assert get_user(reauthenticated).is_authenticated
    assert not get_user(elsewhere).is_authenticated


def test_not_before_every_address_is_confirmed(reauthenticated):
    reauthenticated.post(reverse("account_email"), {"email": "lou@exemple.fr", "action_add": ""})
    page = reauthenticated.get(ACTIVATE, follow=True).content.decode()
    assert "Une adresse attend d’être confirmée" in page


def test_the_password_then_the_code(client, user):
    with_second_factor(user)
    response = log_in(client, user)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not get_user(client).is_authenticated
    page = client.post(reverse("mfa_authenticate"), {"code": "12"}).content.decode()
    assert "Ce code n’est pas le bon" in page
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).headers["Location"] == "/compte/"
    assert get_user(client).is_authenticated


def test_a_code_serves_once(client, user):
    with_second_factor(user)
    now = code()
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": now})
    other = Client()
    log_in(other, user)
    assert other.post(reverse("mfa_authenticate"), {"code": now}).status_code == 200


def test_a_recovery_code_serves_once(client, user):
    codes = with_second_factor(user).get(type="recovery_codes").wrap().get_unused_codes()
    log_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    other = Client()
    log_in(other, user)
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_six_wrong_codes_are_too_many(client, user):
    with_second_factor(user)
    log_in(client, user)
    pages = [client.post(reverse("mfa_authenticate"), {"code": "1"}).content.decode() for _try in range(6)]
    assert "Trop d’essais" in pages[-1]
    assert "Trop d’essais" in client.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()


def test_one_may_give_up(client, user):
    with_second_factor(user)
    log_in(client, user)
    response = client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert response.headers["Location"] == reverse("account_login")
    assert client.get(reverse("mfa_authenticate")).headers["Location"] == reverse("account_login")


def test_switching_it_off(reauthenticated, user, outbox):
    with_second_factor(user)
    assert "Arrêter la double authentification ?" in _plain(reauthenticated.get(reverse("mfa_deactivate_totp")))
    reauthenticated.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert outbox.last(user.email).subject == "Double authentification arrêtée"


def test_new_codes_replace_the_old(reauthenticated, user, django_capture_on_commit_callbacks, outbox):
    with_second_factor(user)
    old = set(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())
    assert "10 codes encore valables" in _plain(reauthenticated.get(reverse("mfa_generate_recovery_codes")))
    with django_capture_on_commit_callbacks(execute=True):
        reauthenticated.post(reverse("mfa_generate_recovery_codes"))
    assert not old & set(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())
    assert outbox.last(user.email).subject == "Nouveaux codes de secours"


def test_all_codes_used_says_so(reauthenticated, user):
    with_second_factor(user)
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": "00", "used_mask": 1023})
    assert "Tous vos codes ont servi" in reauthenticated.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_a_code_proves_it_is_you_as_well_as_the_password(signed_in, user):
    with_second_factor(user)
    page = signed_in.get(reverse("account_reauthenticate")).content.decode()
    assert reverse("mfa_reauthenticate") in page
    assert reverse("account_reauthenticate") in signed_in.get(reverse("mfa_reauthenticate")).content.decode()
    assert signed_in.post(reverse("mfa_reauthenticate"), {"code": code()}).status_code == 302
    assert signed_in.get(reverse("mfa_view_recovery_codes")).status_code == 200


@pytest.mark.parametrize(("on", "sentence"), [(False, "Activer"), (True, "Arrêter la double authentification")])
def test_the_page_says_where_one_stands(signed_in, user, on, sentence):
    if on:
        with_second_factor(user)
    assert sentence in signed_in.get(reverse("mfa_index")).content.decode()


# --- The Wagtail admin ------------------------------------------------------------------------------------------------
@pytest.fixture
def administrator():
    user = staff_with(Role.ADMINISTRATOR)
    with_second_factor(user)
    return user


@pytest.mark.parametrize(
    "address", ["login/", "login/?next=/admin/pages/", "password_reset/", "password_reset/confirm/1/abc/", ""]
)
def test_the_admins_own_doors_lead_to_ours(client, address):
    response = client.get(f"{settings.ADMIN_PREFIX}{address}", follow=True)
    assert response.redirect_chain[-1][0].startswith(("/comptes/connexion/", "/comptes/mot-de-passe/oublie/"))
    assert response.status_code == 200


def test_where_one_wanted_to_go_is_kept(client, administrator):
    response = client.get("/admin/pages/", follow=True)
    assert response.redirect_chain[-1][0] == "/comptes/connexion/?next=%2Fadmin%2Fpages%2F"


def test_with_a_second_factor_the_password_alone_does_not_enter_the_admin(client, administrator):
    for address in ("/admin/login/", "/admin/"):
        client.post(address, {"username": administrator.email, "password": PASSWORD})
        assert not get_user(client).is_authenticated
    log_in(client, administrator, next="/admin/")
    assert client.get("/admin/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get("/admin/").status_code == 200


def test_a_resident_at_the_admins_door_is_not_sent_round_in_circles(client, user):
    client.force_login(user)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) == 1


def test_the_admin_lets_nobody_change_a_password_around_us(client):
    client.force_login(staff_with(Role.ADMINISTRATOR))
    page = client.get("/admin/account/").content.decode()
    assert "old_password" not in page
    assert client.get("/admin/password_reset/confirm/1/abc/").headers["Location"] == reverse("account_reset_password")


def _plain(response):
    return re.sub(r"[\u202f\u00a0]", " ", response.content.decode())


def test_a_resident_without_password_can_still_be_asked_for_a_code(client):
    user = UserFactory(password=None)
    with_second_factor(user)
    client.force_login(user)
    response = client.get(reverse("account_reauthenticate"))
    assert response.headers["Location"] == reverse("mfa_reauthenticate")
