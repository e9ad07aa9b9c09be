"""What the mails of a council say. One template (`mail/councils/letter`) draws them all.

A sentence may hold `%(name)s` of the letter's values. What people wrote (a motivation) is never sent on by mail; the
reason of a refusal is, to the one person it is for.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.base.text import dates
from participation.councils.wording import when

MODULE = "conseils"


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    sentences: tuple
    label: str


LETTERS = {
    "asked": Letter(
        _("Votre demande pour siéger est reçue"),
        (
            _("Vous demandez à rejoindre : %(council)s."),
            _("L’organisation du conseil vous répond au plus tard le %(answer_by)s."),
            _("D’ici là, vous pouvez retirer votre demande."),
        ),
        _("Voir ma demande"),
    ),
    "accepted": Letter(
        _("Vous rejoignez le conseil"),
        (
            _("Votre demande est acceptée : %(council)s."),
            _("Vous y siégez à partir du %(day)s. Vous pouvez arrêter quand vous voulez."),
            _("Votre nom n’est pas publié."),
        ),
        _("Voir le conseil et la prochaine réunion"),
    ),
    "declined": Letter(
        _("Votre demande n’est pas retenue"),
        (
            _("Vous demandiez à rejoindre : %(council)s."),
            _("L’organisation du conseil répond : « %(reason)s »"),
            _("Les réunions ouvertes à tous le restent pour vous."),
        ),
        _("Voir les prochaines réunions"),
    ),
    "withdrawn": Letter(
        _("Votre demande est retirée"),
        (
            _("Vous ne demandez plus à rejoindre : %(council)s."),
            _("Vous pourrez redemander quand vous voudrez."),
        ),
        _("Voir le conseil"),
    ),
    "waiting": Letter(
        _("Une personne demande à rejoindre le conseil"),
        (
            _("%(council)s : une demande attend votre réponse."),
            _("La personne a reçu une date : répondez au plus tard le %(answer_by)s."),
        ),
        _("Lire la demande"),
    ),
    "moved": Letter(
        _("Réunion déplacée : %(title)s"),
        (_("%(council)s : la réunion change."), _("%(when)s, %(place)s.")),
        _("Voir la réunion"),
    ),
    "cancelled": Letter(
        _("Réunion annulée : %(title)s"),
        (_("%(council)s : la réunion du %(day)s n’a pas lieu."), _("%(reason)s")),
        _("Voir la réunion"),
    ),
}


def letter_context(name: str, *, url: str, **values) -> dict:
    """The context of `mail/councils/letter`. `url`: a path of this portal. Raises KeyError for an unknown letter."""
    letter = LETTERS[name]
    sentences = [capfirst((sentence % values).strip()) for sentence in letter.sentences]
    return {
        "heading": letter.subject % values,
        "sentences": [sentence for sentence in sentences if sentence],
        "label": letter.label,
        "href": settings.BASE_URL + url,
    }


def meeting_values(meeting) -> dict:
    """What a letter about a meeting may name. Reads its council."""
    return {
        "title": meeting.title,
        "council": meeting.council.name if meeting.council_id else meeting.title,
        "day": dates.day(meeting.starts_at),
        "when": when(meeting.starts_at),
        "place": meeting.place or str(_("lieu à préciser")),
        "reason": meeting.cancel_reason,
    }
