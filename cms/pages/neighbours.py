"""What people do in a quartier: what they reported, where they meet, what they are asked. Of open modules only."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.site.selectors import path_is_open
from participation.councils.selectors import upcoming
from participation.reports.selectors import quartier_reports

REPORTS, AGENDA, COUNCILS = "/signalements/", "/agenda/", "/conseils/"
LINES, MEETINGS = 4, 3


def life_of(line, day) -> dict:
    """Context of `cms/quartier/life.html`; `line`: the quartier's own. Three queries."""
    reports = quartier_reports(line.id, day, LINES) if path_is_open(REPORTS) else None
    return {
        "reports_intro": _counts(reports) if reports else "",
        "reports": [_line(one) for one in reports.lines] if reports else [],
        "reports_url": f"{REPORTS}?quartier={line.slug}" if reports else "",
        "report_url": f"{REPORTS}nouveau/?quartier={line.slug}" if reports else "",
        "meetings": upcoming(day, MEETINGS, line.id) if path_is_open(AGENDA) else [],
        "agenda_url": f"{AGENDA}?quartier={line.slug}" if path_is_open(AGENDA) else "",
        "councils_url": f"{COUNCILS}?quartier={line.slug}" if path_is_open(COUNCILS) else "",
    }


def _counts(reports) -> str:
    """« 19 signalements en 30 jours, 12 réparés, 9 confirmés par les habitants. 2 sont en retard. »"""
    if not reports.reported:
        return _("Aucun signalement en 30 jours.")
    told = ngettext("%(count)s signalement en 30 jours", "%(count)s signalements en 30 jours", reports.reported) % {
        "count": reports.reported
    }
    repaired = ngettext("%(count)s réparé", "%(count)s réparés", reports.repaired) % {"count": reports.repaired}
    confirmed = ngettext(
        "%(count)s confirmé par les habitants", "%(count)s confirmés par les habitants", reports.confirmed
    ) % {"count": reports.confirmed}
    late = (
        ngettext("%(count)s est en retard.", "%(count)s sont en retard.", reports.late) % {"count": reports.late}
        if reports.late
        else ""
    )
    return f"{told}, {repaired}, {confirmed}. {late}".strip()


def _line(one) -> dict:
    return {
        "title": one.title,
        "url": one.url,
        "meta": one.place,
        "strong": one.sentence,
        "state": one.shape,
        "label": one.state_label,
    }
