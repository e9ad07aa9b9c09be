"""The drawings of `participation.base.drawing` as tags. A count that does not fit is a misuse, never a broken page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from participation.base.drawing import building as buildings
from participation.base.drawing import charts
from participation.base.drawing import facade as facades
from participation.base.drawing import gantt as calendars
from participation.base.templatetags._strict import misuse
from participation.base.templatetags.ui import sprite_url

register = template.Library()


def _drawn(draw, *arguments, **parameters):
    try:
        return mark_safe(draw(*arguments, **parameters))  # noqa: S308 - the drawings escape every text
    except ValueError as error:
        return misuse(f"{draw.__name__}: {error}")


@register.simple_tag
def facade(total, lit=0, late=0, label=None, columns=None):
    """`{% facade total=6 lit=2 late=1 label="…" %}`; without `label` the words beside it say the same."""
    return _drawn(facades.facade, total, lit, late, label=label, columns=columns)


@register.simple_tag
def long_wall(total, lit, late, label):
    """A whole convention as one wall, in two widths (see `components/long_wall.html` for its legend)."""
    return _drawn(facades.long_wall, total, lit, late, label=label)


@register.simple_tag
def building(seed, done, total, label=None, tree=True):
    """A building of twelve windows for the skyline; `seed` is the quartier's slug."""
    return _drawn(buildings.building, seed, done, total, label=label, tree=tree)


@register.filter
def minus(value, other):
    """What is left to come: `{{ total|minus:lit|minus:late }}`."""
    return value - other


@register.simple_tag
def frieze():
    """The street above the footer, one cached file for all pages."""
    return format_html(
        '<svg class="frieze" aria-hidden="true" focusable="false" viewBox="0 0 1600 88" width="1600" height="88"'
        ' preserveAspectRatio="xMidYMax slice"><use href="{}#street"/></svg>',
        static("img/frieze.svg"),
    )


@register.simple_tag
def bar(value, maximum, fill="fill-1"):
    """A bar in a row of a table, its figure in the next cell."""
    return _drawn(charts.bar, value, maximum, fill=fill)


@register.simple_tag
def progress_bar(value, maximum, label):
    return _drawn(charts.progress_bar, value, maximum, label=label)


@register.simple_tag
def line_chart(points, id, title, description, goal=None):
    """`points`: pairs (short label, value); `id` unique on the page."""
    return _drawn(charts.line_chart, points, identifier=id, title=title, description=description, goal=goal)


@register.simple_tag
def gantt(rows, today, id, title, description):
    """`rows`: `participation.base.drawing.gantt.GanttRow`; the table behind it is `components/gantt.html`."""
    return _drawn(
        calendars.gantt,
        rows,
        today=today,
        sprite=sprite_url(),
        identifier=id,
        title=title,
        description=description,
    )
