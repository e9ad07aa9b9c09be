from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Prefetch, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from cms.admin.territory.forms import AddressForm, StatusFormSet
from cms.models import BudgetLine, Milestone
from participation.accounts.rules import can_manage_territory
from participation.base.admin import generic
from participation.base.admin.rows import WithRows
from participation.base.calendar import today
from participation.territory.models import Quartier, QuartierStatus
from participation.territory.services import declare_closure, rename_slug, withdraw_closure


class GroundInspectView(generic.InspectView):
    def get_fields(self):
        return [name for name in super().get_fields() if name not in ("id", "cell", "perimeter_mark", "perimeter")]


class PartnerIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("commune")


class ResidenceIndexView(generic.IndexView):
    def get_base_queryset(self):
        found = super().get_base_queryset().select_related("quartier__commune", "landlord")
        return found.defer("quartier__perimeter")


class StatusIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("quartier__commune").defer("quartier__perimeter")


class ClosureIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("commune")


class DeclaresClosure:
    """Saved by the service: the days that were promised move with it."""

    def save_instance(self):
        closure = self.form.instance
        said = {name: getattr(closure, name) for name in ("commune", "starts_on", "ends_on", "reason")}
        return declare_closure(**said, closure=closure if closure.pk else None)


class ClosureCreateView(DeclaresClosure, generic.CreateView):
    pass


class ClosureEditView(DeclaresClosure, generic.EditView):
    pass


class ClosureDeleteView(generic.DeleteView):
    def delete_action(self):
        withdraw_closure(closure=self.object)


class QuartierIndexView(generic.IndexView):
    """Perimeters weigh up to a megabyte in all: the list only knows whether there is one."""

    def get_base_queryset(self):
        current = Prefetch(
            "statuses", QuartierStatus.objects.current(today()).order_by("kind"), to_attr="current_statuses"
        )
        has_perimeter = Case(When(perimeter__isnull=False, then=Value(True)), default=Value(False))
        found = super().get_base_queryset().select_related("commune").prefetch_related(current)
        return found.annotate(has_perimeter=has_perimeter).defer("perimeter")


class QuartierDeleteView(generic.DeleteView):
    def held_by(self):
        return [row for model in (Milestone, BudgetLine) for row in model.objects.filter(quartier=self.object)[:3]]


class WithStatuses(WithRows):
    formset_class = StatusFormSet
    rows_heading = gettext_lazy("Statuts, présents et passés")
    rows_help = gettext_lazy("Un statut terminé garde sa ligne, avec sa date de fin : il reste au passé du lieu.")

    def rows_queryset(self):
        return QuartierStatus.objects.order_by("-from_date", "id")

    def write_row(self, row, form):
        row.save()

    def remove_row(self, row):
        row.delete()


class QuartierCreateView(WithStatuses, generic.CreateView):
    pass


class QuartierEditView(WithStatuses, generic.EditView):
    address_url_name = None

    @cached_property
    def header_more_buttons(self):
        url = reverse(self.address_url_name, args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Changer l’adresse"), url=url, icon_name="link", priority=15)]


def change_address(request, pk):
    quartier = get_object_or_404(Quartier.objects.defer("perimeter"), pk=pk)
    if not can_manage_territory(request.user, quartier.commune_id):
        raise PermissionDenied
    form = AddressForm(request.POST or None, initial={"slug": quartier.slug})
    if request.method == "POST" and form.is_valid():
        try:
            rename_slug(quartier=quartier, slug=form.cleaned_data["slug"])
        except ValidationError as error:
            form.add_error("slug", error.messages)
        else:
            messages.success(request, _("« %s » a une nouvelle adresse ; l’ancienne y renvoie.") % quartier)
            return redirect("quartiers:edit", quartier.pk)
    context = {
        "form": form,
        "quartier": quartier,
        "header_title": _("Changer l’adresse de %s") % quartier,
        "header_icon": "link",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("quartiers:index"), "label": _("Quartiers")},
            {"url": reverse("quartiers:edit", args=[quartier.pk]), "label": str(quartier)},
            {"url": "", "label": _("Changer l’adresse")},
        ],
    }
    return TemplateResponse(request, "wagtailadmin/portal/change_address.html", context)
