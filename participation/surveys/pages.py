"""What the pages show of a survey, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.drawing.tables import Row, Table
from participation.base.text.dates import day as written
from participation.base.text.numbers import grouped, percent
from participation.surveys.enums import Phase, QuestionKind
from participation.surveys.masking import LEAST
from participation.surveys.rules import can_read_results


def frame(survey, day: date) -> dict:
    """What every page of one survey needs: where it stands, and its state as a sentence."""
    phase = survey.phase(day)
    return {
        "survey": survey,
        "phase": phase.value,
        "trail": [
            {"label": _("Enquêtes"), "url": "/enquetes/"},
            {"label": survey.title, "url": survey.get_absolute_url()},
        ],
        "list_trail": [{"label": _("Enquêtes"), "url": "/enquetes/"}],
        "status": status(survey, phase, day),
        "has_results": can_read_results(None, survey, day),
    }


def status(survey, phase: Phase, day: date) -> dict:
    if phase == Phase.COMING:
        return {"state": "prevu", "lead": _("Ouvre le %(day)s.") % {"day": written(survey.opens_on)}, "rest": ""}
    if phase == Phase.OPEN:
        left = (survey.closes_on - day).days
        rest = ngettext("Il reste %(n)s jour.", "Il reste %(n)s jours.", left) % {"n": left}
        return {
            "state": "pris",
            "lead": _("Ouverte jusqu’au %(day)s.") % {"day": written(survey.closes_on)},
            "rest": rest if left else _("C’est le dernier jour."),
        }
    said = _("%(people)s, l’enquête est close depuis le %(day)s.") % {
        "people": people(survey.n),
        "day": written(survey.closes_on),
    }
    if survey.outcome:
        lead = _("Décidé le %(day)s.") % {"day": written(survey.outcome_on)}
        return {"state": "resolu", "lead": lead, "rest": said}
    return {"state": "clos", "lead": said, "rest": _("Ce qui en est décidé n’est pas encore écrit ici.")}


def people(n: int) -> str:
    """« 184 personnes ont répondu »."""
    if not n:
        return _("Personne n’a répondu")
    return ngettext("%(n)s personne a répondu", "%(n)s personnes ont répondu", n) % {"n": grouped(n)}


def line(survey, day: date) -> dict:
    """One survey in the list."""
    phase = survey.phase(day)
    said = status(survey, phase, day)
    where = ", ".join(quartier.name for quartier in survey.quartiers.all())
    return {
        "title": survey.title,
        "url": survey.get_absolute_url(),
        "meta": where or None,
        "strong": said["lead"],
        "text": said["rest"],
        "state": said["state"],
        "label": phase.label,
    }


def detail(survey, questions, day: date) -> dict:
    said = frame(survey, day)
    return {
        **said,
        "facts": [
            {"label": _("Qui demande"), "value": survey.asked_by},
            {
                "label": _("Quand"),
                "value": _("Du %(opens)s au %(closes)s")
                % {"opens": written(survey.opens_on), "closes": written(survey.closes_on)},
            },
            {"label": _("Combien de questions"), "value": str(len(questions))},
        ],
        "quartiers": [{"label": one.name, "url": one.get_absolute_url()} for one in survey.quartiers.all()],
    }


def results_page(survey, results, day: date) -> dict:
    questions = [_question(index, question) for index, question in enumerate(results.questions, 1)]
    return {**frame(survey, day), "results": results, "people": people(results.n), "questions": questions}


def _question(index, question) -> dict:
    drawn = [_drawn(question, cell) for cell in question.cells]
    return {
        "id": f"question-{index}",
        "text": question.text,
        "n": ngettext("%(n)s réponse", "%(n)s réponses", question.n) % {"n": grouped(question.n)},
        "free": question.kind == QuestionKind.TEXT,
        "too_few": question.too_few,
        "hides": question.hides,
        "least": LEAST,
        "mean": grouped(question.mean) if question.mean is not None else "",
        "low": question.low_label,
        "high": question.high_label,
        "total": question.n,
        "cells": drawn,
        "table": _table(question, drawn) if drawn else None,
    }


def _drawn(question, cell) -> dict:
    label = cell.label
    if question.kind == QuestionKind.SCALE:
        ends = {"1": question.low_label, "5": question.high_label}
        label = f"{label}, {ends[label]}" if label in ends else label
    share = "" if cell.count is None else percent(cell.count, question.n)
    return {"label": label, "count": cell.count, "share": share}


def _table(question, drawn) -> Table:
    rows = [
        Row(
            cell["label"],
            [_("non publié")] * 2 if cell["count"] is None else [grouped(cell["count"]), cell["share"]],
        )
        for cell in drawn
    ]
    return Table(
        caption=question.text,
        columns=[_("Réponse"), _("Nombre"), _("Part")],
        rows=rows,
        footer=[Row(_("Total"), [grouped(question.n), percent(1, 1)])],
        stacks=True,
    )
