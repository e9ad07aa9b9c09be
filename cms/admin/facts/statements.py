"""A table of amounts is edited as it is printed: its lines stand below it, in one form."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from cms.admin.facts.forms import BLANK_LINES, BudgetLineFormSet
from cms.admin.facts.views import FactCreateView, FactEditView
from cms.admin.facts.writing import remove, write
from cms.models import BudgetLine


class WithLines:
    template_name = "wagtailadmin/portal/statement_form.html"
    PREFIX = "lignes"

    def make_lines(self):
        statement = self.form.instance
        rows = BudgetLine.objects.select_related("quartier").order_by("order", "id")
        data = self.request.POST if self.request.method == "POST" else None
        return BudgetLineFormSet(data, instance=statement, queryset=rows, prefix=self.PREFIX)

    def is_valid(self, form):
        self.form = form
        self.lines = self.make_lines()
        own, theirs = super().is_valid(form), self.lines.is_valid()
        if own and not theirs:
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
        return own and theirs

    @transaction.atomic
    def save_instance(self):
        user = self.request.user
        statement = super().save_instance()
        for form in self.lines.forms:
            line = form.instance
            if form in self.lines.deleted_forms:
                if line.pk:
                    remove(line, user=user)
            elif form.has_changed():
                line.statement = statement
                try:
                    write(line, user=user)
                except ValidationError as error:
                    raise ValidationError([f"{line.label} : {message}" for message in error.messages]) from error
        return statement

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = getattr(self, "lines", None) or self.make_lines()
        return {**context, "lines": lines, "blank_lines": BLANK_LINES}


class StatementCreateView(WithLines, FactCreateView):
    submit_button_label = gettext_lazy("Créer le tableau et ses lignes")


class StatementEditView(WithLines, FactEditView):
    submit_button_label = gettext_lazy("Enregistrer le tableau et ses lignes")
