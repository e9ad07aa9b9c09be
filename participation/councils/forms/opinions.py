from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.councils.enums import Answer
from participation.councils.forms.fields import DayField, LineField, TextField
from participation.territory.models import Partner

MOST_VOTES = 500


class OpinionForm(forms.Form):
    """What the council asks of an authority. `values()` gives what `give_opinion` takes."""

    title = LineField(
        label=_("Objet de l’avis"),
        max_length=200,
        help_text=_("Par exemple « un arrêt de bus abrité devant la maison de quartier »."),
        empty=_("Écrivez sur quoi porte l’avis."),
    )
    text = TextField(label=_("Texte de l’avis"), max_length=4000, required=False)
    addressed_to = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Adressé à"),
        error_messages={"required": _("Choisissez qui doit répondre.")},
    )
    given_on = DayField(label=_("Rendu le"))
    answer_by = DayField(
        label=_("Réponse au plus tard le"), required=False, help_text=_("Sans date, deux mois de jours ouvrés.")
    )
    votes_for = forms.IntegerField(label=_("Voix pour"), min_value=0, max_value=MOST_VOTES, required=False)
    votes_against = forms.IntegerField(label=_("Voix contre"), min_value=0, max_value=MOST_VOTES, required=False)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=MOST_VOTES, required=False)

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["given_on"].initial = day
        self.fields["addressed_to"].queryset = Partner.objects.order_by("name")

    def clean_given_on(self):
        given = self.cleaned_data["given_on"]
        if not self.day.year - 20 <= given.year or given > self.day:
            raise forms.ValidationError(_("Choisissez un jour passé, ou aujourd’hui."))
        return given

    def clean(self):
        data = super().clean()
        given, answer_by = data.get("given_on"), data.get("answer_by")
        if given and answer_by and not (given < answer_by and answer_by.year <= self.day.year + 10):
            self.add_error("answer_by", _("Choisissez un jour après celui de l’avis, d’ici dix ans."))
        counted = [data.get(name) for name in ("votes_for", "votes_against", "abstentions")]
        if data.get("votes_for") is None and any(number is not None for number in counted):
            self.add_error("votes_for", _("Donnez aussi les voix pour."))
        return data

    def values(self) -> dict:
        data = dict(self.cleaned_data)
        votes = [data.pop(name) for name in ("votes_for", "votes_against", "abstentions")]
        return {**data, "votes": None if votes[0] is None else tuple(number or 0 for number in votes)}


class ReplyForm(forms.Form):
    """The authority's written answer, noted by the council."""

    answer = forms.ChoiceField(
        label=_("La réponse"),
        choices=[(answer.value, capfirst(answer.label)) for answer in Answer],
        widget=forms.RadioSelect,
    )
    replied_on = DayField(label=_("Reçue le"))
    text = TextField(label=_("Ce que dit la réponse"), max_length=4000, required=False, help_text=_("Publié."))

    def __init__(self, *args, opinion, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.opinion, self.day = opinion, day
        self.fields["replied_on"].initial = day

    def clean_replied_on(self):
        replied = self.cleaned_data["replied_on"]
        if not self.opinion.given_on <= replied <= self.day:
            raise forms.ValidationError(_("Choisissez un jour entre l’avis et aujourd’hui."))
        return replied
