"""Helpers for what an app registers as a topic, and the topic that stands above no app: a quartier."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from participation.base.site.selectors import path_is_open
from participation.notifications.enums import Delivery
from participation.notifications.registry import AREA, DESK, ME, Followed, register_topic
from participation.territory.models import Quartier

# SQLite refuses a number that no column holds.
LARGEST_KEY = 2**31 - 1


def numbers(keys: Iterable[str]) -> list[int]:
    """Of these keys those that may be the primary key of a row."""
    written = (key for key in keys if key.isascii() and key.isdigit() and len(key) <= 10)
    return [number for number in map(int, written) if number <= LARGEST_KEY]


def readable(found: Iterable[tuple[str, str, str]]) -> dict[str, Followed]:
    """From key, title and address; without what belongs to a module that is switched off."""
    return {key: Followed(title, url) for key, title, url in found if path_is_open(url)}


def register() -> None:
    register_topic(
        "quartier",
        label=_("Les quartiers que je suis"),
        find=_quartiers,
        delivery=Delivery.WEEKLY,
        about=_("signalements et réparations, réunions et décisions, enquêtes, actualités, étapes tenues"),
    )


def _quartiers(keys):
    found = Quartier.objects.filter(slug__in=list(keys)).only("slug", "name")
    return readable((one.slug, one.name, one.get_absolute_url()) for one in found)


def register_own() -> None:
    """What no app stands for."""
    register_topic(
        ME,
        label=_("Les réponses à ce que j’envoie"),
        find=_without_page,
        delivery=Delivery.NOW,
        about=_("ce que devient ce que vous donnez au portail"),
    )
    register_topic(
        AREA,
        label=_("Les zones que j’ai choisies"),
        find=_without_page,
        about=_("ce qui se passe à cet endroit"),
    )
    register_topic(
        DESK,
        label=_("Le résumé de mon bureau, chaque jour ouvré"),
        find=_without_page,
        about=_("ce qui vous attend, une fois par jour ouvré"),
    )


def _without_page(keys):
    return {}
