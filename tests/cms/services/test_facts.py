from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction

from cms.enums import FactState, FactVerb
from cms.models import BudgetLine, BudgetStatement, FactChange, Milestone, Theme
from cms.services import facts
from cms.workflow import TRANSITIONS, IllegalTransition, check_transition
from participation.base import cache
from participation.base.calendar import today
from tests.factories.accounts import UserFactory
from tests.factories.cms import (
    BudgetLineFactory,
    BudgetStatementFactory,
    ConventionPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
ROLE = "gusp_coordinator"


@pytest.fixture
def actor():
    return UserFactory()


def history(fact):
    return FactChange.objects.filter(object_id=fact.pk, content_type__model=fact._meta.model_name).order_by("pk")


def new_milestone(**values):
    return Milestone(project=ProjectPageFactory(), title="Poser trois mâts", **values)


def test_a_new_fact_is_public_and_its_history_begins(actor):
    milestone = facts.save_fact(new_milestone(due_on=date(2026, 6, 30)), actor=actor, role=ROLE)
    assert milestone.state == FactState.VALIDATED
    assert milestone.validated_by == actor
    line = history(milestone).get()
    assert (line.verb, line.role, line.actor, line.page_id) == (FactVerb.CREATED, ROLE, actor, milestone.project_id)


def test_history_says_which_fields_changed_with_figures_and_never_with_words(actor):
    milestone = MilestoneFactory(due_on=date(2026, 2, 27), weight=1, status_note="")
    milestone.due_on, milestone.weight, milestone.status_note = date(2026, 4, 30), 3, "Il manque deux mâts à Canto."
    facts.save_fact(milestone, actor=actor, role=ROLE)
    changes = history(milestone).get().changes
    assert changes == {
        "due_on": {"from": "2026-02-27", "to": "2026-04-30"},
        "weight": {"from": 1, "to": 3},
        "status_note": {},
    }


def test_amounts_keep_their_cents_in_the_history(actor):
    line = BudgetLineFactory(amount=Decimal("29174.12"))
    line.amount = Decimal("29174.10")
    facts.save_fact(line, actor=actor, role=ROLE)
    change = history(line).get()
    assert change.changes == {"amount": {"from": "29174.12", "to": "29174.10"}}
    assert change.page_id == line.statement.page_id


def test_saving_without_change_writes_nothing(actor):
    milestone = MilestoneFactory()
    facts.save_fact(Milestone.objects.get(pk=milestone.pk), actor=actor, role=ROLE)
    assert not history(milestone).exists()


def test_correcting_a_proposal_does_not_publish_it(actor):
    milestone = facts.propose_fact(new_milestone(), actor=actor, role="partner_agent")
    milestone.title, milestone.state = "Poser deux mâts", FactState.VALIDATED
    facts.save_fact(milestone, actor=actor, role="partner_agent")
    assert Milestone.objects.get(pk=milestone.pk).state == FactState.PROPOSED


def test_a_wrong_fact_is_refused_and_leaves_no_trace(actor):
    with pytest.raises(ValidationError):
        facts.save_fact(new_milestone(starts_on=date(2026, 5, 1), due_on=date(2026, 4, 1)), actor=actor, role=ROLE)
    assert not FactChange.objects.exists()
    assert not Milestone.objects.exists()


def test_a_kept_promise(actor):
    milestone = MilestoneFactory(evidence_label="Compte rendu")
    done = facts.mark_milestone_done(
        milestone, done_on=today(), actor=actor, role=ROLE, evidence_url="https://ville.example/photo"
    )
    assert (done.done_on, done.evidence_label, done.evidence_url) == (
        today(),
        "Compte rendu",
        "https://ville.example/photo",
    )
    assert history(milestone).get().changes["done_on"] == {"from": None, "to": today().isoformat()}


def test_nothing_is_kept_tomorrow(actor):
    milestone = MilestoneFactory()
    with pytest.raises(ValidationError, match="aujourd’hui au plus tard"):
        facts.mark_milestone_done(milestone, done_on=today() + timedelta(days=1), actor=actor, role=ROLE)
    assert Milestone.objects.get(pk=milestone.pk).done_on is None


def test_a_proposal_waits_then_is_validated(actor):
    proposed = facts.propose_fact(new_milestone(), actor=actor, role="partner_agent")
    assert not Milestone.objects.public().exists()
    other = UserFactory()
    facts.validate_fact(proposed, actor=other, role=ROLE)
    stored = Milestone.objects.public().get()
    assert (stored.proposed_by, stored.validated_by) == (actor, other)
    assert [line.verb for line in history(proposed)] == [FactVerb.PROPOSED, FactVerb.VALIDATED]


def test_a_rejected_proposal_is_kept_and_may_be_proposed_again(actor):
    proposed = facts.propose_fact(new_milestone(), actor=actor, role="partner_agent")
    rejected = facts.reject_fact(proposed, actor=actor, role=ROLE)
    assert rejected.state == FactState.REJECTED
    with pytest.raises(IllegalTransition):
        facts.validate_fact(rejected, actor=actor, role=ROLE)
    again = facts.propose_fact(rejected, actor=actor, role="partner_agent")
    assert again.state == FactState.PROPOSED


def test_what_is_public_is_neither_proposed_nor_validated_again(actor):
    milestone = MilestoneFactory()
    for act in (facts.propose_fact, facts.validate_fact, facts.reject_fact):
        with pytest.raises(IllegalTransition, match="déjà validé"):
            act(milestone, actor=actor, role=ROLE)
    assert Milestone.objects.public().get() == milestone


@pytest.mark.parametrize("before", [None, *FactState])
@pytest.mark.parametrize("after", FactState)
def test_transitions_are_the_ones_of_the_table(before, after):
    if after in TRANSITIONS[before]:
        assert check_transition(before, after) is None
    else:
        with pytest.raises(IllegalTransition, match=r"\.$"):
            check_transition(before, after)


def test_deleting_keeps_the_history_of_the_parts_too(actor):
    statement = BudgetStatementFactory()
    lines = [BudgetLineFactory(statement=statement) for _ in range(2)]
    facts.delete_fact(statement, actor=actor, role=ROLE)
    assert not BudgetStatement.objects.exists()
    assert not BudgetLine.objects.exists()
    deleted = FactChange.objects.filter(verb=FactVerb.DELETED)
    assert deleted.count() == 3
    assert {line.pk for line in lines} <= set(deleted.values_list("object_id", flat=True))


def test_deleting_a_theme_takes_its_sub_themes(actor):
    theme = ThemeFactory()
    child = ThemeFactory(page=theme.page, parent=theme)
    ThemeFactory(page=theme.page, parent=child)
    facts.delete_fact(theme, actor=actor, role=ROLE)
    assert not Theme.objects.exists()
    assert FactChange.objects.filter(verb=FactVerb.DELETED).count() == 3


@pytest.mark.parametrize("act", ["save", "propose", "validate", "delete"])
def test_every_write_starts_a_new_version_of_the_page_cache(act, actor, django_capture_on_commit_callbacks):
    milestone = MilestoneFactory()
    proposed = MilestoneFactory(state=FactState.PROPOSED)
    fresh = new_milestone()
    before = cache.version()
    with django_capture_on_commit_callbacks(execute=True):
        if act == "save":
            milestone.weight = 5
            facts.save_fact(milestone, actor=actor, role=ROLE)
        elif act == "propose":
            facts.propose_fact(fresh, actor=actor, role=ROLE)
        elif act == "validate":
            facts.validate_fact(proposed, actor=actor, role=ROLE)
        else:
            facts.delete_fact(milestone, actor=actor, role=ROLE)
    assert cache.version() != before


def test_history_can_only_grow():
    convention = ConventionPageFactory()
    line = FactChange.objects.create(
        content_type=ContentType.objects.get_for_model(Milestone),
        object_id=1,
        page_id=convention.pk,
        verb=FactVerb.CREATED,
    )
    line.role = "editor"
    for forbidden in (
        line.save,
        line.delete,
        FactChange.objects.all().delete,
        lambda: FactChange.objects.update(role="editor"),
        lambda: FactChange.objects.bulk_update([line], ["role"]),
        lambda: FactChange.objects.update_or_create(pk=line.pk, defaults={"role": "editor"}),
    ):
        with pytest.raises(TypeError, match="append-only"), transaction.atomic():
            forbidden()
    assert FactChange.objects.get().role == ""


def test_history_outlives_the_account_that_wrote_it(actor):
    milestone = facts.save_fact(new_milestone(), actor=actor, role=ROLE)
    actor.delete()
    line = history(milestone).get()
    assert (line.actor, line.role) == (None, ROLE)


def test_history_protects_the_kind_of_fact_it_is_about():
    assert FactChange._meta.get_field("content_type").remote_field.on_delete is models.PROTECT
