"""`/participer/`: everything one can take part in, with what is open now."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.base.calendar import today
from participation.base.site.selectors import path_is_open
from participation.base.text import dates
from participation.councils.selectors import council_list, upcoming
from participation.surveys.selectors import open_surveys

COUNCILS, SURVEYS, AGENDA, REPORTS, CONVENTIONS = (
    "/conseils/",
    "/enquetes/",
    "/agenda/",
    "/signalements/nouveau/",
    "/conventions/",
)
MEETINGS = 3


@require_safe
def participate(request):
    day = today()
    return render(
        request,
        "portal/participate.html",
        {
            "can_report": path_is_open(REPORTS),
            "can_answer": path_is_open(SURVEYS),
            "can_join": path_is_open(COUNCILS),
            "can_meet": path_is_open(AGENDA),
            "can_read": path_is_open(CONVENTIONS),
            "surveys": [_survey(one) for one in open_surveys(day)] if path_is_open(SURVEYS) else [],
            "councils": _councils() if path_is_open(COUNCILS) else [],
            "meetings": upcoming(day, MEETINGS) if path_is_open(AGENDA) else [],
        },
    )


def _survey(survey):
    until = dates.day(survey.closes_on)
    return {
        "title": survey.title,
        "url": survey.get_absolute_url(),
        "text": _("Ouverte jusqu’au %(day)s.") % {"day": until},
    }


def _councils():
    return [
        {"title": line.name, "url": line.url, "text": ", ".join(line.quartiers)}
        for commune in council_list(timezone.now())
        for line in commune.councils
    ]
