from django import forms
from django.utils.translation import gettext_lazy as _

from cms.admin.rights import can_close_accounts
from participation.accounts.enums import Role
from participation.accounts.models import User
from participation.accounts.rules import can_grant_roles
from participation.base.calendar import today
from participation.territory.models import Commune, Partner


def _date(**kwargs):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, widget=widget, **kwargs)


class InviteForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "display_name"]


class PersonForm(forms.ModelForm):
    """The address is the login: its owner alone changes it, and confirms the new one."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_close_accounts(by):
            for field in self.fields.values():
                field.disabled = True
        self.fields["is_active"].help_text = _("Décochez pour fermer le compte : ses sessions s’arrêtent aussitôt.")

    class Meta:
        model = User
        fields = ["display_name", "is_active"]


class GrantForm(forms.Form):
    """A role and its scope; which go together is said by the model, who may grant it by a rule."""

    role = forms.ChoiceField(label=_("Rôle"))
    commune = forms.ModelChoiceField(
        label=_("Commune"),
        queryset=Commune.objects.none(),
        required=False,
        empty_label=_("tout le portail"),
    )
    partner = forms.ModelChoiceField(
        label=_("Partenaire"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("aucun"),
        help_text=_("Pour l’agent d’un partenaire seulement."),
    )
    from_date = _date(label=_("À partir du"))
    until = _date(label=_("Jusqu’au"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        whole = can_close_accounts(by)
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] != Role.RESIDENT]
        communes = Commune.objects.order_by("name")
        partners = Partner.objects.order_by("name")
        if not whole:
            managed = [one.pk for one in communes if can_grant_roles(by, role=Role.EDITOR, commune=one)]
            communes = communes.filter(pk__in=managed)
            partners = partners.filter(commune__in=managed)
            self.fields["commune"].empty_label = "---------"
        self.fields["commune"].queryset = communes
        self.fields["partner"].queryset = partners

    def clean(self):
        cleaned = super().clean()
        until = cleaned.get("until")
        if until and until < today():
            self.add_error("until", _("Cette date est passée."))
        return cleaned
