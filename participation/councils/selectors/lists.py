from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from participation.councils.models import Council
from participation.councils.selectors.lines import CouncilLine, council_lines
from participation.territory.models import Quartier

# More than any portal of a few communes has; the list says when it is cut.
MOST = 300


@dataclass(frozen=True, slots=True)
class CommuneCouncils:
    name: str
    slug: str
    councils: tuple[CouncilLine, ...]


def council_list(instant: datetime, quartier: str = "") -> tuple[CommuneCouncils, ...]:
    """Every open council by commune and name, with its next meeting. Three queries, whatever their number.

    `quartier`: the slug of one, for those that serve it.
    """
    found = Council.objects.open().select_related("commune").with_next_meeting(instant)
    if quartier:
        found = found.filter(quartiers__slug=quartier)
    found = list(_with_names(found)[:MOST])
    lines = council_lines(found)
    pairs = zip(found, lines, strict=True)
    groups = groupby(pairs, key=lambda pair: (pair[0].commune.name, pair[0].commune.slug))
    return tuple(CommuneCouncils(name, slug, tuple(line for _council, line in pairs)) for (name, slug), pairs in groups)


def council_addresses() -> list[str]:
    """Of every open council. One query."""
    return [council.get_absolute_url() for council in Council.objects.open().only("slug").order_by("pk")]


def quartier_councils(quartier, instant: datetime | None = None) -> list[CouncilLine]:
    """The open councils that serve one quartier (or its primary key). Three queries."""
    found = Council.objects.open().of_quartier(quartier).with_next_meeting(instant or timezone.now())
    return council_lines(list(_with_names(found)[:MOST]))


def _with_names(councils):
    """With their quartiers, without outlines and notes."""
    quartiers = Quartier.objects.only("name", "slug").order_by("name")
    return councils.order_by("commune__name", "name").prefetch_related(Prefetch("quartiers", quartiers))
