from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser

from cms.models import BudgetLine, BudgetStatement, ProjectPage

OWNER_FIELDS = ("page", "project", "statement")


class FactForm(WagtailAdminModelForm):
    """A fact never moves to another convention: its history, and who may validate it, hang on the first one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in OWNER_FIELDS:
            if name in self.fields and self.instance.pk:
                self.fields[name].disabled = True
        if "parent" in self.fields:
            self._name_parents(self.fields["parent"])

    def _name_parents(self, field):
        """Two conventions may have an « axe 1 »: each choice says whose it is."""
        field.queryset = field.queryset.exclude(pk=self.instance.pk).select_related("page").order_by("page", "order")
        if self.instance.pk:
            field.queryset = field.queryset.filter(page=self.instance.page_id)
        field.label_from_instance = lambda theme: f"{theme.page.title} : {theme}"


class BudgetLineForm(forms.ModelForm):
    class Meta:
        model = BudgetLine
        fields = ["label", "quartier", "amount", "order"]
        widgets = {"order": forms.NumberInput(attrs={"min": 0})}


# Blank rows stand below those that exist; an empty one is no line. Each saving brings as many new ones.
BudgetLineFormSet = forms.inlineformset_factory(
    BudgetStatement,
    BudgetLine,
    form=BudgetLineForm,
    extra=4,
    max_num=400,
    absolute_max=500,
    can_delete=True,
)


def project_chooser():
    return AdminPageChooser(target_models=[ProjectPage])
