from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from cms.enums import FactState
from participation.base.admin.columns import DayColumn
from participation.base.calendar import today
from participation.base.text.numbers import euros


def convention():
    return Column("convention_title", label=gettext_lazy("Convention"), sort_key="convention_title")


def state():
    return StatusTagColumn(
        "state",
        label=gettext_lazy("État"),
        accessor="get_state_display",
        sort_key="state",
        primary=lambda fact: fact.state == FactState.VALIDATED,
    )


def updated():
    return DayColumn("updated_at", label=gettext_lazy("Mis à jour"), sort_key="updated_at")


def money(name, label):
    def amount(row):
        value = getattr(row, name)
        return "" if value is None else euros(value, 2)

    return Column(name, label=label, accessor=amount, sort_key=name)


def _timeliness(milestone):
    if milestone.done_on:
        return _("tenue")
    if milestone.due_on is None:
        return _("sans date")
    return _("en retard") if milestone.due_on < today() else _("à venir")


def timeliness():
    return StatusTagColumn(
        "timeliness",
        label=gettext_lazy("Échéance"),
        accessor=_timeliness,
        primary=lambda milestone: milestone.done_on is not None,
    )
