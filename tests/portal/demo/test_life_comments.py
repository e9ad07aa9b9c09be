"""The demonstration's comments: under invented fiches alone, each owed answer owed by somebody invented."""

from datetime import date

import pytest

from cms.models import ProjectPage
from participation.base.calendar import today
from participation.base.mail.models import OutboxMessage
from participation.comments.enums import State
from participation.comments.models import OfficialAnswer, PublicComment
from participation.comments.selectors import thread
from portal.demo.loader import load_demo


def invented():
    return ProjectPage.objects.filter(url_path__contains="/cinq-quartiers-de-martigues/")


def test_only_under_the_invented_convention(demo_db):
    keys = {str(pk) for pk in invented().values_list("pk", flat=True)}
    assert set(PublicComment.objects.values_list("object_pk", flat=True)) <= keys


def test_nobody_real_is_late_or_answers(demo_db):
    assert not PublicComment.objects.filter(partner__fictional=False).exists()
    assert not OfficialAnswer.objects.filter(partner__fictional=False).exists()
    for service in OfficialAnswer.objects.values_list("service", flat=True):
        assert "(démonstration)" in service or "(fictif)" in service


def test_the_story_of_the_passages(demo_db):
    said = thread(invented().get(number="12"))
    assert (said.count, said.waiting) == (7, 1)
    (waiting,) = [one for one in said.comments if one.waiting]
    assert waiting.text.startswith("Est-ce que les lampes s’éteignent à minuit")
    assert not waiting.late
    assert [one.at for one in said.comments] == sorted((one.at for one in said.comments), reverse=True)


def test_something_to_read_and_something_late_for_the_desk(demo_db):
    assert PublicComment.objects.to_read().count() == 1
    assert PublicComment.objects.to_answer().filter(answer_by__lt=today()).count() == 1
    assert not PublicComment.objects.exclude(state__in=[State.PUBLISHED, State.HELD]).exists()


def test_no_mail_left(demo_db):
    assert not OutboxMessage.objects.filter(module="commentaires").exists()


def test_loaded_again_it_is_the_same(demo_db):
    before = PublicComment.objects.count()
    load_demo(date(2027, 1, 1), replace=True)
    assert PublicComment.objects.count() == before
    assert thread(invented().get(number="12"), day=date(2027, 1, 1)).waiting == 1


@pytest.mark.parametrize("email", ["bailleur@demo.example", "agent@demo.example", "coordination@demo.example"])
def test_each_has_something_to_do(demo_db, email):
    from participation.accounts.models import User
    from participation.comments.selectors import desk_items

    assert desk_items(User.objects.get(email=email), today())
