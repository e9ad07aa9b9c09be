"""The list of what waits, and its two answers."""

import pytest
from django.urls import reverse

from cms.enums import FactState, FactVerb
from cms.models import FactChange
from participation.accounts.enums import Role
from tests.cms.admin.asking import REFUSED, outcome, said
from tests.factories.cms import ConventionPageFactory, MilestoneFactory, ProjectPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db
WAITING = reverse("propositions:index")


@pytest.fixture
def proposal(martigues):
    convention = ConventionPageFactory(commune=martigues, title="Convention de Martigues")
    return ThemeFactory(page=convention, title="Cadre de vie", number="1", state=FactState.PROPOSED)


def test_the_coordination_answers_what_is_in_its_hands(coordination, proposal, vitrolles):
    elsewhere = ThemeFactory(page=ConventionPageFactory(commune=vitrolles), state=FactState.PROPOSED)
    page = coordination.get(WAITING).content.decode()
    assert reverse("propositions:accept", args=["theme", proposal.pk]) in page
    assert "Convention de Martigues" in page
    assert reverse("propositions:accept", args=["theme", elsewhere.pk]) not in page


def test_an_editor_sees_and_does_not_answer(editor, proposal):
    page = editor.get(WAITING).content.decode()
    assert "1 Cadre de vie" in page
    assert "La coordination répond." in page
    url = reverse("propositions:accept", args=["theme", proposal.pk])
    assert outcome(editor.post(url)) == REFUSED
    proposal.refresh_from_db()
    assert proposal.state == FactState.PROPOSED


@pytest.mark.parametrize(
    ("url_name", "state", "verb"),
    [
        ("propositions:accept", FactState.VALIDATED, FactVerb.VALIDATED),
        ("propositions:reject", FactState.REJECTED, FactVerb.REJECTED),
    ],
)
def test_an_answer_is_kept_with_who_gave_it(coordination, proposal, url_name, state, verb):
    coordination.post(reverse(url_name, args=["theme", proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == state
    line = FactChange.objects.get()
    assert (line.verb, line.actor, line.role) == (verb, coordination.user, Role.GUSP_COORDINATOR)


def test_an_answer_by_a_link_does_nothing(coordination, proposal):
    assert coordination.get(reverse("propositions:accept", args=["theme", proposal.pk])).status_code == 405
    proposal.refresh_from_db()
    assert proposal.state == FactState.PROPOSED


def test_a_second_answer_is_told_in_words(coordination, proposal):
    coordination.post(reverse("propositions:accept", args=["theme", proposal.pk]))
    response = coordination.post(reverse("propositions:reject", args=["theme", proposal.pk]))
    assert "déjà" in said(response)[-1] or "pas" in said(response)[-1]
    proposal.refresh_from_db()
    assert proposal.state == FactState.VALIDATED


def test_an_unknown_kind_of_fact_is_nowhere(coordination):
    assert coordination.post("/admin/conventions/propositions/factchange/1/valider/").status_code == 404


def test_nothing_waits(coordination):
    assert "Rien n’attend de validation." in coordination.get(WAITING).content.decode()


def test_the_dashboard_counts_what_this_person_can_answer(coordination, editor, proposal, vitrolles):
    project = ProjectPageFactory(convention=ConventionPageFactory(commune=vitrolles))
    MilestoneFactory(project=project, state=FactState.PROPOSED)
    assert "1 proposition attend votre réponse" in coordination.get("/admin/").content.decode()
    assert "votre réponse" not in editor.get("/admin/").content.decode()
