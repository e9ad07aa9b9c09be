"""Reads around councils: the only way for the floors above to ask about them."""

from participation.councils.selectors.agenda import (
    AgendaPage,
    agenda,
    calendar_meetings,
    meeting_page,
    past_meetings,
    upcoming,
)
from participation.councils.selectors.council import CouncilPage, council_page, decisions_page
from participation.councils.selectors.desk import (
    desk_councils,
    desk_events,
    desk_items,
    desk_links,
    desk_page,
)
from participation.councils.selectors.joining import Standing, mandate_badge, standing, version_of
from participation.councils.selectors.lines import CouncilLine, MeetingLine
from participation.councils.selectors.lists import CommuneCouncils, council_addresses, council_list, quartier_councils

__all__ = [
    "AgendaPage",
    "CommuneCouncils",
    "CouncilLine",
    "CouncilPage",
    "MeetingLine",
    "Standing",
    "agenda",
    "calendar_meetings",
    "council_addresses",
    "council_list",
    "council_page",
    "decisions_page",
    "desk_councils",
    "desk_events",
    "desk_items",
    "desk_links",
    "desk_page",
    "mandate_badge",
    "meeting_page",
    "past_meetings",
    "quartier_councils",
    "standing",
    "upcoming",
    "version_of",
]
