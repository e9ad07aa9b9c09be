"""allauth's views under French, permanent addresses, each with the URL name by which allauth finds it.

`allauth.urls` is not mounted: its addresses are English, and it brings what this portal does not offer.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

from participation.accounts.views import entrance, own
from participation.accounts.views.wrapping import private, whole

_ADMIN = settings.ADMIN_PREFIX.lstrip("/")


def page(route, view, name):
    return path(route, private(view), name=name)


def changing(route, view, name):
    """A page of allauth whose POST changes something and mails about it."""
    return path(route, private(whole(view)), name=name)


urlpatterns = [
    page("compte/", own.account, "account"),
    page("compte/nom/", own.display_name, "account_display_name"),
    page("compte/quartier/", own.preferred_quartier, "account_preferred_quartier"),
    page("compte/donnees/", own.export, "account_export"),
    page("compte/deconnecter-partout/", own.log_out_everywhere, "account_log_out_everywhere"),
    page("compte/effacer/", own.erase, "account_erase"),
    path("comptes/", RedirectView.as_view(pattern_name="account")),
    changing("comptes/inscription/", entrance.SignupView.as_view(), "account_signup"),
    page("comptes/connexion/", account.login, "account_login"),
    page("comptes/connexion/code/", account.confirm_login_code, "account_confirm_login_code"),
    page("comptes/deconnexion/", account.logout, "account_logout"),
    page("comptes/ferme/", account.account_inactive, "account_inactive"),
    page("comptes/confirmation/", account.email_verification_sent, "account_email_verification_sent"),
    changing("comptes/confirmation/<str:key>/", account.confirm_email, "account_confirm_email"),
    changing("comptes/adresse/", account.email, "account_email"),
    changing("comptes/mot-de-passe/", account.password_change, "account_change_password"),
    changing("comptes/mot-de-passe/choisir/", account.password_set, "account_set_password"),
    changing("comptes/mot-de-passe/oublie/", account.password_reset, "account_reset_password"),
    page("comptes/mot-de-passe/oublie/envoye/", account.password_reset_done, "account_reset_password_done"),
    page(
        "comptes/mot-de-passe/oublie/change/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    re_path(
        r"^comptes/mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        private(whole(entrance.PasswordResetFromKeyView.as_view())),
        name="account_reset_password_from_key",
    ),
    page("comptes/verification/", account.reauthenticate, "account_reauthenticate"),
    page("comptes/verification/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("comptes/verification/connexion/", mfa.authenticate, "mfa_authenticate"),
    page("comptes/double-authentification/", mfa.index, "mfa_index"),
    page("comptes/double-authentification/demandee/", entrance.second_factor_required, "second_factor_required"),
    page("comptes/double-authentification/activer/", entrance.ActivateTOTPView.as_view(), "mfa_activate_totp"),
    changing("comptes/double-authentification/desactiver/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("comptes/double-authentification/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    page(
        "comptes/double-authentification/codes/nouveaux/",
        recovery.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    page(
        "comptes/double-authentification/codes/telecharger/",
        entrance.DownloadRecoveryCodesView.as_view(),
        "mfa_download_recovery_codes",
    ),
    path(f"{_ADMIN}login/", entrance.admin_login),
    re_path(rf"^{_ADMIN}password_reset/", RedirectView.as_view(url="/comptes/mot-de-passe/oublie/")),
]
