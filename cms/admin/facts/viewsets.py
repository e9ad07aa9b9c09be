from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.admin.facts import columns, filters
from cms.admin.facts.forms import FactForm, project_chooser
from cms.admin.facts.journal import JournalViewSet
from cms.admin.facts.proposals import ProposalsViewSet
from cms.admin.facts.statements import StatementCreateView, StatementEditView
from cms.admin.facts.views import (
    FactCreateView,
    FactDeleteView,
    FactEditView,
    FactHistoryView,
    FactIndexView,
    FactInspectView,
)
from cms.models import BudgetLine, BudgetStatement, Milestone, Signatory, Theme
from participation.base.admin.columns import DayColumn
from participation.base.admin.generic import PortalViewSet


class FactViewSet(PortalViewSet):
    index_view_class = FactIndexView
    add_view_class = FactCreateView
    edit_view_class = FactEditView
    delete_view_class = FactDeleteView
    history_view_class = FactHistoryView
    inspect_view_class = FactInspectView
    panels = ()

    @cached_property
    def name(self):
        return f"faits_{self.model_name}"

    def get_edit_handler(self):
        return ObjectList(list(self.panels), base_form_class=FactForm).bind_to_model(self.model)


def convention_panel():
    return FieldPanel("page", heading=_("Convention"), widget=forms.Select)


class ThemeViewSet(FactViewSet):
    model = Theme
    icon = "folder-open-inverse"
    url_prefix = "conventions/themes"
    list_display = [
        "title",
        Column("number", label=_("Numéro"), sort_key="number"),
        Column("label", label=_("Mot du document")),
        Column("parent", label=_("Dans")),
        columns.convention(),
        columns.state(),
        columns.updated(),
    ]
    filterset_class = filters.ThemeFilterSet
    search_fields = ["title", "number", "label", "summary"]
    panels = [
        convention_panel(),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("number"), FieldPanel("order")]),
        FieldPanel("parent"),
        FieldPanel("summary"),
    ]


class SignatoryViewSet(FactViewSet):
    model = Signatory
    icon = "edit"
    url_prefix = "conventions/signataires"
    list_display = [
        "partner",
        Column("function", label=_("Fonction")),
        DayColumn("signed_on", label=_("Signée le"), sort_key="signed_on"),
        columns.convention(),
        columns.state(),
        columns.updated(),
    ]
    filterset_class = filters.SignatoryFilterSet
    search_fields = ["partner__name", "partner__short_name", "function"]
    panels = [
        convention_panel(),
        FieldPanel("partner", widget=forms.Select),
        FieldPanel("function"),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("order")]),
    ]


class BudgetStatementViewSet(FactViewSet):
    model = BudgetStatement
    icon = "table"
    url_prefix = "conventions/tableaux-argent"
    add_view_class = StatementCreateView
    edit_view_class = StatementEditView
    list_display = [
        "title",
        Column("year", label=_("Année"), sort_key="year"),
        columns.money("printed_total", _("Total imprimé")),
        columns.convention(),
        columns.state(),
        columns.updated(),
    ]
    filterset_class = filters.BudgetStatementFilterSet
    search_fields = ["title", "source"]
    panels = [
        convention_panel(),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("printed_total"), FieldPanel("order")]),
        FieldPanel("source"),
        FieldPanel("explanation"),
    ]


class BudgetLineViewSet(FactViewSet):
    model = BudgetLine
    icon = "list-ul"
    url_prefix = "conventions/lignes-argent"
    list_display = [
        "label",
        columns.money("amount", _("Montant")),
        Column("quartier", label=_("Quartier")),
        Column("statement", label=_("Tableau d’argent")),
        columns.convention(),
        columns.state(),
        columns.updated(),
    ]
    filterset_class = filters.BudgetLineFilterSet
    search_fields = ["label", "statement__title"]
    panels = [
        FieldPanel("statement", widget=forms.Select),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("quartier"), FieldPanel("amount"), FieldPanel("order")]),
    ]


class MilestoneViewSet(FactViewSet):
    model = Milestone
    icon = "calendar-check"
    url_prefix = "conventions/etapes"
    menu_label = _("Étapes (jalons)")
    list_display = [
        "title",
        columns.timeliness(),
        DayColumn("due_on", label=_("Promise le"), sort_key="due_on"),
        Column("project", label=_("Fiche")),
        Column("quartier", label=_("Quartier")),
        columns.convention(),
        columns.state(),
        columns.updated(),
    ]
    filterset_class = filters.MilestoneFilterSet
    search_fields = ["title", "status_note", "project__title"]
    panels = [
        FieldPanel("project", widget=project_chooser()),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("quartier"), FieldPanel("weight"), FieldPanel("order")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("due_on"), FieldPanel("new_due_on")]),
                FieldPanel("done_on"),
                FieldPanel("status_note"),
            ],
            _("La promesse"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("evidence_label"),
                FieldPanel("evidence_url"),
                FieldPanel("evidence_document"),
                FieldPanel("evidence_public"),
            ],
            _("La preuve"),
        ),
    ]


class ConventionsGroup(ModelViewSetGroup):
    menu_label = _("Conventions")
    menu_icon = "clipboard-list"
    menu_order = 300
    items = (
        ProposalsViewSet("propositions", url_prefix="conventions/propositions"),
        MilestoneViewSet,
        ThemeViewSet,
        SignatoryViewSet,
        BudgetStatementViewSet,
        BudgetLineViewSet,
        JournalViewSet,
    )
