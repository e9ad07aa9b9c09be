"""« Où ? Quoi ? Envoyer. » One of the ways to say where is enough, and everything else may be left out."""

import re
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.base.forms.pin import WithPin
from participation.reports.forms.fields import CategoryTiles, PhotoField, WordsField
from participation.reports.forms.places import Places, TooFar, quartier_near
from participation.reports.models import Category
from participation.reports.validators import PLACE_LENGTH, TEXT_LENGTH

_TOKEN = re.compile(r"[0-9a-f]{32}")
EMAIL_LENGTH = 254
EMAIL_INVALID = _("Écrivez une adresse entière, par exemple prenom@exemple.fr.")
NOWHERE = _("Dites où se trouve le problème : une adresse, un quartier, ou un point sur la carte.")


class ReportForm(WithPin, forms.Form):
    """`cleaned_data` also holds `commune` and `residence`. `user`: whoever is signed in gives no address."""

    website = forms.CharField(
        label=_("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    photo = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_("15 Mo au plus. Évitez les visages. La position enregistrée dans la photo est effacée."),
    )
    place = WordsField(
        label=_("Adresse, résidence ou place"),
        required=False,
        limit=PLACE_LENGTH,
        widget=forms.TextInput(attrs={"list": "residences", "autocomplete": "street-address"}),
        help_text=_("Par exemple : place de l’école, ou bâtiment C, entrée 4. N’écrivez aucun nom."),
    )
    quartier = forms.ChoiceField(
        label=_("Quartier"),
        required=False,
        error_messages={"invalid_choice": _("Choisissez un quartier de la liste.")},
    )
    category = forms.ChoiceField(
        label=_("Qu’est-ce qui ne va pas ?"),
        widget=CategoryTiles,
        error_messages={
            "required": _("Choisissez une case. « Autre » convient aussi."),
            "invalid_choice": _("Choisissez une case. « Autre » convient aussi."),
        },
    )
    text = WordsField(
        label=_("Votre message"),
        required=False,
        limit=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Décrivez l’endroit et le problème. N’écrivez aucun nom."),
    )
    email = forms.EmailField(
        label=_("Votre e-mail"),
        required=False,
        max_length=EMAIL_LENGTH,
        error_messages={
            "invalid": EMAIL_INVALID,
            "max_length": _("Cette adresse est trop longue : 254 signes au plus."),
        },
        help_text=_(
            "Pour recevoir la réponse : nous vous envoyons d’abord un message à confirmer. "
            "Il n’est jamais publié, et il est effacé un an après la fin du signalement."
        ),
    )
    private = forms.BooleanField(label=_("Ne pas publier mon signalement (il sera traité quand même)"), required=False)

    def __init__(self, data=None, files=None, *, user=None, **options):
        super().__init__(data, files, **options)
        self.places = Places()
        self.categories = {one.key: one for one in Category.objects.offered()}
        self.fields["quartier"].choices = self.places.choices(str(_("Je ne sais pas")))
        self.fields["category"].choices = [(key, one.label) for key, one in self.categories.items()]
        self.fields["category"].widget.categories = self.categories
        self.initial.setdefault("token", uuid.uuid4().hex)
        self.say_nowhere(NOWHERE)
        if getattr(user, "is_authenticated", False):
            del self.fields["email"]

    @property
    def chosen_quartier(self):
        """The one chosen so far, whether the rest is right or not."""
        return self.places.quartier(self["quartier"].value() or "")

    @property
    def chosen_category(self):
        return self.categories.get(self["category"].value() or "")

    @property
    def details_are_open(self) -> bool:
        return any(name in self.fields and (self[name].errors or self[name].value()) for name in ("text", "email"))

    def clean_token(self):
        """Written by us: what has another shape is not worth a sentence."""
        token = self.cleaned_data["token"]
        return token if _TOKEN.fullmatch(token) else None

    def clean_category(self):
        """What this portal does not take is refused here too, whatever the page showed."""
        category = self.categories[self.cleaned_data["category"]]
        if category.redirects:
            raise forms.ValidationError(
                _("Ce site n’envoie personne pour cela : rien n’est enregistré. Lisez ci-dessous qui peut agir.")
            )
        return category

    def clean_quartier(self):
        return self.places.quartier(self.cleaned_data["quartier"])

    def clean(self):
        data = super().clean()
        if data.get("website"):
            self.add_error(None, _("Un champ caché était rempli, comme le font les robots. Envoyez de nouveau."))
        if {"latitude", "longitude", "place", "quartier"} & self.errors.keys():
            return data
        if (data["latitude"] is None) != (data["longitude"] is None):
            data["latitude"] = data["longitude"] = None
        data["residence"] = self.places.residence_named(data["place"], data["quartier"]) if data["place"] else None
        if data["latitude"] is not None:
            self._clean_point(data)
        elif data["residence"]:
            data["quartier"] = self.places.quartier_of(data["residence"])
        elif not data["place"] and not data["quartier"]:
            self.add_error("place", NOWHERE)
        if "place" not in self.errors:
            self._clean_commune(data)
        return data

    def _clean_point(self, data):
        """A point says more than a list: the quartier it lies in, and no other."""
        try:
            inside, near = quartier_near(data["latitude"], data["longitude"])
        except TooFar:
            served = ", ".join(one.name for one in self.places.communes)
            self.add_error(
                "place",
                _("Le point est en dehors des communes de ce site (%(served)s). Déplacez-le ou retirez-le.")
                % {"served": served},
            )
            return
        found = self.places.quartier(inside or "")
        data["near"] = self.places.quartier(near or "")
        if found:
            data["quartier"] = found
            if data["residence"] and data["residence"].quartier_id != found.pk:
                data["residence"] = None

    def _clean_commune(self, data):
        holder = data["quartier"] or data.get("near")
        data["commune"] = holder.commune if holder else self.places.default_commune
        if data["commune"] is None:
            self.add_error("quartier", _("Choisissez aussi le quartier : ce site sert plusieurs communes."))
