from datetime import date

from django.db import transaction

from participation.territory.models import Quartier, QuartierStatus


@transaction.atomic
def save_status(
    *,
    quartier: Quartier,
    kind: str,
    code: str = "",
    label: str = "",
    from_date: date | None = None,
    until: date | None = None,
    source: str = "",
) -> QuartierStatus:
    """Record a dated status; the one of the same kind, code and start is corrected rather than doubled.

    Raises ValidationError with French reasons (a QPV without a code, an end before its start).
    """
    key = {"quartier": quartier, "kind": kind, "code": code, "from_date": from_date}
    status = QuartierStatus.objects.filter(**key).first() or QuartierStatus(**key)
    status.label, status.until, status.source = label, until, source
    status.full_clean()
    status.save()
    return status


@transaction.atomic
def end_status(*, status: QuartierStatus, until: date, source: str = "") -> QuartierStatus:
    """Close a status on its last day: it stays on the page, as a past one. Raises ValidationError before its start."""
    status.until = until
    if source:
        status.source = source
    status.full_clean()
    status.save()
    return status
