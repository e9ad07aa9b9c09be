"""Who has answered and what was answered are two heaps: nothing in one leads into the other."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import DateTimeField, ForeignKey, TimeField

from participation.surveys import services
from participation.surveys.models import Answer, AnswerSheet, Participation, Survey
from tests.factories.surveys import SurveyFactory, answers_to

WHO = (Participation,)
WHAT = (AnswerSheet, Answer)
PEOPLE = 60


def columns(model):
    return {field.column: field for field in model._meta.concrete_fields}


def targets(model):
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}


def fill(survey):
    """So many people, each known in the test alone by what they wrote."""
    for number in range(PEOPLE):
        answers = answers_to(survey, text=f"{number:03d}")
        services.submit_answers(survey=survey, answers=answers, address_hash=f"{number:03d}")


def physical(model, column):
    """`column` of every row, as the rows lie on the disk."""
    row = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {column} FROM "{model._meta.db_table}" ORDER BY {row}')
        return [value for (value,) in cursor.fetchall()]


def test_no_column_joins_them():
    assert targets(Participation) == {Survey, apps.get_model("accounts.User")}
    assert targets(AnswerSheet) == {Survey}
    assert Participation not in targets(Answer)
    assert apps.get_model("accounts.User") not in targets(Answer) | targets(AnswerSheet)
    assert set(columns(Participation)) & set(columns(AnswerSheet)) == {"id", "survey_id"}
    assert set(columns(Participation)) & set(columns(Answer)) == {"id"}


def test_no_instant_and_no_number_that_counts_up():
    for model in (*WHO, *WHAT):
        assert not [field for field in model._meta.fields if isinstance(field, DateTimeField | TimeField)]
        assert model._meta.pk.get_internal_type() == "UUIDField"
    assert not [field for model in WHAT for field in model._meta.fields if "Date" in field.get_internal_type()]


def test_nothing_else_points_at_a_sheet_or_a_participation():
    """A log, a link table or a generic row would join them after all."""
    pointing = {
        (model, field.related_model)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in (*WHO, *WHAT)
    }
    assert pointing == {(Answer, AnswerSheet)}


def test_no_key_is_shared(survey):
    fill(survey)
    ids = [set(model.objects.values_list("pk", flat=True)) for model in (Participation, AnswerSheet, Answer)]
    assert sum(map(len, ids)) == len(set.union(*ids)) == PEOPLE * 5
    assert all(pk.version == 4 for found in ids for pk in found)


def test_the_order_in_which_they_are_read_says_nothing(survey):
    """By their random keys: that both come out as they went in has odds of one to 60!."""
    fill(survey)
    people = list(Participation.objects.values_list("address_hash", flat=True))
    sheets = [answer.text for sheet in AnswerSheet.objects.all() for answer in sheet.answers.exclude(text="")]
    assert sorted(people) == sorted(sheets)
    assert people != sorted(people)
    assert sheets != sorted(sheets)
    assert people != sheets


@pytest.mark.django_db
def test_the_disk_forgets_the_order_in_the_night():
    survey, other = SurveyFactory(), SurveyFactory(closed=True)
    fill(survey)
    sheet = AnswerSheet.objects.create(survey=other)
    Answer.objects.create(sheet=sheet, question=other.questions.get(kind="scale"), scale=3)
    before = {(answer.sheet_id, answer.text) for answer in Answer.objects.exclude(text="")}
    counted = services.upkeep.count(survey)

    assert services.mix_answers() == PEOPLE + 1
    written = [text for text in physical(Answer, "text") if text]
    assert sorted(written) == [f"{number:03d}" for number in range(PEOPLE)]
    assert written != sorted(written)
    after = {(answer.sheet_id, answer.text) for answer in Answer.objects.exclude(text="")}
    assert not {pk for pk, _text in before} & {pk for pk, _text in after}, "new keys too"
    assert services.upkeep.count(survey) == counted, "and every answer is still there"
    if connection.vendor == "postgresql":
        assert len({str(value) for value in physical(AnswerSheet, "xmin")}) <= 2


def test_what_closed_long_ago_rests(db):
    survey = SurveyFactory(opens_on="2020-01-01", closes_on="2020-02-01")
    AnswerSheet.objects.create(survey=survey)
    assert services.mix_answers() == 0
