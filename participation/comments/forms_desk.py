"""What agents fill in: an answer, its correction, who answers instead, the dates and the outcome of a discussion."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.validators import tidy_name, validate_display_name
from participation.base.text.numbers import grouped
from participation.comments.forms import WrittenText
from participation.comments.selectors import last_day
from participation.comments.services import OUTCOME_LENGTH
from participation.comments.validators import tidy_text
from participation.territory.models import Partner

_CITY = "ville"


class ServiceField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)

    def clean(self, value):
        service = tidy_name(super().clean(value))
        validate_display_name(service)
        return service


class AnswerForm(forms.Form):
    """A partner's agent signs as the partner; others say which service answers."""

    prefix = "reponse"
    text = WrittenText(
        label=gettext_lazy("La réponse"),
        help_text=gettext_lazy("Publique, sous le commentaire. La personne la reçoit, et celles qui suivent la page."),
    )
    service = ServiceField(
        label=gettext_lazy("Signée par"),
        help_text=gettext_lazy("Le service qui répond, jamais une personne."),
        error_messages={"required": gettext_lazy("Dites quel service répond.")},
    )

    def __init__(self, *args, partner=None, service="", **kwargs):
        super().__init__(*args, initial={"service": service}, **kwargs)
        if partner is not None:
            del self.fields["service"]


class CorrectionForm(forms.Form):
    prefix = "correction"
    text = WrittenText(
        label=gettext_lazy("La réponse corrigée"),
        help_text=gettext_lazy("Elle remplace la première. La page dit le jour, l’ancien texte est gardé ici."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)


class ReassignForm(forms.Form):
    """To a partner, or to a service of the city. A partner's agent only gives back to the city."""

    prefix = "destinataire"
    to = forms.ChoiceField(label=gettext_lazy("À qui"))
    service = ServiceField(
        label=gettext_lazy("Quel service de la Ville"),
        required=False,
        help_text=gettext_lazy("Par exemple « service Voirie ». Laissez vide avec un partenaire."),
    )
    reason = WrittenText(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Pour les agents seulement. Le jour promis ne change pas."),
        rows=2,
    )

    def __init__(self, *args, comment, only_city=False, **kwargs):
        super().__init__(*args, initial={"service": comment.service}, **kwargs)
        self.partners = {} if only_city else {one.slug: one for one in _partners(comment)}
        choices = [(_CITY, _("La Ville")), *((slug, str(one)) for slug, one in self.partners.items())]
        self.fields["to"].choices = choices
        self.fields["to"].initial = comment.partner.slug if comment.partner_id and not only_city else _CITY

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") not in (None, _CITY) and cleaned.get("service"):
            self.add_error("service", _("Un partenaire répond lui-même : laissez le service vide."))
        return cleaned

    @property
    def partner(self):
        return self.partners.get(self.cleaned_data["to"])


def _partners(comment):
    """Those of the commune, those of none, and the one who has it."""
    found = Partner.objects.filter(commune__isnull=True) | Partner.objects.filter(commune=comment.commune_id)
    return (found | Partner.objects.filter(pk=comment.partner_id)).distinct().order_by("name")


class DiscussionForm(forms.Form):
    first_day = forms.DateField(
        label=gettext_lazy("Ouvre le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Vide : on peut déjà écrire."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Dernier jour pour écrire"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Vide : sans date de fin."),
    )

    def __init__(self, *args, discussion=None, **kwargs):
        opens, closes = (discussion.opens_at, discussion.closes_at) if discussion else (None, None)
        initial = {"first_day": opens and timezone.localdate(opens), "last_day": last_day(closes)}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("La fin précède le début."))
        return cleaned


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("Ce qui a été retenu"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Montré au-dessus des commentaires quand la discussion est fermée, et envoyé une fois à celles et ceux "
            "qui ont écrit. %(length)s signes au plus."
        )
        % {"length": grouped(OUTCOME_LENGTH)},
    )

    def __init__(self, *args, discussion=None, **kwargs):
        super().__init__(*args, initial={"outcome": discussion.outcome if discussion else ""}, **kwargs)

    def clean_outcome(self):
        text = tidy_text(self.cleaned_data["outcome"])
        if len(text) > OUTCOME_LENGTH:
            too_long = _("Ce texte est trop long : %(length)s signes, pour %(limit)s au plus.")
            raise forms.ValidationError(too_long % {"length": grouped(len(text)), "limit": grouped(OUTCOME_LENGTH)})
        return text
