from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.councils.enums import MemberRole
from participation.councils.forms.fields import DayField, TextField
from participation.councils.models import College


class JoinForm(forms.Form):
    motivation = TextField(
        label=_("Pourquoi ce conseil vous intéresse"),
        max_length=2000,
        rows=6,
        help_text=_(
            "Deux phrases suffisent. Seule l’organisation du conseil les lit. N’écrivez rien sur votre santé, vos "
            "opinions ou vos voisins."
        ),
        empty=_("Écrivez une phrase : elle aide l’organisation du conseil à vous répondre."),
    )
    confirmed = forms.BooleanField(
        label=_("J’ai lu les conditions, et je les remplis."),
        error_messages={"required": _("Cochez la case pour envoyer votre demande.")},
    )

    def __init__(self, *args, council, **kwargs):
        super().__init__(*args, **kwargs)
        if not council.join_terms:
            self.fields["confirmed"].label = _("Je veux siéger dans ce conseil.")


class AcceptForm(forms.Form):
    """The seat somebody gets. Only the coordination and organisers see it."""

    college = forms.ModelChoiceField(
        College.objects.none(), label=_("Collège"), required=False, empty_label=_("Aucun en particulier")
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=[(role.value, capfirst(role.label)) for role in MemberRole])
    until = DayField(label=_("Fin du mandat"), required=False)

    def __init__(self, *args, council, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["college"].queryset = College.objects.filter(council=council)
        self.fields["role"].initial = MemberRole.MEMBER

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until is not None and not self.day < until <= self.day.replace(year=self.day.year + 10, day=1):
            raise forms.ValidationError(_("Choisissez un jour à venir, d’ici dix ans."))
        return until


class DeclineForm(forms.Form):
    reason = TextField(
        label=_("Votre réponse à la personne"),
        max_length=500,
        rows=3,
        help_text=_(
            "Une phrase, envoyée par e-mail : pourquoi, et ce qu’elle peut faire d’autre. Effacée après un an."
        ),
        empty=_("Écrivez une phrase : la personne doit savoir pourquoi."),
    )
