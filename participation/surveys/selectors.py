"""What pages read of surveys. Every function takes the day it speaks of (a date in the portal's time zone)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from participation.surveys.enums import Phase, QuestionKind
from participation.surveys.masking import LEAST, masked
from participation.surveys.models import Answer, AnswerSheet, Choice, Participation, Question, Survey
from participation.surveys.rules import can_manage_surveys_of
from participation.surveys.validators import SCALE
from participation.territory.models import Quartier

# How long before its closing the coordination is reminded of a survey, and how many closed ones the list shows.
CLOSING_SOON = timedelta(days=7)
CLOSED_SHOWN = 60
_NAMES = Prefetch("quartiers", Quartier.objects.only("name", "slug").order_by("name"))


@dataclass(frozen=True, slots=True)
class SurveyList:
    open: tuple[Survey, ...]
    coming: tuple[Survey, ...]
    closed: tuple[Survey, ...]


def survey_list(day: date) -> SurveyList:
    """Public surveys with `n`: open ones first (the next to close leads), then those to come, then closed ones.

    Two queries.
    """
    rows = Survey.objects.public().with_n().defer("use", "tally").prefetch_related(_NAMES)
    phases = {phase: [] for phase in Phase}
    for row in rows[: CLOSED_SHOWN * 2]:
        phases[row.phase(day)].append(row)
    return SurveyList(
        open=tuple(sorted(phases[Phase.OPEN], key=lambda row: (row.closes_on, row.pk))),
        coming=tuple(sorted(phases[Phase.COMING], key=lambda row: (row.opens_on, row.pk))),
        closed=tuple(phases[Phase.CLOSED][:CLOSED_SHOWN]),
    )


def open_surveys(day: date, quartier=None) -> list[Survey]:
    """Those that take answers, the next to close first; of one quartier, those that ask it, its commune or everyone.

    One query.
    """
    rows = Survey.objects.public().open_on(day)
    if quartier is not None:
        rows = rows.around(quartier)
    return list(rows.only("title", "slug", "opens_on", "closes_on").order_by("closes_on", "pk"))


def survey_addresses() -> list[str]:
    """Of every public survey. One query."""
    return [survey.get_absolute_url() for survey in Survey.objects.public().only("slug").order_by("pk")]


def survey_page(slug: str) -> Survey | None:
    """A public survey with its quartiers and `n`, or None. Two queries."""
    return Survey.objects.public().with_n().filter(slug=slug).prefetch_related(_NAMES).first()


def questions_of(survey) -> list[Question]:
    """In their order, each with its choices. Two queries."""
    return list(survey.questions.prefetch_related(Prefetch("choices", Choice.objects.order_by("order", "id"))))


def has_answered(survey, *, user=None, address_hash="") -> bool:
    rows = Participation.objects.filter(survey=survey)
    if user is not None and rows.of_user(user).exists():
        return True
    return bool(address_hash) and rows.of_address(address_hash).exists()


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of a question. `count` is None where it is not published."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """`n` people answered this question. `cells` is empty for free texts and under `LEAST` answers."""

    kind: QuestionKind
    text: str
    n: int
    cells: tuple[Cell, ...] = ()
    mean: Decimal | None = None
    low_label: str = ""
    high_label: str = ""

    @property
    def too_few(self) -> bool:
        return self.kind != QuestionKind.TEXT and self.n < LEAST

    @property
    def hides(self) -> bool:
        return any(cell.count is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Results:
    """`counted_on`: the day of the last count of a survey that is still open, None once it is closed."""

    n: int
    questions: tuple[QuestionResult, ...]
    counted_on: date | None = None


def results(survey, day: date) -> Results:
    """What may be published. Four queries; of an open survey, its last count (see `services.count_live`).

    Answers one by one would show what each new person said: an open survey is published by ten answers at least.
    """
    questions = questions_of(survey)
    if survey.phase(day) == Phase.CLOSED:
        return _published(questions, count(survey))
    tally = survey.tally or {"n": 0, "counts": {}, "on": None}
    return _published(questions, tally, date.fromisoformat(tally["on"]) if tally["on"] else None)


def count(survey) -> dict:
    """n and, by question, how many answers fell on each choice (its id), mark or free text; keys as JSON keeps them.

    Two queries.
    """
    counts = {}
    rows = Answer.objects.filter(sheet__survey=survey).order_by()
    for row in rows.values("question_id", "choice_id", "scale").annotate(n=Count("pk")):
        answer = next((value for value in (row["choice_id"], row["scale"]) if value is not None), "text")
        counts.setdefault(str(row["question_id"]), {})[str(answer)] = row["n"]
    return {"n": AnswerSheet.objects.filter(survey=survey).count(), "counts": counts}


def _published(questions, tally, counted_on=None) -> Results:
    found = tuple(_question_result(question, tally["counts"].get(str(question.pk), {})) for question in questions)
    return Results(n=tally["n"], questions=found, counted_on=counted_on)


def _question_result(question, counts) -> QuestionResult:
    kind, n = QuestionKind(question.kind), sum(counts.values())
    ends = {"low_label": question.low_label, "high_label": question.high_label}
    if kind == QuestionKind.TEXT or n < LEAST:
        return QuestionResult(kind, question.text, n, **ends)
    if kind == QuestionKind.SCALE:
        labels = [(str(mark), str(mark)) for mark in SCALE]
    else:
        labels = [(str(choice.pk), choice.label) for choice in question.choices.all()]
    numbers = [counts.get(key, 0) for key, _label in labels]
    hidden = masked(numbers, with_mean=kind == QuestionKind.SCALE)
    cells = tuple(
        Cell(label, None if index in hidden else numbers[index]) for index, (_key, label) in enumerate(labels)
    )
    mean = _mean(numbers, n) if kind == QuestionKind.SCALE else None
    return QuestionResult(kind, question.text, n, cells, mean, **ends)


def _mean(numbers, n) -> Decimal:
    total = sum(mark * number for mark, number in zip(SCALE, numbers, strict=True))
    return (Decimal(total) / n).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a survey asks of the coordination: `closing` or `outcome`."""

    survey: Survey
    what: str


