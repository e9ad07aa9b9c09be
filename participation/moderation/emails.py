"""What the letters of moderation say. One template (`mail/moderation/letter`) draws them all.

None repeats what was refused: a letter may be read by others than its author.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

_BY_HAND = _("Vous recevez ce message parce que vous avez écrit sur ce site.")


@dataclass(frozen=True, slots=True)
class Letter:
    """`quoted` names the value of the context that is set apart: the words of the moderator."""

    subject: str
    before: tuple
    quoted: str = ""
    after: tuple = ()
    label: str = ""


LETTERS = {
    "refused": Letter(
        _("Votre message n’est pas publié"),
        (
            _("Un modérateur a lu votre message. Il n’est pas publié, ou ne l’est plus."),
            _("La règle de la charte : il %(ground)s. Il avait été relu pour cette raison : %(rule)s."),
        ),
        "reason",
        (
            _("Vous pouvez contester pendant %(days)s jours. Une autre personne relira votre message."),
            _BY_HAND,
        ),
        _("Contester ce refus"),
    ),
    "edited": Letter(
        _("Votre message est publié, sans les données personnelles"),
        (
            _("Un modérateur a lu votre message. Il avait été relu pour cette raison : %(rule)s."),
            _("Il est publié sans les coordonnées ou les noms qui permettraient de reconnaître quelqu’un."),
            _("Si le sens a changé, répondez à votre commune : elle corrigera."),
        ),
        after=(_BY_HAND,),
    ),
    "upheld": Letter(
        _("Votre contestation a été lue"),
        (
            _("Une autre personne a relu votre message. Le refus est maintenu."),
            _("La règle de la charte : il %(ground)s."),
        ),
        after=(
            _("Vous pouvez encore saisir le Défenseur des droits : defenseurdesdroits.fr."),
            _BY_HAND,
        ),
    ),
    "reversed": Letter(
        _("Votre contestation a été acceptée"),
        (_("Une autre personne a relu votre message. Il respecte la charte : il est publié."),),
        after=(_BY_HAND,),
    ),
    "outside": Letter(
        _("Une contestation vous est confiée"),
        (
            _("Une personne conteste le refus de son message. Une seule personne modère : la décision vous revient."),
            _("La règle citée : le message %(ground)s."),
        ),
        after=(
            _("Ce lien est valable %(days)s jours. Ne le transmettez pas : il permet de décider."),
            _("Vous recevez ce message parce que la commune vous a désigné·e comme contact extérieur : %(name)s."),
        ),
        label=_("Lire et décider"),
    ),
}


def letter_context(name: str, values: dict, href: str = "") -> dict:
    """The context of `mail/moderation/letter`. Raises KeyError for a letter nobody wrote or a value that is missing."""
    letter = LETTERS[name]
    return {
        "heading": str(letter.subject),
        "before": [str(sentence) % values for sentence in letter.before],
        "quoted": values[letter.quoted] if letter.quoted else "",
        "after": [str(sentence) % values for sentence in letter.after],
        "label": str(letter.label),
        "href": href if letter.label else "",
    }
