"""What a digest says of each event, and in which order."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from participation.base.text import dates
from participation.notifications.models import Event
from participation.notifications.wording import absolute, wording

logger = logging.getLogger(__name__)

# Wordings kept in memory, so that a popular event is rendered once and memory stays flat.
KEPT = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One news in a digest."""

    title: str
    text: str
    url: str
    at: datetime
    quartier: str

    @property
    def day(self) -> str:
        """For plain text: the filter of the pages raises the « er » of a first day."""
        return dates.day(self.at)


class Lines:
    """The wording of events, each rendered once as long as it is remembered. `first_error`: of those that failed."""

    def __init__(self):
        self.kept = OrderedDict()
        self.first_error = None

    def fetch(self, items) -> None:
        """One query for all events of a chunk that are not in memory."""
        wanted = {(item.event_id, item.personal) for item in items}
        for known in wanted & self.kept.keys():
            self.kept.move_to_end(known)
        missing = sorted(wanted - self.kept.keys())
        events = Event.objects.select_related("quartier").in_bulk({pk for pk, _personal in missing}) if missing else {}
        while self.kept and len(self.kept) + len(missing) > max(KEPT, len(wanted)):
            self.kept.popitem(last=False)
        for pk, personal in missing:
            self.kept[pk, personal] = self._line(events.get(pk), personal)

    def of(self, items) -> list[Line]:
        """Without events that are gone by now, or whose templates fail: the others are told."""
        lines = (self.kept[item.event_id, item.personal] for item in items)
        return [line for line in lines if line is not None]

    def _line(self, event, personal) -> Line | None:
        if event is None:
            return None
        try:
            said = wording(event, personal=personal)
        except Exception as error:
            logger.exception("event %s cannot be worded", event.pk)
            self.first_error = self.first_error or error
            return None
        url = event.personal_url if personal and event.personal_url else event.url
        quartier = event.quartier.name if event.quartier else ""
        return Line(said.title, said.text, absolute(url), event.at, quartier)


def by_quartier(lines) -> list[tuple[str, list[Line]]]:
    """In the order of their newest line; what belongs to no quartier is everybody's."""
    groups = {}
    for line in lines:
        groups.setdefault(line.quartier or _("Pour tous les quartiers"), []).append(line)
    return list(groups.items())
