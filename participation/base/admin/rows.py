"""One form with the rows below it (the lines of a table of amounts, the statuses of a quartier), without script."""

from django.db import transaction


class WithRows:
    """A view over a model form and an inline formset; subclasses say how one row is written and removed."""

    template_name = "wagtailadmin/portal/form_with_rows.html"
    formset_class = None
    rows_heading = rows_help = ""
    PREFIX = "lignes"

    def rows_queryset(self):
        return self.formset_class.model.objects.all()

    def write_row(self, row, form):
        raise NotImplementedError

    def remove_row(self, row):
        raise NotImplementedError

    def make_rows(self):
        data = self.request.POST if self.request.method == "POST" else None
        queryset = self.rows_queryset()
        return self.formset_class(data, instance=self.form.instance, queryset=queryset, prefix=self.PREFIX)

    def is_valid(self, form):
        self.form = form
        self.rows = self.make_rows()
        own, theirs = super().is_valid(form), self.rows.is_valid()
        if own and not theirs:
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
        return own and theirs

    @transaction.atomic
    def save_instance(self):
        owner = super().save_instance()
        for form in self.rows.forms:
            row = form.instance
            if form in self.rows.deleted_forms:
                if row.pk:
                    self.remove_row(row)
            elif form.has_changed():
                setattr(row, self.rows.fk.name, owner)
                self.write_row(row, form)
        return owner

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = getattr(self, "rows", None) or self.make_rows()
        return {**context, "rows": rows, "rows_heading": self.rows_heading, "rows_help": self.rows_help}
