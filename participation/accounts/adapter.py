"""What allauth asks of a project: our mails through the outbox, our addresses, our words."""

from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from participation.accounts.auth import PortalBackend
from participation.accounts.emails import letter_context
from participation.accounts.services import free_unconfirmed_address
from participation.base.limits.clients import client_address
from participation.base.mail.services import queue_mail
from participation.base.site.selectors import module_enabled, portal_settings

MODULE = "comptes"


class PortalAccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "duplicate_email": _("C’est déjà votre adresse."),
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe ne convient pas. Vérifiez les deux, ou choisissez un nouveau mot de passe."
        ),
        "email_taken": _("Cette adresse a déjà un compte."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon, ou il n’est plus valable. Écrivez le code affiché maintenant."),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "invalid_password_reset": _("Ce lien n’est plus valable."),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes, puis recommencez."),
        "rate_limited": _("Trop d’essais. Attendez cinq minutes, puis recommencez."),
    }

    def is_open_for_signup(self, request):
        return module_enabled(MODULE)

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """Only a path of this portal: `next` leads to no other host, not even another name of our own."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix, email, context):
        """`account/email/<name>` of allauth becomes a letter of ours in the outbox, its links made from BASE_URL.

        Two requests for the same mail are two events, hence the random key.
        """
        name = template_prefix.rpartition("/")[2]
        values = {
            "password_reset_url": settings.BASE_URL + reverse("account_reset_password"),
            "at": timezone.now(),
            **{key: value for key, value in context.items() if key in MAIL_CONTEXT},
        }
        with transaction.atomic():
            queue_mail(
                key=f"account-{name}-{uuid4().hex}",
                to=email,
                template="accounts/letter",
                context=letter_context(name, values),
            )

    def is_ajax(self, request):
        """No page of ours asks for JSON; the answers to a browser are the only ones to keep safe."""
        return False

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key):
        uid, _separator, token = key.partition("-")
        return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_account_already_exists_mail(self, email):
        self.send_mail("account/email/account_already_exists", email, {})

    def clean_password(self, password, user=None):
        if not settings.DEMO and password == settings.DEMO_PASSWORD:
            raise ValidationError(_("Ce mot de passe est publié dans la documentation : choisissez-en un autre."))
        return super().clean_password(password, user)

    def pre_login(self, request, user, **kwargs):
        """Also for logins without a password, such as a link."""
        if not PortalBackend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def confirm_email(self, request, email_address):
        """The person just showed that the address is theirs: whoever claimed it before and never did, gives way."""
        with transaction.atomic():
            free_unconfirmed_address(email=email_address.email, keep=email_address.user)
            return super().confirm_email(request, email_address)

    def set_password(self, user, password):
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_password_change_redirect_url(self, request):
        return reverse("account")


# What a letter may say of allauth's context. The request, the device and the network address stay out of mails.
MAIL_CONTEXT = frozenset({"activate_url", "deleted_email", "password_reset_url", "to_email"})


class PortalMfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": PortalAccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _(
            "Une adresse attend d’être confirmée : suivez le lien reçu, ou renoncez-y, puis revenez."
        ),
        "cannot_generate_recovery_codes": _("Activez d’abord la double authentification."),
    }

    def get_totp_label(self, user):
        return user_email(user)

    def get_totp_issuer(self):
        """The name people know the portal by, as their application will show it (a colon would end it there)."""
        portal = portal_settings()
        name = f"{portal.portal_name} {portal.place_line}" if portal.place_line else portal.portal_name
        return " ".join(name.replace(":", " ").split())
