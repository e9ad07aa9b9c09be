"""What the mails about a comment say. One template (`mail/comments/letter`) draws them all.

None repeats what an unconfirmed person wrote: the form would let anyone send any text to any address.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

_BY_HAND = _("Vous recevez ce message parce que vous avez écrit ce commentaire.")


@dataclass(frozen=True, slots=True)
class Letter:
    """`quoted` names the value of the context that is set apart (a reason); `other` a second, quieter link."""

    subject: str
    before: tuple
    label: str = ""
    quoted: str = ""
    after: tuple = ()
    other: str = ""


LETTERS = {
    "confirm": Letter(
        _("Confirmez votre commentaire"),
        (
            _("Vous venez d’écrire un commentaire sur « %(title)s »."),
            _("Confirmez que cette adresse est à vous. Un modérateur lira ensuite votre commentaire."),
        ),
        _("Confirmer mon commentaire"),
        "",
        (
            _("Ce lien est valable jusqu’au %(until)s. Votre texte est gardé jusque-là."),
            _("Si ce n’est pas vous, ignorez ce message : rien ne sera publié."),
        ),
        _("Modifier ou supprimer mon commentaire"),
    ),
    "refused": Letter(
        _("Votre commentaire n’est pas publié"),
        (_("Votre commentaire sur « %(title)s » a été lu. Il n’est pas publié. En voici la raison :"),),
        _("Écrire un autre commentaire"),
        "reason",
        (_BY_HAND,),
    ),
    "removed": Letter(
        _("Votre commentaire est retiré"),
        (_("Votre commentaire sur « %(title)s » n’est plus affiché. En voici la raison :"),),
        "",
        "reason",
        (_BY_HAND,),
    ),
}


def letter_context(name: str, values: dict, href: str = "") -> dict:
    """The context of `mail/comments/letter`. Raises KeyError for a letter nobody wrote or a value that is missing."""
    letter = LETTERS[name]
    before = [str(sentence) % values for sentence in letter.before]
    return {
        "heading": letter.subject,
        "before": [sentence for sentence in before if sentence],
        "quoted": values[letter.quoted] if letter.quoted else "",
        "after": [str(sentence) % values for sentence in letter.after],
        "other": letter.other,
        "manage": values["manage"] if letter.other else "",
        "label": letter.label,
        "href": href if letter.label else "",
    }
