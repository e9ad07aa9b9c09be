"""What the search may hold of a report: what anyone may read of it, nothing more."""

from django.db.models import Prefetch

from participation.base.search.registry import Document
from participation.base.text.dates import local_day
from participation.reports.enums import TextKind
from participation.reports.models import Report, ReportText
from participation.reports.selectors.pages import shown_texts

_KINDS = (TextKind.DESCRIPTION, TextKind.PUBLIC, TextKind.ANSWER)


def findable():
    texts = ReportText.objects.filter(kind__in=_KINDS).order_by("pk")
    return Report.objects.public().with_names().prefetch_related(Prefetch("texts", texts, to_attr="said"))


def document(report) -> Document:
    said = [text.body for text in shown_texts(report, report.said)]
    places = [report.quartier.name if report.quartier_id else report.commune.name, report.public_place]
    return Document(
        title=report.headline,
        text="\n".join([report.category.label, *said]),
        url=report.get_absolute_url(),
        reference=report.reference,
        day=local_day(report.reported_at),
        place=", ".join(filter(None, places)),
    )
