"""What waits for one agent, and the list of their desk."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.desk.registry import DeskItem, DeskLink
from participation.reports import rules
from participation.reports.enums import HANDLED, State, Verb
from participation.reports.models import Report, ReportEvent, ReportPhoto, ReportText
from participation.reports.querysets import UNREAD, late_on
from participation.reports.selectors.listing import Filters
from participation.reports.selectors.rows import Line, line
from participation.reports.workflow import due_on, is_late
from participation.territory.enums import PartnerKind

ITEMS = 100
SIZE = 30

# What `etat` may say on the desk.
DESK_FILTERS = {
    "a-traiter": gettext_lazy("À traiter"),
    "en-retard": gettext_lazy("En retard"),
    "a-lire": gettext_lazy("À lire avant publication"),
    "contestes": gettext_lazy("Contestés"),
    "tous": gettext_lazy("Tous"),
}


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A line and what only agents see: the typed place, whether it still has to be read."""

    line: Line
    url: str
    place: str
    to_read: bool
    holder_is_partner: bool


@dataclass(frozen=True, slots=True)
class DeskList:
    rows: tuple[DeskRow, ...]
    before: int | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One report as an agent handles it. `photos`: private files too; a view serves them by `pk`."""

    report: Report
    line: Line
    texts: tuple[ReportText, ...]
    photos: tuple[ReportPhoto, ...]
    events: tuple[ReportEvent, ...]
    verbs: frozenset[Verb]
    can_be_told: bool


def desk_items(user, day) -> list[DeskItem]:
    """For /agents/: what has to be answered, dated, repaired or read. One query."""
    waiting = _scope(user).filter(_to_do(user, day)).with_names().order_by("resolve_by", "pk")[:ITEMS]
    return [_item(user, report, day) for report in waiting]


def desk_links(user) -> list[DeskLink]:
    return [DeskLink(url=reverse("reports:desk"), label=_("Signalements"))]


def desk_list(user, filters: Filters, day, *, before: int | None = None, size: int = SIZE) -> DeskList:
    """Reports this person handles, newest first. `filters.state`: a key of DESK_FILTERS. Two queries."""
    conditions = _conditions(user, day)
    placed = _scope(user)
    if filters.quartier:
        placed = placed.filter(quartier__slug=filters.quartier)
    if filters.category:
        placed = placed.filter(category__key=filters.category)
    counts = placed.order_by().aggregate(
        **{key.replace("-", "_"): Count("pk", filter=condition) for key, condition in conditions.items()}
    )
    reports = placed.filter(conditions.get(filters.state or "a-traiter", Q(pk__in=[]))).with_names().newest_first()
    if before:
        reports = reports.before(before)
    rows = list(reports[: size + 1])
    return DeskList(
        rows=tuple(_row(report, day) for report in rows[:size]),
        before=rows[size - 1].pk if len(rows) > size else None,
        counts={key: counts[key.replace("-", "_")] for key in conditions},
    )


def desk_page(user, reference: str, day) -> DeskPage | None:
    """None for a report this person does not handle. Four queries."""
    report = Report.objects.with_names().select_related("contact", "contact__user").called(reference).first()
    if report is None or not rules.can_handle_report(user, report):
        return None
    contact = getattr(report, "contact", None)
    return DeskPage(
        report=report,
        line=line(report, day),
        texts=tuple(report.texts.select_related("event", "partner").order_by("pk")),
        photos=tuple(report.photos.order_by("pk")),
        events=tuple(report.events.select_related("partner").order_by("pk")),
        verbs=frozenset(verb for verb in Verb if rules.can_do(user, report, verb)),
        can_be_told=bool(contact and contact.address),
    )


def _scope(user):
    communes, partners = rules.desk_scope(user)
    reports = Report.objects.received()
    return reports if communes is None else reports.filter(Q(commune__in=communes) | Q(partner__in=partners))


def _to_read(user) -> Q:
    """What this person may publish and nobody has read yet."""
    communes, _partners = rules.desk_scope(user)
    return UNREAD if communes is None else UNREAD & Q(commune__in=communes)


def _to_do(user, day) -> Q:
    """Of the partner's: all that is theirs. Of the commune's: what nobody has, what its own services have, and what
    a partner lets slip."""
    communes, partners = rules.desk_scope(user)
    working = Q(state__in=[State.RECEIVED, *HANDLED])
    own = Q(partner__isnull=True) | Q(partner__kind=PartnerKind.CITY)
    city = Q(state__in=[State.RECEIVED, State.CONTESTED]) | (working & own) | late_on(day)
    if communes is not None:
        city &= Q(commune__in=communes)
    return city | (working & Q(partner__in=partners)) | _to_read(user)


def _conditions(user, day) -> dict[str, Q]:
    return {
        "a-traiter": _to_do(user, day),
        "en-retard": late_on(day),
        "a-lire": _to_read(user),
        "contestes": Q(state=State.CONTESTED),
        "tous": Q(),
    }


def _row(report, day) -> DeskRow:
    return DeskRow(
        line=line(report, day),
        url=reverse("reports:desk-detail", args=[report.reference]),
        place=report.place or report.public_place,
        to_read=report.awaits_reading,
        holder_is_partner=report.partner_id is not None,
    )


def _item(user, report, day) -> DeskItem:
    place = ", ".join(filter(None, [report.quartier.name if report.quartier_id else report.commune.name, report.place]))
    reads = report.awaits_reading and rules.can_publish_report(user, report)
    return DeskItem(
        title=report.headline,
        url=reverse("reports:desk-detail", args=[report.reference]),
        detail=f"{report.reference}, {place}",
        action=_action(report, reads),
        due=due_on(report),
        late=is_late(report, day),
    )


def _action(report, reads: bool) -> str:
    if report.state == State.RECEIVED:
        return _("Lire, puis dire qui s’en occupe") if reads else _("Dire qui s’en occupe")
    if report.state == State.CONTESTED:
        return _("Répondre aux habitants")
    if report.state in (State.ACKNOWLEDGED, State.REOPENED):
        return _("Annoncer une date, ou dire que c’est fait")
    return _("Dire que c’est fait")
