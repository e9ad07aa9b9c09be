from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.generic.base import BaseListingView, BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.admin.facts import history
from cms.admin.facts.queries import with_convention
from cms.admin.facts.writing import remove, write
from cms.enums import FactState
from cms.models import FactChange
from participation.base.admin import generic
from participation.base.admin.columns import DayColumn


class WaitingNote:
    """Says what becomes of what was just written when it is not public at once."""

    def get_success_message(self, instance=None):
        if self.object.state == FactState.PROPOSED:
            return _("« %s » attend la validation de la coordination.") % self.object
        return super().get_success_message(instance) if instance is not None else super().get_success_message()


class FactIndexView(generic.IndexView):
    def get_base_queryset(self):
        return with_convention(super().get_base_queryset())


class FactCreateView(WaitingNote, generic.CreateView):
    def save_instance(self):
        return write(self.form.instance, user=self.request.user)

    def get_success_buttons(self):
        may = self.permission_policy.user_has_permission_for_instance(self.request.user, "change", self.object)
        return super().get_success_buttons() if may else []


class FactEditView(WaitingNote, generic.EditView):
    def save_instance(self):
        return write(self.form.instance, user=self.request.user)


class FactDeleteView(generic.DeleteView):
    def get_usage_url(self):
        """Nothing refers to a fact from outside its convention."""

    def delete_action(self):
        remove(self.object, user=self.request.user)


class FactInspectView(generic.InspectView):
    def get_fields(self):
        hidden = {"id", "updated_at", "proposed_by", "validated_by", "validated_at"}
        names = [name for name in super().get_fields() if name not in hidden]
        return [*names, "updated_at"]


class FactHistoryView(PermissionCheckedMixin, BaseObjectMixin, BaseListingView):
    """Every line the services wrote about one fact; who wrote it, as what, which fields."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Historique")
    header_icon = "history"
    index_url_name = history_url_name = edit_url_name = history_results_url_name = None
    paginate_by = 50
    is_searchable = False

    def get_object(self):
        fact = super().get_object()
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "view", fact):
            raise PermissionDenied
        return fact

    def get_page_subtitle(self):
        return get_latest_str(self.object)

    def get_index_url(self):
        return reverse(self.history_url_name, args=[self.object.pk])

    def get_index_results_url(self):
        return reverse(self.history_results_url_name, args=[self.object.pk])

    def get_breadcrumbs_items(self):
        plural = self.model._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural[:1].upper() + plural[1:]},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_base_queryset(self):
        lines = FactChange.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=self.object.pk
        )
        return lines.select_related("actor", "content_type")

    @cached_property
    def columns(self):
        return [
            DayColumn("at", label=_("Quand")),
            Column("verb", label=_("Quoi"), accessor="get_verb_display"),
            Column("changes", label=_("Champs"), accessor=history.fields_changed),
            Column("actor", label=_("Qui"), accessor=history.who),
            Column("role", label=_("En tant que"), accessor=history.as_what),
        ]
