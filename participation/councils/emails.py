"""What the letters of a council to one person say (the others are events: see `news`). One template
(`mail/councils/letter`) draws them all.

A sentence may hold `%(name)s` of the letter's values. What people wrote (a motivation) is never sent on by mail; the
reason of a refusal is, to the one person it is for.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

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
