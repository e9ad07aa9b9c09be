"""Where surveys meet the Wagtail admin. What each part does stands in `admin/`."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy

from participation.base.admin.columns import DayColumn
from participation.base.admin.generic import PortalViewSet
from participation.surveys.admin import views
from participation.surveys.admin.forms import SurveyForm
from participation.surveys.admin.rights import SurveyPolicy
from participation.surveys.models import Survey

register_permission_policy(Survey, SurveyPolicy(Survey), exact_class=True)


class SurveyViewSet(PortalViewSet):
    model = Survey
    name = "surveys_admin"
    url_prefix = "enquetes"
    icon = "help"
    menu_label = _("Enquêtes")
    menu_order = 320
    menu_name = "enquetes"
    add_to_admin_menu = True
    inspect_view_enabled = False
    index_view_class = views.IndexView
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    list_filter = ["published", "commune"]
    search_fields = ["title", "slug", "asked_by"]
    list_display = [
        "title",
        "commune",
        DayColumn("opens_on", label=_("Ouvre le"), sort_key="opens_on"),
        DayColumn("closes_on", label=_("Ferme le"), sort_key="closes_on"),
        Column("n", label=_("Réponses")),
        BooleanColumn("published", label=_("Publiée")),
    ]
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("intro"),
        FieldPanel("asked_by"),
        FieldPanel("use"),
        FieldPanel("commune"),
        FieldPanel("quartiers", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
        FieldPanel("live_results"),
        FieldPanel("published"),
        MultiFieldPanel([FieldPanel("outcome"), FieldPanel("outcome_on")], _("Ce qui est décidé")),
    ]

    def get_edit_handler(self):
        return ObjectList(list(self.panels), base_form_class=SurveyForm).bind_to_model(self.model)


@hooks.register("register_admin_viewset")
def register_surveys():
    return SurveyViewSet()
