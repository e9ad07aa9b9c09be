import math

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.forms.pin import WithPin
from participation.notifications.areas import Outlines, is_near, middle
from participation.notifications.deliveries import HOURS, WEEKDAYS
from participation.notifications.enums import Delivery
from participation.notifications.registry import DESK
from participation.notifications.sms import international, sms_enabled
from participation.notifications.validators import LABEL_LENGTH, RADII, tidy_label, validate_label

# The summary of a desk comes each working day, or not at all.
_DESK_CHOICES = [(one.value, one.label) for one in (Delivery.DAILY, Delivery.NONE)]
NO_PHONE = gettext_lazy("Écrivez un numéro entier, par exemple 06 12 34 56 78.")
_NOWHERE = gettext_lazy("Dites où : touchez la carte, ou choisissez un quartier.")


class FollowForm(forms.Form):
    """An address; nothing at all for whoever is signed in. `website` is a trap: people do not see it."""

    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        max_length=254,
        help_text=gettext_lazy(
            "Elle ne sert qu’à ces nouvelles et n’est jamais montrée. Vous arrêtez quand vous voulez, en un geste."
        ),
        error_messages={
            "required": gettext_lazy("Donnez une adresse e-mail : elle n’est jamais montrée."),
            "invalid": gettext_lazy("Écrivez une adresse entière, par exemple prenom@exemple.fr."),
            "max_length": gettext_lazy("Cette adresse est trop longue : 254 signes au plus."),
        },
    )
    website = forms.CharField(
        label=gettext_lazy("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, **options)
        if user is not None:
            del self.fields["email"]

    def clean(self):
        data = super().clean()
        if data.get("website"):
            self.add_error(None, _("Un champ caché était rempli, comme le font les robots. Envoyez de nouveau."))
        return data


class AreaForm(WithPin, FollowForm):
    """A circle: its middle from the map or from the list of quartiers. `cleaned_data` also holds `area`."""

    latitude = forms.FloatField(required=False, min_value=-85, max_value=85, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    quartier = forms.ChoiceField(
        label=gettext_lazy("Autour du milieu d’un quartier"),
        required=False,
        help_text=gettext_lazy("Sert seulement si vous ne touchez pas la carte."),
        error_messages={"invalid_choice": gettext_lazy("Choisissez un quartier de la liste.")},
    )
    radius_m = forms.TypedChoiceField(
        label=gettext_lazy("Jusqu’à quelle distance ?"),
        coerce=int,
        choices=[(radius, "") for radius in RADII],
        initial=500,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez une distance de la liste."),
            "invalid_choice": gettext_lazy("Choisissez une distance de la liste."),
        },
    )
    label = forms.CharField(
        label=gettext_lazy("Un nom pour cette zone"),
        max_length=LABEL_LENGTH,
        help_text=gettext_lazy("Vous seul·e le voyez. Par exemple : autour de l’école."),
        error_messages={
            "required": gettext_lazy("Donnez un nom : il sera dans vos courriels."),
            "max_length": gettext_lazy("Ce nom est trop long : 80 signes au plus."),
            "null_characters_not_allowed": gettext_lazy(
                "Ce nom contient un caractère invisible. Réécrivez-le au clavier."
            ),
        },
    )
    field_order = ("latitude", "longitude", "quartier", "radius_m", "label", "email", "website")

    def __init__(self, data=None, *, user=None, **options):
        super().__init__(data, user=user, **options)
        self.outlines = Outlines()
        self.fields["quartier"].choices = self.outlines.choices(str(_("Choisir")))
        self.fields["radius_m"].choices = [(radius, _("%(radius)s mètres") % {"radius": radius}) for radius in RADII]
        self.say_nowhere(_NOWHERE)

    @property
    def radius(self) -> int:
        """The distance chosen so far, or the usual one."""
        value = str(self["radius_m"].value())
        return int(value) if value in map(str, RADII) else 500

    def clean_label(self):
        label = tidy_label(self.cleaned_data["label"])
        validate_label(label)
        return label

    def clean(self):
        data = super().clean()
        if {"latitude", "longitude", "quartier"} & self.errors.keys():
            return data
        point = data.get("latitude"), data.get("longitude")
        chosen = self.outlines.quartier(data.get("quartier", ""))
        if None in point and chosen:
            point = middle(chosen)
        if None in point:
            self.add_error("quartier", _NOWHERE)
        elif not all(map(math.isfinite, point)) or not is_near(*point):
            self.add_error("quartier", _("Ce point est loin de tous les quartiers de ce site. Touchez-le de nouveau."))
        else:
            data["area"] = (*point, data.get("radius_m"))
        return data


class ChoicesForm(forms.Form):
    """When one hears of each kind of thing one follows, and at what hour the summaries come.

    `kinds`: pairs of kind and label. `deliveries`: what each kind is at now.
    """

    daily_hour = forms.TypedChoiceField(
        label=gettext_lazy("Heure des résumés"),
        coerce=int,
        choices=HOURS,
        error_messages={"invalid_choice": gettext_lazy("Choisissez une heure de la liste.")},
    )
    weekly_day = forms.TypedChoiceField(
        label=gettext_lazy("Jour du résumé de la semaine"),
        coerce=int,
        choices=WEEKDAYS,
        error_messages={"invalid_choice": gettext_lazy("Choisissez un jour de la liste.")},
    )

    phone = forms.CharField(
        label=gettext_lazy("Votre téléphone portable"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=gettext_lazy("Pour recevoir aussi par SMS les réponses à ce que vous envoyez. Vide : aucun SMS."),
        error_messages=dict.fromkeys(("max_length", "null_characters_not_allowed"), NO_PHONE),
    )

    def __init__(self, data=None, *, kinds=(), deliveries=None, **options):
        super().__init__(data, **options)
        if not sms_enabled():
            del self.fields["phone"]
        self.kinds = [kind for kind, _label in kinds]
        for kind, label in kinds:
            self.fields[_name(kind)] = forms.ChoiceField(
                label=label,
                choices=_DESK_CHOICES if kind == DESK else Delivery.choices,
                initial=(deliveries or {}).get(kind, Delivery.DAILY),
                error_messages={"invalid_choice": _("Choisissez une ligne de la liste.")},
            )
        self.order_fields([*map(_name, self.kinds), "daily_hour", "weekly_day", "phone"])

    def clean_phone(self):
        try:
            return international(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""
        except ValueError as error:
            raise forms.ValidationError(NO_PHONE) from error

    @property
    def chosen(self) -> dict[str, str]:
        """Of a valid form: by kind, when."""
        return {kind: self.cleaned_data[_name(kind)] for kind in self.kinds}


def _name(kind: str) -> str:
    return f"quand_{kind}"
