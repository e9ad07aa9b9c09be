"""The lists of those who read and answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.base.desk.registry import DeskItem, DeskLink
from participation.base.site.selectors import module_enabled
from participation.comments import registry, rules
from participation.comments.models import PublicComment
from participation.comments.selectors.single import MODULE, answer_delay, signature, waiting_sentence

# Each list shows this many, the oldest first, so that what waits longest is never out of sight.
DESK_ROWS = 100
READ, ANSWER, ANSWERED = "lire", "repondre", "repondus"


@dataclass(frozen=True, slots=True)
class DeskRow:
    pk: int
    title: str
    url: str
    author: str
    extract: str
    at: datetime
    sentence: str
    due: date | None
    late: bool


def desk_rows(user, view: str, day: date) -> list[DeskRow]:
    """One of the three lists, of what this person may act on. One query and one per kind of object."""
    rows = list(_desk_list(user, view).select_related("user", "official_answer")[:DESK_ROWS])
    places = registry.places(rows)
    return [_desk_row(row, view, places, day) for row in rows]


def desk_counts(user) -> dict[str, int]:
    """How many stand in each list. A query each; none for a list this person has no part in."""
    return {view: _desk_list(user, view).count() for view in desk_views(user)}


def desk_views(user) -> tuple[str, ...]:
    """An agent who only answers has nothing to read before publication."""
    return (READ, ANSWER, ANSWERED) if rules.can_moderate_somewhere(user) else (ANSWER, ANSWERED)


def _desk_list(user, view):
    if view == READ:
        everywhere, communes, partners = rules.reach(user, rules.MODERATE)
        rows = PublicComment.objects.to_read().order_by("pk")
    else:
        everywhere, communes, partners = rules.reach(user, (*rules.ANSWER, Role.PARTNER_AGENT))
        waiting = view == ANSWER
        rows = PublicComment.objects.to_answer() if waiting else PublicComment.objects.answered()
        rows = rows.order_by("answer_by", "pk") if waiting else rows.order_by("-official_answer__at", "-pk")
    return rows.within(everywhere=everywhere, communes=communes, partners=partners)


def _desk_row(comment, view, places, day):
    place = places.get((comment.content_type_id, comment.object_pk))
    if view == READ:
        sentence = _("Retenu : %(why)s.") % {"why": comment.get_held_for_display() or _("à relire")}
    elif view == ANSWER:
        sentence = waiting_sentence(comment, day)
    else:
        sentence = answer_delay(comment, comment.official_answer)
    due = comment.answer_by if view == ANSWER else None
    return DeskRow(
        pk=comment.pk,
        title=place.title if place else _("Page retirée"),
        url=reverse("comments:desk-detail", args=[comment.pk]),
        author=signature(comment),
        extract=extract(comment.comment),
        at=comment.submit_date,
        sentence=sentence,
        due=due,
        late=due is not None and day > due,
    )


def extract(text: str, length: int = 140) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def desk_items(user, day: date) -> list[DeskItem]:
    """What waits for this person on the common desk: comments to read, comments to answer."""
    if not module_enabled(MODULE):
        return []
    items = []
    for view in desk_views(user):
        if view != ANSWERED:
            action = _("Lire et publier") if view == READ else _("Répondre")
            items += [
                DeskItem(
                    title=_("« %(extract)s »") % {"extract": extract(row.extract, 80)},
                    url=row.url,
                    detail=f"{row.title}. {row.sentence}",
                    action=action,
                    due=row.due,
                    late=row.late,
                )
                for row in desk_rows(user, view, day)
            ]
    return items


def desk_links(user) -> list[DeskLink]:
    return [DeskLink(reverse("comments:desk"), _("Commentaires"))] if module_enabled(MODULE) else []
