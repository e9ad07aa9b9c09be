"""The demonstration's comments: about what is invented, each owed answer owed by somebody invented; a year of them."""

from datetime import date, timedelta

import pytest

from cms.models import ConventionPage, NewsPage, ProjectPage
from participation.base.calendar import today
from participation.base.mail.models import OutboxMessage
from participation.comments.enums import State
from participation.comments.models import AnswerVersion, Discussion, OfficialAnswer, PublicComment, Support
from participation.comments.selectors import figures, pauses, thread, window_of
from participation.moderation.models import Case
from participation.territory.models import Closure, Quartier
from portal.demo.loader import load_demo


def invented():
    return ProjectPage.objects.filter(url_path__contains="/cinq-quartiers-de-martigues/")


def test_under_the_invented_convention_its_fiches_news_and_a_quartier(demo_db):
    convention = ConventionPage.objects.get(slug="cinq-quartiers-de-martigues")
    allowed = {
        "projectpage": invented(),
        "conventionpage": ConventionPage.objects.filter(pk=convention.pk),
        "newspage": NewsPage.objects.all(),
        "quartier": Quartier.objects.filter(slug="canto-perdrix"),
    }
    found = PublicComment.objects.order_by().values_list("content_type__model", "object_pk").distinct()
    assert {model for model, _key in found} == set(allowed)
    for model, key in found:
        assert allowed[model].filter(pk=key).exists(), (model, key)


def test_nobody_real_is_late_or_answers(demo_db):
    assert not PublicComment.objects.filter(partner__fictional=False).exists()
    assert not OfficialAnswer.objects.filter(partner__fictional=False).exists()
    for service in OfficialAnswer.objects.values_list("service", flat=True):
        assert "(démonstration)" in service or "(fictif)" in service


def test_only_invented_landlords_are_late(demo_db):
    for service in figures(today()).services:
        if "(fictif)" not in service.name:
            assert (service.late, service.in_time in (100, None)) == (0, True), service.name


def test_a_year_of_answers(demo_db):
    found = figures(today())
    assert found.total.answered >= 30
    assert sum(month.answered > 0 for month in found.total.months) >= 10
    assert {service.name for service in found.services} >= {"Phare Habitat (fictif)", "Étang Habitat (fictif)"}
    assert 50 <= found.total.in_time < 100


def test_the_story_of_the_passages(demo_db):
    said = thread(invented().get(number="12"))
    assert (said.count, said.waiting) == (8, 1)
    (waiting,) = [one for one in said.comments if one.waiting]
    assert waiting.text.startswith("Est-ce que les lampes s’éteignent à minuit")
    assert not waiting.late
    days = [one.day.iso for one in said.comments]
    assert days == sorted(days, reverse=True)


def test_one_answer_was_corrected_and_people_support_each_other(demo_db):
    version = AnswerVersion.objects.get()
    assert "15 juin" in version.answer.text
    assert Support.objects.count() >= 10
    assert PublicComment.objects.order_by("-support").first().support == 3


def test_a_discussion_closed_with_its_outcome_one_that_waits_one_that_is_open(demo_db):
    closed = window_of(invented().get(number="9"))
    assert (closed.is_open, closed.outcome[:11]) == (False, "Onze idées,")
    assert Discussion.objects.get(outcome__startswith="Onze").told_at is not None
    without = window_of(invented().get(number="4"))
    assert (without.is_open, without.outcome) == (False, "")
    assert window_of(NewsPage.objects.get(slug="deux-bancs-place-robert-desnos")).is_open


def test_something_to_read_and_something_late_for_the_desk(demo_db):
    assert PublicComment.objects.to_read().count() == 4
    assert Case.objects.filter(kind="commentaire").count() >= 4
    assert PublicComment.objects.to_answer().filter(answer_by__lt=today()).count() == 1
    assert not PublicComment.objects.exclude(state__in=[State.PUBLISHED, State.HELD, State.REFUSED]).exists()


def test_the_service_closes_at_the_end_of_the_year(demo_db):
    closure = Closure.objects.get()
    assert (closure.commune.code, closure.starts_on.month, closure.ends_on - closure.starts_on) == (
        "MAR",
        12,
        timedelta(days=7),
    )


def test_loaded_before_christmas_the_pages_say_so(demo_db):
    load_demo(date(2027, 12, 23), replace=True)
    assert Closure.objects.get().starts_on == date(2027, 12, 24)
    waiting = PublicComment.objects.to_answer().select_related("official_answer")
    assert "du 24 au 31" in pauses(waiting)[0].replace("\u00a0", " ")


def test_no_mail_left(demo_db):
    assert not OutboxMessage.objects.filter(module="commentaires").exists()
    assert not OutboxMessage.objects.filter(to="voisinage@demo.example").exists()


def test_loaded_again_it_is_the_same(demo_db):
    def counts():
        models = (PublicComment, OfficialAnswer, AnswerVersion, Support, Discussion, Closure)
        return [model.objects.count() for model in models]

    before = counts()
    load_demo(date(2027, 1, 4), replace=True)
    assert counts() == before
    assert thread(invented().get(number="12"), day=date(2027, 1, 4)).waiting == 1


@pytest.mark.parametrize("email", ["bailleur@demo.example", "agent@demo.example", "coordination@demo.example"])
def test_each_has_something_to_do(demo_db, email):
    from participation.accounts.models import User
    from participation.comments.selectors import desk_items

    assert desk_items(User.objects.get(email=email), today())
