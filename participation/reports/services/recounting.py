"""A closure was declared or changed: the days promised for open reports move with it."""

from participation.base.text.dates import local_day
from participation.reports.models import Report
from participation.territory import deadlines

_AT_ONCE = 500


def recount_promises(commune_id: int | None, before, after) -> int:
    """For reports of that commune on which something is still owed. Returns how many moved.

    The promise runs from the day the address was confirmed, else from the day of the report.
    """
    changed = []
    for report in Report.objects.owed(commune_id).select_related("contact").iterator(chunk_size=_AT_ONCE):
        contact = getattr(report, "contact", None)
        start = local_day((contact and contact.confirmed_at) or report.reported_at)
        days = [deadlines.moved(start, due, before, after) for due in (report.acknowledge_by, report.resolve_by)]
        if days != [report.acknowledge_by, report.resolve_by]:
            report.acknowledge_by, report.resolve_by = days
            changed.append(report)
    Report.objects.bulk_update(changed, ["acknowledge_by", "resolve_by"], batch_size=_AT_ONCE)
    return len(changed)
