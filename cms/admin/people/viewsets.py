import django_filters
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column

from cms.admin.people import views
from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.base.admin.columns import DayColumn
from participation.base.admin.generic import PortalViewSet
from participation.base.calendar import today


class AccountFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=_("Rôle"), choices=Role.choices, method="of_role")

    class Meta:
        model = User
        fields = ["is_active", "is_staff"]

    def of_role(self, queryset, name, value):
        from participation.accounts.models import RoleGrant

        return queryset.filter(pk__in=RoleGrant.objects.active(today()).of_role(value).values("user"))


class AccountViewSet(PortalViewSet):
    """In place of Wagtail's: one page a person, roles granted and withdrawn one by one, nobody deleted."""

    model = User
    icon = "user"
    menu_label = _("Comptes et rôles")
    menu_name = "users"
    menu_order = 600
    add_to_settings_menu = True
    inspect_view_enabled = False
    index_view_class = views.AccountIndexView
    add_view_class = views.InviteView
    filterset_class = AccountFilterSet
    form_fields = ["email", "display_name"]
    list_display = [
        "__str__",
        Column("email", label=_("Adresse e-mail"), sort_key="email"),
        Column("roles", label=_("Rôles"), accessor=lambda user: ", ".join(str(grant) for grant in user.held_today)),
        BooleanColumn("is_active", label=_("Ouvert"), sort_key="is_active"),
        DayColumn("last_login", label=_("Dernière connexion"), sort_key="last_login"),
    ]
    search_fields = ["email", "display_name"]
    ordering = "email"

    def get_add_view_kwargs(self, **kwargs):
        return {**super().get_add_view_kwargs(**kwargs), "form_class": views.InviteForm}

    def get_urlpatterns(self):
        kept = [one for one in super().get_urlpatterns() if one.name in ("index", "index_results", "add")]
        return [
            *kept,
            path("<int:pk>/", views.person, name="edit"),
            path("<int:pk>/lien/", views.password_link, name="password_link"),
            path("<int:pk>/roles/", views.grant, name="grant"),
            path("<int:pk>/roles/<int:grant_pk>/retirer/", views.revoke, name="revoke"),
            path("<int:pk>/roles/<int:grant_pk>/verifier/", views.verify, name="verify"),
        ]
