from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from participation.base.site import modules


class PortalSettingsForm(WagtailAdminModelForm):
    """The settings as an editor sees them: modules are ticked when they are on; the row keeps those that are off."""

    enabled_modules = forms.MultipleChoiceField(
        label=_("Rubriques ouvertes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Une rubrique décochée disparaît du menu, ses pages répondent « introuvable » et rien n’en part."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = modules.registered()
        field = self.fields["enabled_modules"]
        field.choices = [(module.key, module.label) for module in known]
        field.initial = [module.key for module in known if module.key not in self.instance.disabled_modules]

    def save(self, commit=True):
        enabled = set(self.cleaned_data["enabled_modules"])
        self.instance.disabled_modules = [m.key for m in modules.registered() if m.key not in enabled]
        return super().save(commit)
