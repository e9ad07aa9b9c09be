"""The register as the privacy page tells it: per purpose, which data share the same readers, time and end."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.base.privacy.selectors import Held, by_purpose

# French words for tables that other packages name in English, or for developers.
WORDS = {
    "mfa.Authenticator": _("double authentification"),
    "mfa.Authenticator.data": _("clé et codes de secours"),
    "wagtailcore.ModelLogEntry": _("journal de l’administration"),
    "wagtailcore.ModelLogEntry.label": _("nom de ce qui a changé"),
    "wagtailusers.UserProfile": _("préférences de la rédaction"),
}
_LINK = _("lien avec le compte")


@dataclass(frozen=True, slots=True)
class Batch:
    """Data with everything in common. `what` reads « Compte : adresse e-mail, nom affiché ; session : compte »."""

    what: str
    seen_by: str
    active_period: str
    intermediate_period: str
    final_fate: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Reason:
    purpose: str
    batches: tuple[Batch, ...]


def reasons() -> list[Reason]:
    return [Reason(purpose.purpose, tuple(_batches(purpose.held))) for purpose in by_purpose()]


def _batches(held):
    terms: dict[tuple, list[Held]] = {}
    for item in held:
        entry = item.entry
        key = (
            str(entry.seen_by),
            str(entry.active_period),
            str(entry.intermediate_period),
            str(entry.final_fate.label),
            str(entry.legal_basis.label),
        )
        terms.setdefault(key, []).append(item)
    for key, items in terms.items():
        yield Batch(_named(items), *key)


def _named(items) -> str:
    models: dict[str, list[str]] = {}
    for item in items:
        entry = item.entry
        labels = models.setdefault(str(WORDS.get(entry.model_label, item.what)), [])
        label = _LINK if _names_a_person(entry) else WORDS.get(f"{entry.model_label}.{entry.field}", item.label)
        label = str(label)
        if label not in labels:
            labels.append(label)
    return capfirst(" ; ".join(f"{what} : {', '.join(labels)}" for what, labels in models.items()))


def _names_a_person(entry) -> bool:
    field = apps.get_model(entry.model_label)._meta.get_field(entry.field)
    return field.is_relation and field.related_model is get_user_model()


def tile_host() -> str:
    """The one host a visitor's browser speaks to besides this portal."""
    return urlsplit(settings.TILES_URL).hostname or ""
