"""Registers what is told: to writers, to who is answered, to who follows a thread."""

from django.utils.translation import gettext_lazy as _

from participation.comments.selectors import MODULE
from participation.notifications.registry import register_event

ANSWERED, OUTCOME = "comments/answered", "comments/outcome"
PUBLISHED, REPLY, NEW = "comments/published", "comments/reply", "comments/new"


def register() -> None:
    register_event(
        ANSWERED,
        label=_("Une réponse officielle, ou sa correction"),
        module=MODULE,
        words={
            "title": "Éclairer les passages",
            "service": "La Ville, service Voirie",
            "answer": "Les lampes restent allumées toute la nuit.",
            "corrected": "",
        },
        action=_("Lire la réponse"),
    )
    register_event(
        OUTCOME,
        label=_("Le bilan d’une discussion"),
        module=MODULE,
        words={"title": "Éclairer les passages", "outcome": "Le passage de l’école sera éclairé en premier."},
        action=_("Lire le bilan"),
    )
    register_event(
        PUBLISHED,
        label=_("Un de vos commentaires est publié"),
        module=MODULE,
        words={
            "title": "Éclairer les passages",
            "due": "Une réponse est attendue au plus tard le 27 mars 2026.",
        },
        action=_("Voir mon commentaire"),
    )
    register_event(
        REPLY,
        label=_("Une réponse d’un·e habitant·e"),
        module=MODULE,
        words={"title": "Éclairer les passages"},
        action=_("Lire la discussion"),
    )
    register_event(
        NEW,
        label=_("Un nouveau commentaire"),
        module=MODULE,
        words={"title": "Éclairer les passages"},
        action=_("Lire le commentaire"),
    )
