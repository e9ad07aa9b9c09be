"""Facts written in the admin: each write leaves its line of history, an editor's waits, the coordination's counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cms.enums import FactState, FactVerb
from cms.models import BudgetStatement, FactChange, Milestone, Signatory, Theme
from participation.accounts.enums import Role
from participation.base import cache
from tests.cms.admin.asking import REFUSED, outcome, said
from tests.factories.accounts import staff_with
from tests.factories.cms import (
    ConventionPageFactory,
    MilestoneFactory,
    ProjectPageFactory,
    SignatoryFactory,
    ThemeFactory,
)
from tests.factories.territory import PartnerFactory, QuartierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention(martigues):
    return ConventionPageFactory(commune=martigues)


@pytest.fixture
def fiche(convention):
    return ProjectPageFactory(convention=convention)


def milestone_data(fiche, **values):
    data = {"project": fiche.pk, "title": "Poser les bancs", "weight": 1, "order": 0, "due_on": "30/06/2026"}
    return {**data, "evidence_public": "on", **values}


def history(fact):
    lines = FactChange.objects.filter(object_id=fact.pk, content_type__model=fact._meta.model_name)
    return [(line.verb, line.role) for line in lines.order_by("id")]


class TestMilestone:
    def test_the_coordination_adds_one_that_counts_at_once(self, coordination, fiche):
        coordination.post(reverse("faits_milestone:add"), milestone_data(fiche))

        fact = Milestone.objects.get()
        assert (fact.title, fact.due_on, fact.state) == ("Poser les bancs", date(2026, 6, 30), FactState.VALIDATED)
        assert fact.validated_by == coordination.user
        assert history(fact) == [(FactVerb.CREATED, Role.GUSP_COORDINATOR)]

    def test_an_editor_adds_one_that_waits(self, editor, fiche):
        response = editor.post(reverse("faits_milestone:add"), milestone_data(fiche))

        fact = Milestone.objects.get()
        assert (fact.state, fact.proposed_by) == (FactState.PROPOSED, editor.user)
        assert history(fact) == [(FactVerb.PROPOSED, Role.EDITOR)]
        assert "attend la validation" in said(response)[0]

    def test_the_coordination_of_elsewhere_proposes_like_an_editor(self, coordination, vitrolles):
        fiche = ProjectPageFactory(convention=ConventionPageFactory(commune=vitrolles))
        coordination.post(reverse("faits_milestone:add"), milestone_data(fiche))
        assert Milestone.objects.get().state == FactState.PROPOSED

    def test_marking_it_done_is_one_line_and_a_public_write(
        self, coordination, fiche, django_capture_on_commit_callbacks
    ):
        fact = MilestoneFactory(project=fiche, title="Poser les bancs")
        before = cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            coordination.post(
                reverse("faits_milestone:edit", args=[fact.pk]), milestone_data(fiche, done_on="2026-03-24")
            )
        fact.refresh_from_db()
        assert fact.done_on == date(2026, 3, 24)
        line = FactChange.objects.get()
        assert (line.verb, line.actor, line.page_id) == (FactVerb.CHANGED, coordination.user, fiche.pk)
        assert line.changes == {"done_on": {"from": None, "to": "2026-03-24"}}
        assert cache.version() != before

    def test_saving_without_a_change_writes_nothing(self, coordination, fiche):
        fact = MilestoneFactory(project=fiche, title="Poser les bancs")
        coordination.post(reverse("faits_milestone:edit", args=[fact.pk]), milestone_data(fiche))
        assert not FactChange.objects.exists()

    def test_a_fact_does_not_move_to_another_fiche(self, coordination, fiche):
        fact = MilestoneFactory(project=fiche)
        other = ProjectPageFactory()
        coordination.post(reverse("faits_milestone:edit", args=[fact.pk]), milestone_data(other))
        fact.refresh_from_db()
        assert (fact.project_id, fact.title) == (fiche.pk, "Poser les bancs")

    def test_deleting_it_keeps_its_history(self, coordination, fiche):
        fact = MilestoneFactory(project=fiche)
        coordination.post(reverse("faits_milestone:delete", args=[fact.pk]))
        assert not Milestone.objects.exists()
        assert history(fact) == [(FactVerb.DELETED, Role.GUSP_COORDINATOR)]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"done_on": "2199-01-01"}, "dans l’avenir"),
            ({"due_on": "", "new_due_on": "2026-07-01"}, "Donnez d’abord la date promise."),
            ({"new_due_on": "2026-06-30"}, "La nouvelle date suit la date promise."),
            ({"starts_on": "2026-07-01"}, "La fin précède le début."),
            ({"weight": 0}, "Le poids est au moins 1."),
            ({"evidence_url": "javascript:alert(1)"}, "Donnez une adresse complète"),
        ],
    )
    def test_what_cannot_be_true_is_refused_in_words(self, coordination, fiche, values, sentence):
        response = coordination.post(reverse("faits_milestone:add"), milestone_data(fiche, **values))
        assert sentence in response.content.decode()
        assert not Milestone.objects.exists()

    def test_a_link_fills_in_the_fiche(self, coordination, fiche):
        response = coordination.get(reverse("faits_milestone:add"), {"project": fiche.pk})
        assert response.context["form"]["project"].value() == fiche.pk

    def test_a_link_with_nonsense_does_no_harm(self, coordination, fiche):
        assert (
            coordination.get(
                reverse("faits_milestone:add"), {"project": "x", "quartier": "", "evidence_document": "9" * 40}
            ).status_code
            == 200
        )


class TestEditorsOwnProposal:
    def propose(self, editor, fiche):
        editor.post(reverse("faits_milestone:add"), milestone_data(fiche))
        return Milestone.objects.get()

    def test_is_corrected_and_withdrawn_by_its_author(self, editor, fiche):
        fact = self.propose(editor, fiche)
        editor.post(reverse("faits_milestone:edit", args=[fact.pk]), milestone_data(fiche, title="Poser six bancs"))
        fact.refresh_from_db()
        assert (fact.title, fact.state) == ("Poser six bancs", FactState.PROPOSED)
        editor.post(reverse("faits_milestone:delete", args=[fact.pk]))
        assert not Milestone.objects.exists()

    def test_is_not_another_editors(self, editor, fiche, logged_in):
        fact = self.propose(editor, fiche)
        other = logged_in(staff_with(Role.EDITOR))
        assert outcome(other.get(reverse("faits_milestone:edit", args=[fact.pk]))) == REFUSED

    def test_is_out_of_reach_once_validated(self, editor, fiche, coordination):
        fact = self.propose(editor, fiche)
        coordination.post(reverse("propositions:accept", args=["milestone", fact.pk]))
        url = reverse("faits_milestone:edit", args=[fact.pk])
        assert outcome(editor.post(url, milestone_data(fiche, title="Autre chose"))) == REFUSED

    def test_is_proposed_again_after_a_refusal(self, editor, fiche, coordination):
        fact = self.propose(editor, fiche)
        coordination.post(reverse("propositions:reject", args=["milestone", fact.pk]))
        url = reverse("faits_milestone:edit", args=[fact.pk])
        editor.post(url, milestone_data(fiche, title="Poser des bancs à l’ombre"))
        fact.refresh_from_db()
        assert fact.state == FactState.PROPOSED
        assert [verb for verb, _role in history(fact)] == [FactVerb.PROPOSED, FactVerb.REJECTED, FactVerb.PROPOSED]


class TestOtherFacts:
    def test_a_theme(self, coordination, convention):
        data = {"page": convention.pk, "title": "Cadre de vie", "label": "axe", "number": "1", "order": 0}
        coordination.post(reverse("faits_theme:add"), data)
        theme = Theme.objects.get()
        coordination.post(reverse("faits_theme:edit", args=[theme.pk]), {**data, "number": "2"})
        coordination.post(reverse("faits_theme:delete", args=[theme.pk]))
        assert [verb for verb, _role in history(theme)] == [FactVerb.CREATED, FactVerb.CHANGED, FactVerb.DELETED]

    def test_a_theme_stays_in_its_convention_and_out_of_itself(self, coordination, convention):
        theme = ThemeFactory(page=convention)
        child = ThemeFactory(page=convention, parent=theme)
        foreign = ThemeFactory()
        data = {"page": convention.pk, "title": "Cadre de vie", "label": "axe", "order": 0}
        response = coordination.post(reverse("faits_theme:add"), {**data, "parent": foreign.pk})
        assert "appartient à une autre convention" in response.content.decode()
        response = coordination.post(reverse("faits_theme:edit", args=[theme.pk]), {**data, "parent": child.pk})
        assert "Un thème ne peut pas se trouver dans lui-même." in response.content.decode()

    def test_a_signatory(self, coordination, convention):
        data = {"page": convention.pk, "partner": PartnerFactory().pk, "function": "Le maire", "order": 0}
        coordination.post(reverse("faits_signatory:add"), data)
        assert history(Signatory.objects.get()) == [(FactVerb.CREATED, Role.GUSP_COORDINATOR)]

    def test_a_signatory_twice_is_refused_in_the_form(self, coordination, convention):
        known = SignatoryFactory(page=convention, function="Le maire")
        data = {"page": convention.pk, "partner": known.partner_id, "function": "Le maire", "order": 0}
        assert coordination.post(reverse("faits_signatory:add"), data).status_code == 200
        assert Signatory.objects.count() == 1


class TestStatementWithItsLines:
    def data(self, convention, *rows, initial=0):
        data = {"page": convention.pk, "title": "Subvention", "year": 2015, "printed_total": "3000.00", "order": 0}
        data |= {"lignes-TOTAL_FORMS": len(rows), "lignes-INITIAL_FORMS": initial}
        for number, row in enumerate(rows):
            data |= {f"lignes-{number}-{name}": value for name, value in {"order": number, **row}.items()}
        return data

    def test_table_and_lines_are_written_together(self, coordination, convention):
        quartier = QuartierFactory()
        rows = ({"label": "Balayage", "amount": "1000.50", "quartier": quartier.pk}, {"label": "Tonte", "amount": "2"})
        coordination.post(reverse("faits_budgetstatement:add"), self.data(convention, *rows, {"order": 0}))

        statement = BudgetStatement.objects.get()
        assert [(line.label, line.amount, line.quartier) for line in statement.lines.all()] == [
            ("Balayage", Decimal("1000.50"), quartier),
            ("Tonte", Decimal("2.00"), None),
        ]
        assert FactChange.objects.filter(verb=FactVerb.CREATED).count() == 3

    def test_a_line_is_changed_one_removed_one_added(self, coordination, convention):
        coordination.post(
            reverse("faits_budgetstatement:add"),
            self.data(convention, {"label": "Balayage", "amount": "1"}, {"label": "Tonte", "amount": "2"}),
        )
        statement = BudgetStatement.objects.get()
        first, second = statement.lines.all()
        coordination.post(
            reverse("faits_budgetstatement:edit", args=[statement.pk]),
            self.data(
                convention,
                {"id": first.pk, "label": "Balayage", "amount": "5"},
                {"id": second.pk, "label": "Tonte", "amount": "2", "DELETE": "on"},
                {"label": "Taille", "amount": "7"},
                initial=2,
            ),
        )
        assert [(line.label, line.amount) for line in statement.lines.all()] == [("Balayage", 5), ("Taille", 7)]
        assert history(first)[-1][0] == FactVerb.CHANGED
        assert history(second)[-1][0] == FactVerb.DELETED

    def test_an_editors_table_waits_with_all_its_lines(self, editor, convention):
        editor.post(reverse("faits_budgetstatement:add"), self.data(convention, {"label": "Balayage", "amount": "1"}))
        statement = BudgetStatement.objects.get()
        assert {statement.state, statement.lines.get().state} == {FactState.PROPOSED}

    def test_a_bad_line_keeps_all_from_being_written(self, coordination, convention):
        rows = ({"label": "Balayage", "amount": "1"}, {"label": "Tonte", "amount": "beaucoup"})
        response = coordination.post(reverse("faits_budgetstatement:add"), self.data(convention, *rows))
        assert response.status_code == 200
        assert "Saisissez un nombre" in response.content.decode()
        assert not BudgetStatement.objects.exists()
        assert not FactChange.objects.exists()

    def test_lines_of_another_table_cannot_be_reached(self, coordination, convention):
        coordination.post(
            reverse("faits_budgetstatement:add"), self.data(convention, {"label": "Balayage", "amount": "1"})
        )
        mine = BudgetStatement.objects.get()
        other = BudgetStatement.objects.create(page=ConventionPageFactory(), title="Autre")
        foreign = other.lines.create(label="À d’autres", amount=9)
        row = {"id": foreign.pk, "label": "Volée", "amount": "0"}
        coordination.post(reverse("faits_budgetstatement:edit", args=[mine.pk]), self.data(convention, row, initial=1))
        foreign.refresh_from_db()
        assert foreign.label == "À d’autres"
