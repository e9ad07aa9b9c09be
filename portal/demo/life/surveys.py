"""Three surveys: one decided, one open, one of a year ago. Their answers are drawn in bulk, with a fixed seed."""

import tomllib
from datetime import timedelta
from random import Random
from uuid import UUID

from participation.accounts.models import User
from participation.base.search import services as search
from participation.surveys import services
from participation.surveys.enums import QuestionKind
from participation.surveys.models import Answer, AnswerSheet, Participation, Question, Survey
from participation.surveys.personal_data import PARTICIPATION_FOR
from participation.surveys.validators import SCALE
from portal.demo.files import DATA

SEED = 20_260_324
FILE = "life-surveys.toml"


def load(load) -> None:
    rows = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))["survey"]
    for row in rows:
        _survey(load, row, Random(f"{SEED}-{row['slug']}"))  # noqa: S311 - a demonstration is the same every time


def _survey(load, row, rng):
    key = f"life:surveys:{row['slug']}"
    former = load.marks.find(key, Survey)
    if former is None and Survey.objects.filter(slug=row["slug"]).exists():
        load.marks.left[Survey] += 1
        return
    if former is not None:
        search.remove(Survey, former.pk)
        former.delete()
    texts = load.texts(row, f"{FILE}, {row['slug']}")
    decided = row.get("decided")
    survey = services.save_survey(
        survey=Survey(
            **{name: texts[name].strip() for name in ("slug", "title", "intro", "asked_by", "use")},
            commune=load.pick("communes", row["commune"], FILE),
            opens_on=load.clock.day + timedelta(days=row["opens"]),
            closes_on=load.clock.day + timedelta(days=row["closes"]),
            outcome=texts.get("outcome", "").strip(),
            outcome_on=load.clock.at(decided) if decided else None,
            published=True,
        ),
        by=None,
        quartiers=load.pick_all("quartiers", row["quartiers"], FILE),
        questions=[_question(asked) for asked in row["question"]],
        at=load.clock.instant(row["opens"]),
    )
    _answers(survey, row, rng)
    _people(load, survey, row, rng)
    load.marks.mark(key, survey)


def _question(row):
    question = Question(
        kind=row["kind"],
        text=row["text"],
        help_text=row.get("help", ""),
        required=row.get("required", False),
        low_label=row.get("low", ""),
        high_label=row.get("high", ""),
    )
    return question, row.get("choices", ())


def _answers(survey, row, rng):
    """Each question's answers shuffled over the sheets by itself: no sheet is anyone's."""
    sheets = [AnswerSheet(pk=_key(rng), survey=survey) for _person in range(row["answers"])]
    AnswerSheet.objects.bulk_create(sheets)
    answers = []
    for question, asked in zip(survey.questions.prefetch_related("choices"), row["question"], strict=True):
        drawn = _drawn(question, asked)
        for sheet, values in zip(rng.sample(sheets, len(drawn)), drawn, strict=True):
            answers.append(Answer(pk=_key(rng), sheet=sheet, question=question, **values))
    rng.shuffle(answers)
    Answer.objects.bulk_create(answers)


def _drawn(question, asked):
    if question.kind == QuestionKind.TEXT:
        return [{"text": text} for text in asked["texts"]]
    if question.kind == QuestionKind.SCALE:
        values = [{"scale": mark} for mark in SCALE]
    else:
        values = [{"choice": choice} for choice in question.choices.all()]
    return [value for value, count in zip(values, asked["counts"], strict=True) for _person in range(count)]


def _people(load, survey, row, rng):
    """Who took part, as long as the purge would have kept it; hashes of no address at all."""
    if survey.closes_on < load.clock.day - PARTICIPATION_FOR:
        return
    length = (min(survey.closes_on, load.clock.day) - survey.opens_on).days
    rows = [
        Participation(
            pk=_key(rng),
            survey=survey,
            address_hash=f"{rng.getrandbits(256):064x}",
            day=survey.opens_on + timedelta(days=rng.randint(0, length)),
        )
        for _person in range(row["answers"])
    ]
    resident = User.objects.present().filter(email=row.get("resident", "")).first()
    if resident is not None:
        rows[0].user, rows[0].address_hash = resident, services.address_hash(survey, resident.email)
    Participation.objects.bulk_create(rows)


def _key(rng):
    return UUID(int=rng.getrandbits(128), version=4)
