from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.forms.entrance import PASSWORD_EMPTY, Worded
from participation.accounts.models import User
from participation.accounts.validators import tidy_name, validate_display_name
from participation.territory.models import Quartier


class DisplayNameForm(forms.Form):
    display_name = forms.CharField(
        label=_("Nom affiché"),
        max_length=User._meta.get_field("display_name").max_length,
        required=False,
        validators=[validate_display_name],
        help_text=_(
            "Ce que les autres lisent à côté de ce que vous écrivez : un prénom, un surnom. "
            "Laissez vide pour paraître comme « un·e habitant·e »."
        ),
    )

    def clean_display_name(self):
        return tidy_name(self.cleaned_data["display_name"])


class PreferredQuartierForm(forms.Form):
    quartier = forms.ModelChoiceField(
        Quartier.objects.select_related("commune").order_by("commune__name", "name"),
        label=_("Mon quartier"),
        required=False,
        empty_label=_("Aucun en particulier"),
        help_text=_("Ses nouvelles vous sont montrées en premier. Personne d’autre ne voit ce choix."),
    )


class EraseForm(Worded, forms.Form):
    """The password again: a borrowed telephone must not be enough to erase someone."""

    words = {"password": (_("Votre mot de passe"), _("Pour être sûrs que c’est bien vous."), PASSWORD_EMPTY)}

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password
