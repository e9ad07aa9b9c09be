"""allauth's forms in our words (`ACCOUNT_FORMS`, `MFA_FORMS`): labels that stay, hints, no placeholder."""

from allauth.account import forms as account
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from participation.accounts.services import free_unconfirmed_address

EMAIL_LENGTH = 254
# Long enough for any sentence, short enough that hashing it stays cheap (characters).
PASSWORD_LENGTH = 256
CODE_LENGTH = 40
EMAIL_INVALID = _("Écrivez une adresse entière, par exemple prenom@exemple.fr.")
EMAIL_EMPTY = _("Écrivez votre adresse e-mail.")
PASSWORD_EMPTY = _("Écrivez votre mot de passe.")
PASSWORD_NEW_EMPTY = _("Choisissez un mot de passe.")
AGAIN_EMPTY = _("Écrivez le même mot de passe une deuxième fois.")
CODE_EMPTY = _("Écrivez le code.")
PASSWORD_HINT = _("Au moins 10 caractères. Une phrase que vous retenez convient très bien.")


class Worded:
    """Puts our words on the fields that allauth made: `words` by field name (label, hint, what to say when empty)."""

    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text, field.error_messages["required"] = label, hint, empty
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = EMAIL_INVALID
                field.widget.attrs["maxlength"] = str(EMAIL_LENGTH)
                _limit(field, EMAIL_LENGTH)
            elif isinstance(field.widget, forms.PasswordInput):
                _limit(field, PASSWORD_LENGTH)
            elif name == "code":
                field.widget.attrs["inputmode"] = "numeric"
                _limit(field, CODE_LENGTH)


def _limit(field, length):
    field.max_length = length
    field.validators.append(
        MaxLengthValidator(length, _("C’est trop long : %(limit_value)d caractères au plus, et non %(show_value)d."))
    )


class LoginForm(Worded, account.LoginForm):
    words = {
        "login": (_("Adresse e-mail"), "", EMAIL_EMPTY),
        "password": (_("Mot de passe"), "", PASSWORD_EMPTY),
        "remember": (
            _("Rester connecté·e sur cet appareil"),
            _("Pendant 30 jours. Pas sur un ordinateur partagé."),
            "",
        ),
    }


class SignupForm(Worded, account.SignupForm):
    words = {
        "email": (
            _("Adresse e-mail"),
            _("Elle sert à vous connecter et à vous répondre. Elle n’est jamais publiée."),
            EMAIL_EMPTY,
        ),
        "password1": (_("Mot de passe"), PASSWORD_HINT, PASSWORD_NEW_EMPTY),
        "password2": (_("Le même, encore une fois"), "", AGAIN_EMPTY),
    }

    def try_save(self, request):
        """Answer the same, in about the same time, whether the address has an account or not.

        An account that never confirmed the address holds nothing: it gives way to this sign-up, whose owner will
        show that the address is theirs. Not while a confirmation was just sent, whose link must keep working.
        """
        if self.account_already_exists and self._may_start_again(request):
            self.account_already_exists = False
        if self.account_already_exists:
            get_user_model()().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # the same address, a moment ago
            self.account_already_exists = True
            return super().try_save(request)

    def _may_start_again(self, request):
        email = self.cleaned_data["email"]
        if not consume_email_verification_rate_limit(request, email, dry_run=True):
            return False
        return bool(free_unconfirmed_address(email=email))


class AddEmailForm(Worded, account.AddEmailForm):
    words = {
        "email": (
            _("Nouvelle adresse e-mail"),
            _("Nous y envoyons un message pour vérifier qu’elle est à vous."),
            EMAIL_EMPTY,
        )
    }


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Mot de passe actuel"), "", PASSWORD_EMPTY),
        "password1": (_("Nouveau mot de passe"), PASSWORD_HINT, PASSWORD_NEW_EMPTY),
        "password2": (_("Le nouveau, encore une fois"), "", AGAIN_EMPTY),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = {
        "password1": (_("Mot de passe"), PASSWORD_HINT, PASSWORD_NEW_EMPTY),
        "password2": (_("Le même, encore une fois"), "", AGAIN_EMPTY),
    }


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": (_("Adresse e-mail de votre compte"), "", EMAIL_EMPTY)}

    def clean_email(self):
        """An address that waits to replace another opens nothing yet: it may be a slip, and someone else's."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.email == email]
        return email


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    words = {
        "password1": (_("Nouveau mot de passe"), PASSWORD_HINT, PASSWORD_NEW_EMPTY),
        "password2": (_("Le même, encore une fois"), "", AGAIN_EMPTY),
    }


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": (_("Mot de passe"), "", PASSWORD_EMPTY)}


class MfaAuthenticateForm(Worded, mfa.AuthenticateForm):
    words = {
        "code": (_("Code"), _("Les 6 chiffres de votre application, ou l’un de vos codes de secours."), CODE_EMPTY)
    }


class MfaReauthenticateForm(Worded, mfa.ReauthenticateForm):
    words = {
        "code": (_("Code"), _("Les 6 chiffres de votre application, ou l’un de vos codes de secours."), CODE_EMPTY)
    }


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    words = {
        "code": (
            _("Code affiché par l’application"),
            _("Six chiffres, qui changent toutes les 30 secondes."),
            CODE_EMPTY,
        )
    }
