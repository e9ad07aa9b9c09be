"""`/demo/composants/`: every component once, with its states. What the automatic accessibility check visits first."""

from types import SimpleNamespace

from django import forms
from django.shortcuts import render

from participation.base.templatetags.ui import STATES
from portal.demo import gallery_samples as samples


class TileSelect(forms.RadioSelect):
    """Radio tiles with a pictogram, as the field template draws them."""

    tiles = True
    icons = {"eclairage": "eclairage", "dechets": "ordures", "ascenseur": "ascenseur", "nuisibles": "nuisibles"}

    def create_option(self, name, value, *args, **kwargs):
        return {**super().create_option(name, value, *args, **kwargs), "icon": self.icons[value]}


class GalleryForm(forms.Form):
    address = forms.CharField(label="Adresse", help_text="Une rue, une résidence, une place.")
    quartier = forms.ChoiceField(
        label="Quartier", choices=[("canto-perdrix", "Canto-Perdrix"), ("boudeme", "Boudème")], required=False
    )
    details = forms.CharField(label="Précisions", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(label="Photo", help_text="15 Mo au plus. Évitez les visages.", required=False)
    what = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        widget=TileSelect,
        choices=[
            ("eclairage", "Éclairage"),
            ("dechets", "Déchets, saleté"),
            ("ascenseur", "Ascenseur"),
            ("nuisibles", "Rats, cafards"),
        ],
    )
    satisfied = forms.ChoiceField(
        label="Êtes-vous satisfait ?", widget=forms.RadioSelect, choices=[("oui", "Oui"), ("non", "Non")]
    )
    notify = forms.BooleanField(label="Prévenez-moi par e-mail quand l’état change.", required=False, initial=True)
    consent = forms.BooleanField(label="J’ai lu les règles.", help_text="Elles tiennent en cinq lignes.")


def gallery(request):
    return render(
        request,
        "demo/composants.html",
        {
            "colours": samples.COLOURS,
            "statuses": samples.STATUSES,
            "states": [{"state": state, "label": samples.STATE_NAMES[state]} for state in STATES],
            "empty_form": GalleryForm(auto_id="x_%s"),
            "refused_form": GalleryForm({"quartier": "boudeme"}, auto_id="y_%s", prefix="y"),
            "themes": samples.themes(),
            "skyline": samples.skyline(),
            "money": samples.money(),
            "shares": samples.shares(),
            "crossed": samples.crossed(),
            "calendar": samples.calendar(),
            "day": samples.DAY,
            "breakdowns": [("oct.", 14), ("nov.", 16), ("déc.", 19), ("janv.", 15), ("févr.", 11)],
            "map": samples.example_map(),
            "samples": SimpleNamespace(**samples.lists()),
        },
    )
