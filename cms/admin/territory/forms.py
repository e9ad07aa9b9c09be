from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.admin.rights import managed_communes
from participation.accounts.rules import can_manage_territory
from participation.accounts.validators import tidy_name
from participation.territory.models import Partner, Quartier, QuartierStatus
from participation.territory.slugs import free_slug


class GroundForm(WagtailAdminModelForm):
    """Offers only the communes, and the quartiers of those, that this person may change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        communes = managed_communes(self.for_user)
        if "commune" in self.fields:
            field = self.fields["commune"]
            field.queryset = communes
            field.required = field.required or not can_manage_territory(self.for_user)
        if "quartier" in self.fields:
            quartiers = Quartier.objects.filter(commune__in=communes).select_related("commune")
            self.fields["quartier"].queryset = quartiers.defer("perimeter").order_by("commune__name", "name")
            self.fields["quartier"].label_from_instance = lambda one: f"{one.commune.name} : {one.name}"


class CommuneForm(GroundForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["slug"].disabled = True
            self.fields["code"].disabled = True


class QuartierForm(GroundForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].disabled = bool(self.instance.pk)
        self.fields["within"].queryset = Quartier.objects.exclude(pk=self.instance.pk).defer("perimeter")
        self.fields["perimeter"].widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name") and cleaned.get("commune"):
            cleaned["slug"] = free_slug(cleaned["name"], cleaned["commune"])
        if cleaned.get("perimeter") and not cleaned.get("perimeter_source"):
            self.add_error("perimeter_source", _("Un périmètre a toujours une source."))
        return cleaned


class PartnerForm(GroundForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].disabled = bool(self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = _free_partner_slug(cleaned["name"])
        return cleaned


def _free_partner_slug(name):
    plain = slugify(name)[:150] or "partenaire"
    taken = set(Partner.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(slug for slug in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class ClosureForm(GroundForm):
    """What `full_clean` of the model refuses stands beside its field: order, length, days noted already."""

    def clean_reason(self):
        return tidy_name(self.cleaned_data["reason"])


class StatusForm(forms.ModelForm):
    class Meta:
        model = QuartierStatus
        fields = ["kind", "code", "label", "from_date", "until", "source"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("from_date", "until")}


StatusFormSet = forms.inlineformset_factory(Quartier, QuartierStatus, form=StatusForm, extra=1, can_delete=True)


class AddressForm(forms.Form):
    slug = forms.SlugField(
        label=_("Nouvelle adresse"),
        max_length=160,
        help_text=_("Des lettres sans accent, des chiffres et des tirets. L’ancienne adresse y renverra."),
    )
