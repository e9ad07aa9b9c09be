"""One building a quartier, twelve windows each: lit in the share of reports that residents confirm as repaired, or,
before anybody reported anything, in the share of the convention's steps that are kept."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.pages import words
from participation.base.text import dates

QUARTIERS = "/quartiers/"
LEAST, MOST = 2, 6


def of_reports(quartiers) -> list[dict]:
    """The six quartiers with most reports of the month, in the order of their names."""
    chosen = sorted((one for one in quartiers if one.reported), key=lambda one: -one.reported)[:MOST]
    if len(chosen) < LEAST:
        return []
    return [
        _building(
            one.name,
            one.slug,
            one.confirmed,
            one.reported,
            ngettext("confirmé sur %(total)s", "confirmés sur %(total)s", max(one.confirmed, 1))
            % {"total": one.reported},
            _("%(confirmed)s confirmés réparés sur %(total)s signalés")
            % {"confirmed": one.confirmed, "total": one.reported},
        )
        for one in quartiers
        if one in chosen
    ]


def of_steps(quartiers) -> list[dict]:
    """Nothing when the street is too long or too short."""
    lines = [line for line in quartiers if line.tally.total and line.slug]
    if not LEAST <= len(lines) <= MOST:
        return []
    return [
        _building(
            line.label,
            line.slug,
            line.tally.done,
            line.tally.total,
            ngettext("tenue sur %(total)s", "tenues sur %(total)s", max(line.tally.done, 1))
            % {"total": line.tally.total},
            words.kept(line.tally),
        )
        for line in lines
    ]


def _building(name, slug, done, total, text, told):
    return {
        "name": name,
        "slug": slug,
        "url": f"{QUARTIERS}{slug}/",
        "done": done,
        "total": total,
        "text": text,
        "label": f"{name} : {told}",
    }


def headline(figures) -> str:
    """« En 30 jours, 41 problèmes réparés, 34 confirmés par les habitants »"""
    repaired = ngettext("%(count)s problème réparé", "%(count)s problèmes réparés", figures.repaired) % {
        "count": figures.repaired
    }
    confirmed = ngettext(
        "%(count)s confirmé par les habitants", "%(count)s confirmés par les habitants", figures.confirmed
    ) % {"count": figures.confirmed}
    return _("En 30 jours, %(repaired)s, %(confirmed)s") % {"repaired": repaired, "confirmed": confirmed}


def answer_line(answer) -> dict:
    """A report as the front page tells it: what, where, the last word, which shape."""
    line = answer.line
    place = line.quartier if line.quartier not in line.title else ""
    return {
        "title": f"{line.title}, {place}" if place else line.title,
        "url": line.url,
        "text": answer.sentence,
        "shape": line.shape,
        "label": line.state_label,
    }


def kept_line(step) -> dict:
    place = step.quartier if step.quartier not in step.title else ""
    day = _("Tenue le %(day)s") % {"day": dates.day(step.done_on)}
    return {
        "title": f"{step.title}, {place}" if place else step.title,
        "url": f"{step.url}#etapes",
        "text": _("%(day)s. Fiche : %(project)s.") % {"day": day, "project": step.project},
        "shape": "resolu",
        "label": _("Tenue"),
    }
