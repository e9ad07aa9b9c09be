"""The lists of those who answer. What is held is read elsewhere: in the queue of moderation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.base.calendar import today
from participation.base.desk.registry import DeskItem, DeskLink
from participation.base.site.selectors import module_enabled
from participation.base.text.normaliser import fold, without_accents
from participation.comments import registry, rules
from participation.comments.models import PublicComment
from participation.comments.selectors.discussions import outcome_items
from participation.comments.selectors.holders import AT_THE_CITY, holder
from participation.comments.selectors.single import MODULE, signature
from participation.comments.selectors.texts import extract
from participation.comments.selectors.waiting import answer_delay, waiting_sentence
from participation.territory.models import Partner

# Each list shows this many, the oldest first, so that what waits longest is never out of sight.
DESK_ROWS = 100
MINE, PARTNERS, LATE, ANSWERED = "a-moi", "partenaires", "retard", "repondus"
# The city's own, among the holders one may filter by.
CITY = "ville"


@dataclass(frozen=True, slots=True)
class DeskRow:
    pk: int
    title: str
    url: str
    author: str
    extract: str
    at: datetime
    sentence: str
    holder: str
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class DeskFilters:
    """`kind`: a registered key; `held_by`: the slug of a partner, or `CITY`. Empty: all."""

    kind: str = ""
    held_by: str = ""

    @property
    def query(self) -> str:
        return "".join(f"&{name}={value}" for name, value in (("sur", self.kind), ("qui", self.held_by)) if value)


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where this person answers: for the city over `communes` (or everywhere), and for these partners."""

    everywhere: bool
    communes: list[int]
    partners: list[int]

    @property
    def city(self) -> bool:
        return self.everywhere or bool(self.communes)

    @property
    def all(self) -> Q:
        return Q() if self.everywhere else Q(commune__in=self.communes) | Q(partner__in=self.partners)

    @property
    def mine(self) -> Q:
        own = Q(partner__in=self.partners)
        return own | (AT_THE_CITY if self.everywhere else AT_THE_CITY & Q(commune__in=self.communes))


def _reach(user) -> _Reach:
    everywhere, communes, partners = rules.reach(user, (*rules.ANSWER, Role.PARTNER_AGENT))
    return _Reach(everywhere, communes, partners)


def desk_views(user) -> tuple[str, ...]:
    """An agent of a partner has no partners below."""
    return (MINE, PARTNERS, LATE, ANSWERED) if _reach(user).city else (MINE, LATE, ANSWERED)


def desk_filters(asked: Mapping[str, str]) -> DeskFilters | None:
    """What the address asks for; None for a kind or a partner nobody knows."""
    kind, held_by = asked.get("sur", ""), asked.get("qui", "")
    known = not kind or registry.by_key(kind) is not None
    if held_by and held_by != CITY:
        known = known and "\x00" not in held_by and Partner.objects.filter(slug=held_by).exists()
    return DeskFilters(kind, held_by) if known else None


def desk_rows(user, view: str, day: date, filters: DeskFilters = DeskFilters()) -> list[DeskRow]:
    """One of the lists, of what this person may act on. One query and one per kind of object."""
    answered = view == ANSWERED
    rows = _list(user, filters).filter(_conditions(user, day)[view])
    rows = rows.select_related("user", "partner", "official_answer")
    rows = rows.order_by("-official_answer__at", "-pk") if answered else rows.order_by("answer_by", "pk")
    rows = list(rows[:DESK_ROWS])
    places = registry.places(rows)
    return [_desk_row(row, answered, places, day) for row in rows]


def desk_counts(user, day: date, filters: DeskFilters = DeskFilters()) -> dict[str, int]:
    """How many stand in each list. One query."""
    views = desk_views(user)
    conditions = _conditions(user, day)
    names = {view: f"count_{number}" for number, view in enumerate(views)}
    counts = _list(user, filters).aggregate(
        **{name: Count("pk", filter=conditions[view]) for view, name in names.items()}
    )
    return {view: counts[name] for view, name in names.items()}


def desk_choices(user) -> tuple[list[Choice], list[Choice]]:
    """What the filters offer: kinds of objects, and who holds something of this person's lists. One query."""
    kinds = [Choice(target.key, str(target.label)) for target in registry.targets()]
    reach = _reach(user)
    if not reach.city:
        return kinds, []
    held = PublicComment.objects.public().filter(reach.all).exclude(AT_THE_CITY).order_by()
    held = held.values_list("partner__slug", "partner__name").distinct()
    partners = sorted((Choice(slug, name) for slug, name in held), key=lambda one: without_accents(fold(one.label)))
    return kinds, [Choice(CITY, _("La Ville")), *partners]


def _list(user, filters):
    rows = PublicComment.objects.public().filter(_reach(user).all)
    if filters.kind:
        model = registry.by_key(filters.kind).model
        rows = rows.filter(content_type=ContentType.objects.get_for_model(model))
    if filters.held_by == CITY:
        rows = rows.filter(AT_THE_CITY)
    elif filters.held_by:
        rows = rows.filter(partner__slug=filters.held_by)
    return rows


def _conditions(user, day):
    owed, mine = Q(official_answer__isnull=True, answer_by__isnull=False), _reach(user).mine
    return {
        MINE: owed & mine,
        PARTNERS: owed & ~mine,
        LATE: owed & Q(answer_by__lt=day),
        ANSWERED: Q(official_answer__isnull=False),
    }


def _desk_row(comment, answered, places, day):
    place = places.get((comment.content_type_id, comment.object_pk))
    due = None if answered else comment.answer_by
    return DeskRow(
        pk=comment.pk,
        title=place.title if place else _("Page retirée"),
        url=reverse("comments:desk-detail", args=[comment.pk]),
        author=signature(comment),
        extract=extract(comment.comment),
        at=comment.submit_date,
        sentence=answer_delay(comment, comment.official_answer) if answered else waiting_sentence(comment, day),
        holder=comment.official_answer.service if answered else holder(comment),
        due=due,
        late=due is not None and day > due,
    )


def desk_items(user, day: date) -> list[DeskItem]:
    """What waits for this person on the common desk: comments to answer, partners to remind, outcomes to write."""
    if not module_enabled(MODULE):
        return []
    rows = [(row, _("Répondre")) for row in desk_rows(user, MINE, day)]
    if rules.can_moderate_somewhere(user):
        late = [row for row in desk_rows(user, PARTNERS, day) if row.late]
        rows += [(row, _("Relancer %(who)s") % {"who": row.holder}) for row in late]
    items = [
        DeskItem(
            title=_("« %(extract)s »") % {"extract": extract(row.extract, 80)},
            url=row.url,
            detail=f"{row.title}. {row.sentence}",
            action=action,
            due=row.due,
            late=row.late,
        )
        for row, action in rows
    ]
    return [*items, *outcome_items(user)]


def desk_links(user) -> list[DeskLink]:
    if not module_enabled(MODULE):
        return []
    counts = desk_counts(user, today())
    return [DeskLink(reverse("comments:desk"), _("Commentaires"), counts[MINE])]
