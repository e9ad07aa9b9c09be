"""/agents/: what waits for the person who reads, whatever part of the portal it comes from."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from participation.accounts.enums import STAFF_ROLES
from participation.accounts.rules import grants_of, is_staff_member
from participation.base.calendar import today, working_days_between
from participation.base.desk import registry
from participation.base.desk.access import desk_page
from participation.base.desk.registry import DeskItem
from participation.base.templatetags.ui import STATES
from participation.base.text import dates

# A group is a page to read, not an archive: the lists of each feature have the rest.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `state`: the hue and the status shape; `icon`: a pictogram instead of the shape."""

    item: DeskItem
    due: str
    state: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    lines: list[Line]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def may_enter(user) -> bool:
    return is_staff_member(user) or registry.may_enter(user)


@require_safe
@desk_page(may_enter)
def desk(request):
    day = today()
    items = registry.items_for(request.user, day)
    kicker, title, roles = _whose(request.user, day)
    number = ngettext("%(count)s à traiter", "%(count)s à traiter", len(items)) % {"count": len(items)}
    context = {
        "kicker": kicker,
        "title": title,
        "roles": roles,
        "fact": f"{capfirst(date_format(day, 'l'))} {dates.day(day, year=False)}, {number}" if items else "",
        "groups": grouped(items, day),
    }
    return render(request, "desk/desk.html", context)


def _whose(user, day) -> tuple[str, str, str]:
    """Small line and words of the sign, then the roles in one line: a partner's name, a commune's, or one's own."""
    held = [grant for grant in grants_of(user) if grant.role in STAFF_ROLES and grant.in_force(day)]
    roles = ", ".join(dict.fromkeys(str(grant.get_role_display()) for grant in held))
    scope = next((grant.partner or grant.commune for grant in held if grant.partner or grant.commune), None)
    if scope is not None:
        return _("Bureau"), str(scope), capfirst(roles)
    return "", _("Mon bureau"), capfirst(roles)


def grouped(items: list[DeskItem], day: date) -> list[Group]:
    """By the day things are due: late, today and tomorrow, within seven days, later; no empty group."""
    found: dict[str, list[DeskItem]] = {key: [] for key in _titles()}
    for item in sorted(items, key=lambda item: (item.due or date.max, str(item.title))):
        found[_group_of(item, day)].append(item)
    return [
        Group(key, title, [_line(item, day) for item in found[key][:SHOWN]], len(found[key]))
        for key, title in _titles().items()
        if found[key]
    ]


def _titles():
    return {
        "retard": _("En retard"),
        "jour": _("Aujourd’hui et demain"),
        "semaine": _("D’ici une semaine"),
        "apres": _("Plus tard"),
    }


def _group_of(item, day):
    if item.late or (item.due is not None and item.due < day):
        return "retard"
    if item.due is None:
        return "apres"
    if item.due <= day + timedelta(days=1):
        return "jour"
    return "semaine" if item.due <= day + timedelta(days=7) else "apres"


_HUES = {"retard": "retard", "jour": "prevu", "semaine": "pris", "apres": "recu"}


def _line(item, day) -> Line:
    group = _group_of(item, day)
    named = item.icon.removeprefix("etat-")
    return Line(
        item,
        due=_due(item, day, late=group == "retard"),
        state=named if named in STATES else _HUES[group],
        icon="" if named in STATES else item.icon,
    )


def _due(item, day, *, late) -> str:
    """Delays count in working days; a promise not yet late gives its day."""
    if item.due is None:
        return _("En retard") if late else _("Sans date")
    if item.due == day:
        return _("Aujourd’hui, %(day)s") % {"day": dates.day(item.due, year=False)}
    if item.due > day:
        return _("Au plus tard le %(day)s") % {"day": dates.day(item.due, year=item.due.year != day.year)}
    days = working_days_between(item.due, day)
    if days < 1:
        return _("En retard depuis le %(day)s") % {"day": dates.day(item.due, year=False)}
    return ngettext("%(count)s jour ouvré de retard", "%(count)s jours ouvrés de retard", days) % {"count": days}