def waiting_for(user, day: date) -> list[Waiting]:
    """Open surveys that close within a week, and closed ones whose outcome nobody wrote. One query."""
    wanted = Q(closes_on__gte=day) | Q(outcome="")
    rows = Survey.objects.public().with_n().filter(wanted, opens_on__lte=day, closes_on__lte=day + CLOSING_SOON)
    rows = rows.order_by("closes_on", "pk")
    mine = [row for row in rows.defer("intro", "use", "tally") if can_manage_surveys_of(user, row.commune_id)]
    closing = [Waiting(row, "closing") for row in mine if row.phase(day) == Phase.OPEN]
    silent = [Waiting(row, "outcome") for row in mine if row.phase(day) == Phase.CLOSED]
    return [*closing, *silent]


def desk_surveys(user) -> list[Survey]:
    """The surveys this person manages, published or not, with `n` and `texts`. One query."""
    rows = Survey.objects.with_n().with_free_answers().defer("intro", "use", "outcome", "tally")
    return [row for row in rows if can_manage_surveys_of(user, row.commune_id)]


def free_answers(survey):
    """Free answers with their question, in the order of the questions, then in none: a query set to page through."""
    answers = Answer.objects.free_texts().filter(sheet__survey=survey).select_related("question")
    return answers.order_by("question__order", "question_id", "pk")


def export(user) -> dict:
    """Which surveys this person has answered and when; never the answers: nothing ties them to a person."""
    rows = Participation.objects.of_user(user).select_related("survey").order_by("day", "survey__title")
    found = [{"enquête": row.survey.title, "répondu le": row.day} for row in rows]
    if not found:
        return {}
    note = _("Vos réponses ne sont pas ici : elles sont gardées à part, sans rien qui dise de qui elles viennent.")
    return {"enquêtes": found, "à savoir": note}
