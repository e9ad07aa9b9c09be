"""How long answers take, month by month and service by service. Never below a service: no person is measured."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base import cache
from participation.base.calendar import today
from participation.base.text.normaliser import fold, without_accents
from participation.comments import delays
from participation.comments.enums import State
from participation.comments.models import OfficialAnswer, PublicComment
from participation.comments.selectors.holders import holder, signed
from participation.territory.enums import PartnerKind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """Of the answers given in one month. `days`: the median, in working days; `in_time`: in per cent; None of none."""

    first: date
    answered: int
    days: float | None
    in_time: int | None


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """`waiting` and `late`: comments that have no answer today, whenever they were published."""

    name: str
    answered: int
    days: float | None
    in_time: int | None
    waiting: int
    late: int
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The last twelve months with this one; `services` in the order of their names."""

    promised: int
    total: ServiceFigures
    services: tuple[ServiceFigures, ...]


def figures(day: date | None = None) -> Figures:
    """Three queries, then remembered until the next public write."""
    day = day or today()
    return cache.remembered(f"comments-figures:{day}", lambda: _built(day))


def _built(day):
    months = _months(day)
    start = timezone.make_aware(datetime.combine(months[0], time.min))
    given, owed, names = defaultdict(list), defaultdict(Counter), {}

    def key(name):
        """One service, however its name was typed: the first spelling met is shown."""
        return names.setdefault(without_accents(fold(name)), name)

    for answer in _answers(start):
        given[key(_signature(answer))].append(_one(answer))
    for comment in _waiting():
        owed[key(holder(comment))].update(waiting=1, late=int(day > comment.answer_by))
    services = tuple(_service(name, given[name], owed[name], months) for _key, name in sorted(names.items()))
    everything, all_owed = [one for rows in given.values() for one in rows], sum(owed.values(), Counter())
    return Figures(delays.answer_days(), _service(_("Tous les services"), everything, all_owed, months), services)


def _signature(answer):
    """A partner as it is called today; the city's services as they signed."""
    partner = answer.partner
    return signed(answer.service) if partner is None or partner.kind == PartnerKind.CITY else str(partner)


def _answers(start):
    rows = OfficialAnswer.objects.filter(at__gte=start, comment__state=State.PUBLISHED)
    rows = rows.select_related("partner", "comment").order_by("at", "pk")
    return rows.only(
        "partner__name", "partner__fictional", "partner__kind", "service", "at", "working_days", "comment__answer_by"
    )


def _waiting():
    rows = PublicComment.objects.to_answer().select_related("partner").order_by("pk")
    return rows.only("partner__name", "partner__fictional", "partner__kind", "service", "answer_by")


def _one(answer):
    """(month, working days, in time) of one answer."""
    day, due = timezone.localdate(answer.at), answer.comment.answer_by
    return day.replace(day=1), answer.working_days, due is None or day <= due


def _service(name, given, owed, months):
    return ServiceFigures(
        name=name,
        **_measured(given),
        waiting=owed["waiting"],
        late=owed["late"],
        months=tuple(Month(first, **_measured([one for one in given if one[0] == first])) for first in months),
    )


def _measured(given):
    count = len(given)
    return {
        "answered": count,
        "days": median(days for _month, days, _kept in given) if count else None,
        "in_time": round(100 * sum(kept for _month, _days, kept in given) / count) if count else None,
    }


def _months(day):
    """The first days of this month and of the eleven before it, oldest first."""
    number = day.year * 12 + day.month - 1
    return [_first(one) for one in range(number - MONTHS + 1, number + 1)]


def _first(number):
    year, month = divmod(number, 12)
    return date(year, month + 1, 1)
