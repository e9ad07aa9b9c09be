from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.councils.enums import CollegeKind, CouncilKind, Joining
from participation.councils.forms.fields import LineField, QuartiersField, TextField
from participation.territory.models import Commune, Quartier


class CouncilForm(forms.Form):
    """A new body. `values()` gives what `create_council` takes."""

    name = LineField(
        label=_("Nom"),
        max_length=160,
        help_text=_("Par exemple « Conseil citoyen de Canto-Perdrix »."),
        empty=_("Donnez un nom au conseil."),
    )
    kind = forms.ChoiceField(label=_("Nature"), choices=[(kind.value, capfirst(kind.label)) for kind in CouncilKind])
    commune = forms.ModelChoiceField(Commune.objects.none(), label=_("Commune"), empty_label=None)
    quartiers = QuartiersField(Quartier.objects.none(), label=_("Quartiers"), required=False)
    fact = LineField(
        label=_("En une phrase"), max_length=160, required=False, help_text=_("Ce que fait ce conseil, sous son nom.")
    )
    presentation = TextField(label=_("Présentation"), max_length=4000, required=False)
    joining = forms.ChoiceField(
        label=_("Comment on y entre"), choices=[(one.value, capfirst(one.label)) for one in Joining]
    )
    join_terms = TextField(
        label=_("Conditions pour y siéger"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Habiter le quartier, un âge s’il y en a un, la durée du mandat."),
    )
    answer_days = forms.IntegerField(
        label=_("Réponse aux demandes, en jours ouvrés"),
        min_value=1,
        max_value=90,
        initial=10,
        help_text=_("La date promise à qui demande à siéger."),
    )
    seats_residents = forms.IntegerField(label=_("Sièges d’habitants"), min_value=1, max_value=500, required=False)
    seats_local = forms.IntegerField(label=_("Sièges d’acteurs locaux"), min_value=1, max_value=500, required=False)

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes
        self.fields["quartiers"].queryset = (
            Quartier.objects.filter(commune__in=communes).only("name", "slug", "commune").order_by("name")
        )

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        seats = {CollegeKind.RESIDENTS: data.pop("seats_residents"), CollegeKind.LOCAL: data.pop("seats_local")}
        return {**data, "colleges": [(kind, number, "") for kind, number in seats.items() if number]}
