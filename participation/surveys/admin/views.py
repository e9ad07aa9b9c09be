from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from participation.base.admin import generic
from participation.base.admin.rows import WithRows
from participation.surveys import services
from participation.surveys.admin.forms import QuestionFormSet


class WithQuestions(WithRows):
    """The questions below the survey; the service writes both, and what it refuses stands in the form."""

    formset_class = QuestionFormSet
    log_action = ""
    rows_heading = gettext_lazy("Questions")
    rows_help = gettext_lazy(
        "Un choix : écrivez les réponses proposées, une par ligne. Note de 1 à 5 : dites ce que veulent dire le 1 et "
        "le 5. Réponse libre : elle est comptée et lue par le service, jamais publiée telle quelle. "
        "Dès la première réponse reçue, les questions ne changent plus."
    )

    def rows_queryset(self):
        return super().rows_queryset().prefetch_related("choices")

    def save_instance(self):
        survey, is_new = self.form.instance, self.form.instance._state.adding
        kept = [form for form in self.rows.forms if form not in self.rows.deleted_forms and form.instance.text]
        kept.sort(key=lambda form: form.instance.order or len(kept) + 1)
        try:
            services.save_survey(
                survey=survey,
                by=self.request.user,
                quartiers=self.form.cleaned_data["quartiers"],
                questions=[(form.instance, form.lines()) for form in kept],
            )
        except (services.QuestionsLocked, ValidationError) as refusal:
            if is_new:  # its row was rolled back
                survey._state.adding, survey.pk = True, None
            raise ValidationError(str(refusal)) if isinstance(refusal, services.QuestionsLocked) else refusal from None
        log(instance=survey, action=self.log_action, user=self.request.user)
        return survey


class IndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_n().select_related("commune").defer("intro", "use", "tally")


class CreateView(WithQuestions, generic.CreateView):
    log_action = "wagtail.create"


class EditView(WithQuestions, generic.EditView):
    log_action = "wagtail.edit"


class DeleteView(generic.DeleteView):
    def form_valid(self, form):
        try:
            services.delete_survey(survey=self.object, by=self.request.user)
        except services.QuestionsLocked as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())
