"""What an agent may do to a report, in the order of the page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from participation.reports.enums import Verb


@dataclass(frozen=True)
class Act:
    """A verb as the page offers it. `done`: what is said once it is."""

    verb: Verb
    label: str
    button: str
    done: str


ACTS = (
    Act(
        Verb.PUBLISH,
        gettext_lazy("Publier le texte et les photos"),
        gettext_lazy("Publier"),
        gettext_lazy("Le texte et les photos sont publics."),
    ),
    Act(
        Verb.ACKNOWLEDGE,
        gettext_lazy("Dire qui s’en occupe"),
        gettext_lazy("Enregistrer"),
        gettext_lazy("C’est dit : la personne est prévenue."),
    ),
    Act(
        Verb.PLAN,
        gettext_lazy("Annoncer une date"),
        gettext_lazy("Annoncer cette date"),
        gettext_lazy("La date est annoncée."),
    ),
    Act(
        Verb.START,
        gettext_lazy("L’intervention commence"),
        gettext_lazy("Dire que l’intervention commence"),
        gettext_lazy("L’intervention a commencé."),
    ),
    Act(
        Verb.RESOLVE,
        gettext_lazy("Dire que c’est réparé"),
        gettext_lazy("Dire que c’est réparé"),
        gettext_lazy("C’est noté. La personne est invitée à dire si c’est bien réparé."),
    ),
    Act(
        Verb.REFUSE,
        gettext_lazy("Ne pas y donner suite"),
        gettext_lazy("Refuser ce signalement"),
        gettext_lazy("Le signalement est refusé, et la raison est donnée."),
    ),
    Act(
        Verb.HIDE,
        gettext_lazy("Masquer au public"),
        gettext_lazy("Masquer ce signalement"),
        gettext_lazy("Le public ne voit plus ce signalement."),
    ),
)
