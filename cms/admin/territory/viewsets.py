import django_filters
from django import forms
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.admin.territory import forms as ground_forms
from cms.admin.territory import views
from cms.admin.territory.imports import ImportsViewSet
from participation.base.admin.columns import DayColumn
from participation.base.admin.generic import PortalViewSet
from participation.territory.models import Closure, Commune, Partner, Quartier, QuartierStatus, Residence


class GroundViewSet(PortalViewSet):
    form_base = ground_forms.GroundForm
    inspect_view_class = views.GroundInspectView
    panels = ()

    def get_edit_handler(self):
        return ObjectList(list(self.panels), base_form_class=self.form_base).bind_to_model(self.model)


class CommuneViewSet(GroundViewSet):
    model = Commune
    name = "communes"
    url_prefix = "territoire/communes"
    icon = "site"
    form_base = ground_forms.CommuneForm
    list_display = ["name", "code", "insee_code"]
    search_fields = ["name", "code", "insee_code"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("code"), FieldPanel("insee_code")]


class QuartierFilterSet(WagtailFilterSet):
    without_perimeter = django_filters.BooleanFilter(
        label=_("Sans périmètre"), field_name="perimeter", lookup_expr="isnull"
    )

    class Meta:
        model = Quartier
        fields = ["commune"]


class QuartierViewSet(GroundViewSet):
    model = Quartier
    name = "quartiers"
    url_prefix = "territoire/quartiers"
    icon = "globe"
    form_base = ground_forms.QuartierForm
    index_view_class = views.QuartierIndexView
    add_view_class = views.QuartierCreateView
    edit_view_class = views.QuartierEditView
    delete_view_class = views.QuartierDeleteView
    filterset_class = QuartierFilterSet
    list_display = [
        "name",
        Column("commune", label=_("Commune"), sort_key="commune__name"),
        Column(
            "statuses",
            label=_("Statut d’aujourd’hui"),
            accessor=lambda row: ", ".join(
                f"{one.get_kind_display()} {one.code}".strip() for one in row.current_statuses
            ),
        ),
        Column("population", label=_("Habitants"), sort_key="population"),
        Column("has_perimeter", label=_("Périmètre"), accessor=lambda row: _("tracé") if row.has_perimeter else ""),
    ]
    search_fields = ["name", "slug", "commune__name", "statuses__code"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("commune"), FieldPanel("slug")]),
        FieldPanel("other_communes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("within"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                FieldPanel("population_source"),
            ],
            _("Population"),
        ),
        MultiFieldPanel([FieldPanel("perimeter"), FieldPanel("perimeter_source")], _("Périmètre")),
        FieldPanel("note"),
    ]

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(address_url_name=self.get_url_name("address"), **kwargs)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("adresse/<int:pk>/", views.change_address, name="address")]


class StatusViewSet(GroundViewSet):
    model = QuartierStatus
    name = "statuts"
    url_prefix = "territoire/statuts"
    icon = "tag"
    index_view_class = views.StatusIndexView
    list_display = [
        "quartier",
        "kind",
        "code",
        DayColumn("from_date", label=_("Depuis le"), sort_key="from_date"),
        DayColumn("until", label=_("Jusqu’au"), sort_key="until"),
        "source",
    ]
    list_filter = ["kind", "quartier__commune"]
    search_fields = ["code", "label", "quartier__name"]
    panels = [
        FieldPanel("quartier"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("from_date"), FieldPanel("until")]),
        FieldPanel("source"),
    ]


class PartnerViewSet(GroundViewSet):
    model = Partner
    name = "partenaires"
    url_prefix = "territoire/partenaires"
    icon = "group"
    form_base = ground_forms.PartnerForm
    index_view_class = views.PartnerIndexView
    list_display = ["__str__", "kind", "commune", "contact_phone", BooleanColumn("fictional", label=_("Fictif"))]
    list_filter = ["kind", "commune", "fictional"]
    search_fields = ["name", "short_name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("commune"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("website"), FieldPanel("contact_phone")]),
        FieldPanel("fictional"),
    ]


class ResidenceFilterSet(WagtailFilterSet):
    class Meta:
        model = Residence
        fields = ["quartier__commune", "quartier", "landlord"]


class ResidenceViewSet(GroundViewSet):
    model = Residence
    name = "residences"
    url_prefix = "territoire/residences"
    icon = "home"
    index_view_class = views.ResidenceIndexView
    filterset_class = ResidenceFilterSet
    list_display = [
        "name",
        Column("landlord", label=_("Bailleur"), sort_key="landlord__name"),
        Column("quartier", label=_("Quartier"), sort_key="quartier__name"),
        Column("dwellings", label=_("Logements"), sort_key="dwellings"),
        Column("on_call_number", label=_("Astreinte")),
    ]
    search_fields = ["name", "address", "landlord__name", "quartier__name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("quartier"), FieldPanel("landlord")]),
        FieldRowPanel([FieldPanel("dwellings"), FieldPanel("address")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("on_call_number"),
        FieldRowPanel([FieldPanel("lift_operator"), FieldPanel("lift_operator_phone")]),
        FieldPanel("source"),
    ]


class ClosureViewSet(GroundViewSet):
    model = Closure
    name = "fermetures"
    url_prefix = "territoire/fermetures"
    icon = "time"
    form_base = ground_forms.ClosureForm
    index_view_class = views.ClosureIndexView
    add_view_class = views.ClosureCreateView
    edit_view_class = views.ClosureEditView
    delete_view_class = views.ClosureDeleteView
    list_display = [
        "__str__",
        "reason",
        Column(
            "commune", label=_("Commune"), accessor=lambda row: row.commune or _("toutes"), sort_key="commune__name"
        ),
    ]
    list_filter = ["commune"]
    search_fields = ["reason"]
    panels = [
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("reason"),
        FieldPanel("commune"),
    ]


class TerritoryGroup(ModelViewSetGroup):
    menu_label = _("Territoire")
    menu_icon = "globe"
    menu_order = 310
    items = (
        QuartierViewSet,
        ResidenceViewSet,
        PartnerViewSet,
        StatusViewSet,
        ClosureViewSet,
        CommuneViewSet,
        ImportsViewSet("imports", url_prefix="territoire/imports"),
    )

    @cached_property
    def menu_name(self):
        return "territoire"
