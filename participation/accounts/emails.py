"""What the mails about an account say. One template (`mail/accounts/letter`) draws them all.

A sentence may hold `%(name)s` of the letter's context. The network address and the device of whoever acted are left
out: a mail is no place to keep them.
"""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

_NOT_YOU = _("Si ce n’est pas vous, ignorez ce message : rien ne change.")
_NOT_YOU_ACT = _("Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe.")


@dataclass(frozen=True, slots=True)
class Letter:
    """`link` names the value of the context that the button opens; without label there is none."""

    subject: str
    before: tuple
    label: str = ""
    link: str = ""
    after: tuple = ()


def _done(subject, sentence) -> Letter:
    """Tells the owner that something about the account changed, and when."""
    return Letter(
        subject,
        (sentence, _("C’était le %(at)s.")),
        _("Choisir un nouveau mot de passe"),
        "password_reset_url",
        (_NOT_YOU_ACT,),
    )


LETTERS = {
    "email_confirmation_signup": Letter(
        _("Confirmez votre adresse"),
        (
            _("Vous venez de vous inscrire avec cette adresse."),
            _("Confirmez qu’elle est à vous, puis connectez-vous."),
        ),
        _("Confirmer mon adresse"),
        "activate_url",
        (_("Ce lien est valable trois jours."), _NOT_YOU),
    ),
    "email_confirmation": Letter(
        _("Confirmez votre adresse"),
        (_("Un compte du portail veut utiliser cette adresse. Confirmez qu’elle est à vous."),),
        _("Confirmer mon adresse"),
        "activate_url",
        (_("Ce lien est valable trois jours."), _NOT_YOU),
    ),
    "account_already_exists": Letter(
        _("Vous avez déjà un compte"),
        (
            _("Quelqu’un, vous sans doute, vient de s’inscrire avec cette adresse. Elle a déjà un compte."),
            _("Connectez-vous. Si vous ne savez plus votre mot de passe, choisissez-en un nouveau."),
        ),
        _("Choisir un nouveau mot de passe"),
        "password_reset_url",
        (_NOT_YOU,),
    ),
    "unknown_account": Letter(
        _("Aucun compte à cette adresse"),
        (
            _("Quelqu’un, vous sans doute, a demandé un nouveau mot de passe pour cette adresse."),
            _("Elle n’a pas de compte ici. Vous en avez peut-être un à une autre adresse."),
        ),
        "",
        "",
        (_NOT_YOU,),
    ),
    "password_reset_key": Letter(
        _("Votre nouveau mot de passe"),
        (_("Vous avez demandé à choisir un nouveau mot de passe."),),
        _("Choisir un nouveau mot de passe"),
        "password_reset_url",
        (_("Ce lien est valable trois jours et ne sert qu’une fois."), _NOT_YOU),
    ),
    "password_changed": _done(_("Votre mot de passe a changé"), _("Le mot de passe de votre compte a été changé.")),
    "password_reset": _done(_("Votre mot de passe a changé"), _("Le mot de passe de votre compte a été changé.")),
    "password_set": _done(_("Votre compte a un mot de passe"), _("Un mot de passe a été donné à votre compte.")),
    "email_changed": _done(
        _("Votre adresse a changé"),
        _("Votre compte utilise désormais l’adresse %(to_email)s. Celle-ci ne sert plus à vous connecter."),
    ),
    "email_deleted": _done(_("Une adresse est retirée"), _("L’adresse %(deleted_email)s est retirée de votre compte.")),
    "totp_activated": _done(
        _("Double authentification activée"),
        _("Votre compte demande désormais un code de votre téléphone à chaque connexion."),
    ),
    "totp_deactivated": _done(
        _("Double authentification arrêtée"),
        _("Votre compte ne demande plus que votre mot de passe à la connexion."),
    ),
    "recovery_codes_generated": _done(
        _("Nouveaux codes de secours"), _("De nouveaux codes de secours remplacent les anciens.")
    ),
    "unused": Letter(
        _("Votre compte va être effacé"),
        (
            _("Vous ne vous êtes pas connecté·e depuis presque trois ans."),
            _("Sans nouvelle de vous, votre compte sera effacé à partir du %(erased_on)s. Une connexion suffit."),
        ),
        _("Garder mon compte"),
        "login_url",
        (_("Si vous n’en avez plus besoin, vous n’avez rien à faire."),),
    ),
}


def letter_context(name: str, values: dict) -> dict:
    """The context of `mail/accounts/letter` for one of the letters above.

    `values`: the link, and what its sentences name; instants and days are written out in French. Raises KeyError for
    a letter nobody wrote.
    """
    letter = LETTERS[name]
    said = {key: _written(value) for key, value in values.items()}
    return {
        "heading": letter.subject,
        "before": [sentence % said for sentence in letter.before],
        "after": [sentence % said for sentence in letter.after],
        "label": letter.label,
        "href": values[letter.link] if letter.link else "",
    }


def _written(value):
    if hasattr(value, "tzinfo"):
        return date_format(localtime(value), r"j F Y à G \h i")
    return date_format(value, "j F Y") if hasattr(value, "year") else value
