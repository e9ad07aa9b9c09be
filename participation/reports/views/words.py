"""The sentences of the pages: what each step of a report says, and how long each one had it."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.text.dates import day as written
from participation.reports.enums import State, TextKind, Verb
from participation.reports.workflow import PUBLIC_SHAPES, partner_name

_FILLS = ("fill-2", "fill-3", "fill-1")


def step_title(step) -> str:
    who = step.who or _("La Ville")
    titles = {
        Verb.CREATE: _("Signalé par un·e habitant·e"),
        Verb.ACKNOWLEDGE: _("%(who)s s’en occupe"),
        Verb.PLAN: _("%(who)s annonce une date"),
        Verb.START: _("%(who)s intervient"),
        Verb.RESOLVE: _("Réparé, dit %(who)s"),
        Verb.REFUSE: _("%(who)s n’y donne pas suite"),
        Verb.CONFIRM_REPAIR: _("Confirmé : c’est réparé"),
        Verb.CONTEST_REPAIR: _("Contesté : ce n’est pas réparé"),
        Verb.CLOSE: _("Clos : personne n’a répondu"),
    }
    return titles.get(step.verb, step.label) % {"who": who}


def lead_and_rest(sentence: str) -> tuple[str, str]:
    """The first sentence, which is strong, and what follows."""
    lead, dot, rest = sentence.partition(". ")
    return (f"{lead}.", rest) if dot else (sentence, "")


def timeline(page, waiting: bool = True) -> list[dict]:
    """Items of `components/timeline.html`: what happened, day by day, and what is still to come."""
    items = [
        {
            "state": step.shape,
            "title": step_title(step),
            "meta": written(step.day),
            "text": _texts(page, step),
            "strong": _("Intervention prévue le %(day)s.") % {"day": written(step.due_on)} if step.due_on else "",
        }
        for step in page.steps
    ]
    coming = _coming(page) if waiting else None
    if coming and items:
        items[-1]["next"] = True
        items.append(coming)
    return items


def _texts(page, step) -> str:
    said = [page.description] if step.verb == Verb.CREATE and page.description else list(step.texts)
    return format_html_join("", '<span class="words said">{}</span>', ((text,) for text in said))


def _coming(page) -> dict | None:
    if page.answer_until:
        return {
            "state": "recu",
            "title": _("Confirmation des habitants"),
            "text": _("Attendue jusqu’au %(day)s. Sans réponse, le signalement reste « dit avoir réparé ».")
            % {"day": written(page.answer_until)},
        }
    if page.due_on:
        return {
            "state": "recu",
            "title": _("La suite"),
            "text": (
                _("Promise au plus tard le %(day)s, et nous n’y sommes pas.")
                if page.line.late
                else _("Au plus tard le %(day)s.")
            )
            % {"day": written(page.due_on)},
        }
    return None


@dataclass(frozen=True, slots=True)
class Bar:
    """One holder on the strip: percent from the left, percent wide, and the words on it if there is room."""

    who: str
    fill: str
    left: str
    width: str
    text: str
    text_left: str
    period: str


def held_bars(held) -> list[Bar]:
    """Widths in proportion to working days; half a day at least, so that nobody disappears."""
    weights = [max(one.working_days, 0.5) for one in held]
    whole, left, bars = sum(weights), 0.0, []
    for index, (one, weight) in enumerate(zip(held, weights, strict=True)):
        width = weight / whole * 100
        bars.append(
            Bar(
                who=one.who,
                fill=_FILLS[index % len(_FILLS)],
                left=f"{left:.1f}%",
                width=f"{max(width - 1, 0.5):.1f}%",
                text=working_days(one.working_days) if width > 16 else "",
                text_left=f"{left + 2:.1f}%",
                period=_period(one),
            )
        )
        left += width
    return bars


def working_days(count: int) -> str:
    return ngettext("%(count)s jour", "%(count)s jours", count) % {"count": count}


def _period(one) -> str:
    days = ngettext("%(count)s jour ouvré", "%(count)s jours ouvrés", one.working_days) % {"count": one.working_days}
    if one.until is None:
        return _("%(days)s, depuis le %(since)s") % {"days": days, "since": written(one.since)}
    if one.until == one.since:
        return _("moins d’un jour, le %(since)s") % {"since": written(one.since)}
    return _("%(days)s, du %(since)s au %(until)s") % {
        "days": days,
        "since": written(one.since, year=False),
        "until": written(one.until),
    }


def desk_timeline(page) -> list[dict]:
    """Everything that happened, for agents: each event with its words."""
    items = []
    for event in page.events:
        who = partner_name(event.partner) if event.partner_id and event.verb != Verb.CREATE else ""
        said = [text.body for text in page.texts if text.event_id == event.pk and text.kind != TextKind.DESCRIPTION]
        items.append(
            {
                "state": PUBLIC_SHAPES[State(event.to_state)],
                "title": f"{event.get_verb_display().capitalize()}{f' : {who}' if who else ''}",
                "meta": ", ".join([written(event.at), event.get_role_display()]),
                "strong": _("Prévu le %(day)s.") % {"day": written(event.due_on)} if event.due_on else "",
                "text": format_html_join("", '<span class="words said">{}</span>', ((text,) for text in said)),
            }
        )
    return items
