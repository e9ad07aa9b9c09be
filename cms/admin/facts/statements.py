"""A table of amounts is edited as it is printed: its lines stand below it, in one form."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.admin.facts.forms import BudgetLineFormSet
from cms.admin.facts.views import FactCreateView, FactEditView
from cms.admin.facts.writing import remove, write
from cms.models import BudgetLine
from participation.base.admin.rows import WithRows


class WithLines(WithRows):
    formset_class = BudgetLineFormSet
    rows_heading = _("Les lignes du tableau")
    rows_help = _(
        "Recopiez les lignes telles qu’elles sont imprimées. Des lignes vides suivent ; en enregistrant, il en vient "
        "d’autres."
    )

    def rows_queryset(self):
        return BudgetLine.objects.select_related("quartier").order_by("order", "id")

    def write_row(self, row, form):
        try:
            write(row, user=self.request.user)
        except ValidationError as error:
            raise ValidationError([f"{row.label} : {message}" for message in error.messages]) from error

    def remove_row(self, row):
        remove(row, user=self.request.user)


class StatementCreateView(WithLines, FactCreateView):
    submit_button_label = _("Créer le tableau et ses lignes")


class StatementEditView(WithLines, FactEditView):
    submit_button_label = _("Enregistrer le tableau et ses lignes")
