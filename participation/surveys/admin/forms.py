from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from participation.surveys.admin.rights import managed_communes
from participation.surveys.enums import QuestionKind
from participation.surveys.models import Question, Survey
from participation.surveys.rules import can_manage_surveys_of
from participation.surveys.services import check_labels
from participation.territory.models import Quartier

BLANK_ROWS = 3


class SurveyForm(WagtailAdminModelForm):
    """Offers only the communes, and the quartiers of those, whose surveys this person may write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        communes = managed_communes(self.for_user)
        self.fields["commune"].queryset = communes
        self.fields["commune"].required = not can_manage_surveys_of(self.for_user, None)
        quartiers = Quartier.objects.filter(commune__in=communes).select_related("commune").defer("perimeter")
        self.fields["quartiers"].queryset = quartiers.order_by("commune__name", "name")
        self.fields["quartiers"].label_from_instance = lambda one: f"{one.commune.name} : {one.name}"
        self.fields["slug"].required = False
        self.fields["slug"].disabled = self.instance.published

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = _free_slug(cleaned["title"])
        commune = cleaned.get("commune")
        if commune and any(one.commune_id != commune.pk for one in cleaned.get("quartiers") or ()):
            self.add_error("quartiers", _("Choisissez des quartiers de cette commune, ou laissez la commune vide."))
        return cleaned


def _free_slug(title):
    plain = slugify(title)[:150] or "enquete"
    taken = set(Survey.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(slug for slug in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class QuestionForm(forms.ModelForm):
    labels = forms.CharField(
        label=_("Réponses proposées, une par ligne (un choix)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Question
        fields = ["order", "text", "help_text", "kind", "low_label", "high_label", "required"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["labels"] = "\n".join(choice.label for choice in self.instance.choices.all())

    def has_changed(self):
        """An empty row is no question, whatever rank or kind it shows."""
        if not self.instance.pk and not self.data.get(self.add_prefix("text"), "").strip():
            return False
        return super().has_changed()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == QuestionKind.SINGLE and "labels" in cleaned:
            try:
                check_labels(self.lines())
            except ValidationError as error:
                self.add_error("labels", error)
        return cleaned

    def lines(self) -> list[str]:
        return self.cleaned_data.get("labels", "").splitlines()


QuestionFormSet = forms.inlineformset_factory(Survey, Question, form=QuestionForm, extra=BLANK_ROWS, can_delete=True)
