"""The discussions as those who steer them see them: objects, dates, what was written, what is still to be said."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.enums import Role
from participation.base.desk.registry import DeskItem
from participation.base.text import dates
from participation.comments import registry, rules
from participation.comments.models import Discussion, PublicComment
from participation.comments.selectors.windows import last_day, window_from

MOST = 100


@dataclass(frozen=True, slots=True)
class DiscussionRow:
    """`missing`: closed, and nobody wrote what was retained. `state`: a status shape."""

    title: str
    url: str
    sentence: str
    comments: int
    waiting: int
    state: str
    label: str
    missing: bool

    @property
    def counts(self) -> str:
        said = ngettext("Un commentaire", "%(count)s commentaires", self.comments) % {"count": self.comments}
        if not self.comments:
            return _("Aucun commentaire")
        if not self.waiting:
            return said
        waits = ngettext("un attend une réponse", "%(count)s attendent une réponse", self.waiting)
        return f"{said}, {waits % {'count': self.waiting}}"


def discussion_rows(user, at: datetime | None = None) -> list[DiscussionRow]:
    """Every object of this person's communes that somebody commented or that has dates: what misses its outcome
    first, then what is open with an end, then the rest. Two queries, and one per kind of object."""
    at = at or timezone.now()
    within = _within(user)
    dated = {(row.content_type_id, row.object_pk): row for row in Discussion.objects.filter(within)}
    counted = {}
    owed = Q(official_answer__isnull=True, answer_by__isnull=False)
    grouped = PublicComment.objects.public().filter(within).order_by().values_list("content_type", "object_pk")
    for kind, key, comments, waiting in grouped.annotate(written=Count("pk"), waiting=Count("pk", filter=owed)):
        counted[kind, key] = comments, waiting
    things = [_Thing(*key) for key in {*dated, *counted}]
    places = registry.places(things)
    rows = []
    for key, place in places.items():
        row = _row(key, place, dated.get(key), counted.get(key, (0, 0)), at)
        if row is not None:
            rows.append(row)
    return [row for _order, row in sorted(rows, key=lambda one: (one[0], one[1].title.casefold()))][:MOST]


@dataclass(frozen=True, slots=True)
class _Thing:
    content_type_id: int
    object_pk: str


def _within(user):
    everywhere, communes, _partners = rules.reach(user, rules.MODERATE)
    return Q() if everywhere else Q(commune__in=communes)


def _row(key, place, discussion, counts, at):
    target = registry.of_type(key[0])
    if target is None:
        return None
    window = discussion and window_from(
        discussion.opens_at, discussion.closes_at, discussion.outcome, discussion.outcome_at, at
    )
    missing, order, state, label = False, 2, "recu", _("Ouverte")
    if window is not None:
        over = window.closes_at is not None and at >= window.closes_at
        missing = over and not discussion.outcome
        if missing:
            order, state, label = 0, "retard", _("Bilan à écrire")
        elif over:
            order, state, label = 3, "clos", _("Fermée")
        elif window.is_open:
            order, state, label = 1, "pris", _("Ouverte")
        else:
            order, state, label = 1, "prevu", _("Pas encore ouverte")
    sentence = window.sentence if window is not None else _("Ouverte, sans date de fin.")
    if missing:
        sentence = f"{sentence} {_('Le bilan n’est pas écrit.')}"
    url = reverse("comments:discussion", args=[target.key, key[1]])
    return order, DiscussionRow(place.title, url, sentence, *counts, state, label, missing)


def outcome_items(user, at: datetime | None = None) -> list[DeskItem]:
    """For the coordination: what closed, and nobody has said what was retained. One query and one per kind."""
    everywhere, communes, _partners = rules.reach(user, (Role.GUSP_COORDINATOR,))
    if not everywhere and not communes:
        return []
    within = Q() if everywhere else Q(commune__in=communes)
    rows = list(Discussion.objects.to_sum_up(at or timezone.now()).filter(within).order_by("closes_at", "pk")[:MOST])
    places = registry.places(rows)
    items = []
    for row in rows:
        key = row.content_type_id, row.object_pk
        if key in places:
            items.append(
                DeskItem(
                    title=_("Bilan de la discussion : %(title)s") % {"title": places[key].title},
                    url=reverse("comments:discussion", args=[registry.of_type(row.content_type_id).key, row.object_pk]),
                    detail=_("Fermée depuis le %(day)s. Celles et ceux qui ont écrit attendent la suite.")
                    % {"day": dates.day(last_day(row.closes_at))},
                    action=_("Écrire le bilan"),
                    icon="clos",
                )
            )
    return items


def participants(target) -> int:
    """How many people the outcome would reach: accounts and addresses, each once. One query."""
    confirmed = Q(confirmed_at__isnull=False) & ~Q(user_email="")
    counts = (
        PublicComment.objects.about(target)
        .public()
        .aggregate(
            accounts=Count("user", distinct=True),
            addresses=Count(Lower("user_email"), distinct=True, filter=confirmed),
        )
    )
    return counts["accounts"] + counts["addresses"]
