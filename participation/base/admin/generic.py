"""What our model views share beyond Wagtail's: rights on one row rather than on a whole table, refusals in words."""

from contextlib import suppress
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms import ModelChoiceField
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from participation.base.text import dates

_NAMED_AT_MOST = 5


class RowRights:
    """Wagtail's generic views ask for a right on the model; these also ask for the one row."""

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        if self.permission_required and not self.user_has_permission_for_instance(self.permission_required, row):
            raise PermissionDenied
        return row


class RefusalsInForm:
    """What a service refuses after the form was content stands in the form, not on an error page."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            known = hasattr(error, "error_dict") and set(error.error_dict) <= {*form.fields, "__all__"}
            form.add_error(None, error if known else ValidationError(error.messages))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class IndexView(generic.IndexView):
    any_permission_required = ["view", "change"]

    @cached_property
    def add_item_label(self):
        """French agrees in gender; a colon does not have to."""
        return _("Ajouter : %s") % self.model._meta.verbose_name

    def get_edit_url(self, instance):
        may = self.user_has_permission_for_instance("change", instance)
        return super().get_edit_url(instance) if may else None

    def get_delete_url(self, instance):
        may = self.user_has_permission_for_instance("delete", instance)
        return super().get_delete_url(instance) if may else None


class CreateView(RefusalsInForm, generic.CreateView):
    def get_initial(self):
        """`?quartier=3` fills in the choice a link comes with; what is no choice is passed over."""
        initial = super().get_initial()
        for name, field in self.get_form_class().base_fields.items():
            if name in self.request.GET and isinstance(field, ModelChoiceField):
                with suppress(ValidationError, OverflowError):
                    chosen = field.clean(self.request.GET[name])
                    initial[name] = chosen and chosen.pk
        return initial


class EditView(RowRights, RefusalsInForm, generic.EditView):
    def get_usage_url(self):
        return None

    def get_success_url(self):
        return self.get_edit_url() if "_stay" in self.request.POST else super().get_success_url()


class DeleteView(RowRights, generic.DeleteView):
    @property
    def confirmation_message(self):
        return _("Supprimer « %s » ? Cela ne se défait pas.") % self.object

    def held_by(self):
        """Rows that would lose their meaning although the database would let go of them."""
        return []

    def form_valid(self, form):
        if held := self.held_by():
            return self.refuse(held)
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ProtectedError, RestrictedError) as error:
            return self.refuse(getattr(error, "protected_objects", None) or error.restricted_objects)

    def refuse(self, held):
        held = sorted({f"{row._meta.verbose_name} « {row} »" for row in held})
        names = ", ".join(held[:_NAMED_AT_MOST]) + ("…" if len(held) > _NAMED_AT_MOST else "")
        messages.error(self.request, _("Suppression impossible, d’autres données s’y tiennent : %s.") % names)
        return redirect(self.get_success_url())


class InspectView(RowRights, generic.InspectView):
    any_permission_required = ["view", "change"]
    permission_required = "view"

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if isinstance(value, date):
            return dates.day(value)
        return "—" if value in (None, "") else value

    def get_edit_url(self):
        return super().get_edit_url() if self.user_has_permission_for_instance("change", self.object) else None

    def get_delete_url(self):
        return super().get_delete_url() if self.user_has_permission_for_instance("delete", self.object) else None


class PortalViewSet(ModelViewSet):
    """`add_to_reference_index`: off, or each line of an import would enqueue a task. `copy`: a fact is not a model."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    sort_order_field = None
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    inspect_view_class = InspectView
    list_per_page = 50

    @cached_property
    def search_backend_name(self):
        """Short tables, searched with the database itself."""
        return
