from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.log_actions import log

from participation.surveys import services
from participation.surveys.admin.forms import QuestionFormSet


class RowRights:
    """Wagtail's generic views ask for a right on the model; these also ask for the one row."""

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance(self.permission_required, row):
            raise PermissionDenied
        return row


class WithQuestions:
    """One form with the questions below it, without script; written by the service, whose refusals stand in it."""

    template_name = "wagtailadmin/portal/form_with_rows.html"
    log_action = ""
    rows_heading = gettext_lazy("Questions")
    rows_help = gettext_lazy(
        "Un choix : écrivez les réponses proposées, une par ligne. Note de 1 à 5 : dites ce que veulent dire le 1 et "
        "le 5. Réponse libre : elle est comptée et lue par le service, jamais publiée telle quelle. "
        "Dès la première réponse reçue, les questions ne changent plus."
    )

    def make_rows(self, instance):
        data = self.request.POST if self.request.method == "POST" else None
        questions = QuestionFormSet.model.objects.prefetch_related("choices")
        return QuestionFormSet(data, instance=instance, queryset=questions, prefix="lignes")

    def is_valid(self, form):
        self.form, self.rows = form, self.make_rows(form.instance)
        own, theirs = super().is_valid(form), self.rows.is_valid()
        if own and not theirs:
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
        return own and theirs

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except services.QuestionsLocked as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            known = hasattr(error, "error_dict") and set(error.error_dict) <= {*form.fields, "__all__"}
            form.add_error(None, error if known else ValidationError(error.messages))
        if form.instance._state.adding is False and self.log_action == "wagtail.create":
            form.instance._state.adding, form.instance.pk = True, None
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def save_instance(self):
        survey = self.form.instance
        kept = [form for form in self.rows.forms if form not in self.rows.deleted_forms and form.instance.text]
        kept.sort(key=lambda form: form.instance.order or len(kept) + 1)
        services.save_survey(
            survey=survey,
            by=self.request.user,
            quartiers=self.form.cleaned_data["quartiers"],
            questions=[(form.instance, form.lines()) for form in kept],
        )
        log(instance=survey, action=self.log_action, user=self.request.user)
        return survey

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = getattr(self, "rows", None) or self.make_rows(context["form"].instance)
        return {**context, "rows": rows, "rows_heading": self.rows_heading, "rows_help": self.rows_help}


class IndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_n().select_related("commune").defer("intro", "use", "tally")

    @property
    def add_item_label(self):
        return _("Ajouter : %s") % self.model._meta.verbose_name

    def get_edit_url(self, instance):
        may = self.user_has_permission_for_instance("change", instance)
        return super().get_edit_url(instance) if may else None

    def get_delete_url(self, instance):
        may = self.user_has_permission_for_instance("delete", instance)
        return super().get_delete_url(instance) if may else None


class CreateView(WithQuestions, generic.CreateView):
    log_action = "wagtail.create"


class EditView(RowRights, WithQuestions, generic.EditView):
    log_action = "wagtail.edit"

    def get_usage_url(self):
        return None

    def get_success_url(self):
        return self.get_edit_url() if "_stay" in self.request.POST else super().get_success_url()


class DeleteView(RowRights, generic.DeleteView):
    @property
    def confirmation_message(self):
        return _("Supprimer « %s » ? Cela ne se défait pas.") % self.object

    def form_valid(self, form):
        try:
            services.delete_survey(survey=self.object, by=self.request.user)
        except services.QuestionsLocked as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())
