from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.councils.enums import DecisionState
from participation.councils.forms.fields import DayField, LineField
from participation.councils.workflow import DECISION
from participation.territory.models import Partner


class DecisionForm(forms.Form):
    text = LineField(
        label=_("Décision"),
        max_length=300,
        help_text=_("Commencez par un verbe : « Poser deux bancs place Robert-Desnos »."),
        empty=_("Écrivez ce que le conseil a décidé."),
    )
    decided_on = DayField(label=_("Décidé le"))
    due_on = DayField(label=_("À faire avant le"), required=False)

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["decided_on"].initial = day

    def clean_decided_on(self):
        decided = self.cleaned_data["decided_on"]
        if not self.day.year - 20 <= decided.year or decided > self.day:
            raise forms.ValidationError(_("Choisissez un jour passé, ou aujourd’hui."))
        return decided

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due is not None and not self.day.year - 20 <= due.year <= self.day.year + 10:
            raise forms.ValidationError(_("Choisissez un jour d’ici dix ans."))
        return due


class SettleForm(forms.Form):
    """What became of a decision: only what may follow its state is offered."""

    state = forms.ChoiceField(label=_("Où en est-elle ?"), widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Par qui"), required=False, empty_label=_("Le conseil lui-même")
    )
    on = DayField(label=_("Depuis le"))
    outcome = LineField(
        label=_("En une phrase"),
        max_length=300,
        required=False,
        help_text=_("Ce qui est fait, ou pourquoi cela ne se fera pas. Publié."),
    )

    def __init__(self, *args, decision, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.decision, self.day = decision, day
        allowed = DECISION[decision.state]
        self.fields["state"].choices = [
            (state.value, capfirst(state.label)) for state in DecisionState if state in allowed
        ]
        self.fields["partner"].queryset = Partner.objects.order_by("name")
        self.fields["partner"].initial = decision.partner_id
        self.fields["on"].initial = day

    def clean_on(self):
        on = self.cleaned_data["on"]
        if not self.decision.decided_on <= on <= self.day:
            raise forms.ValidationError(_("Choisissez un jour entre la décision et aujourd’hui."))
        return on

    def clean(self):
        data = super().clean()
        if data.get("state") == DecisionState.REFUSED and not data.get("outcome"):
            self.add_error("outcome", _("Écrivez pourquoi : un refus s’explique."))
        return data
