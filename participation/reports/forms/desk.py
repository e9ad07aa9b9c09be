"""What an agent writes when acting on a report: one small form for each act, none of them long."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.base.calendar import today
from participation.reports.enums import Verb
from participation.reports.forms.fields import PhotoField, WordsField
from participation.reports.validators import TEXT_LENGTH, TITLE_LENGTH
from participation.territory.models import Partner

_PUBLIC = _("La personne et ses voisins le liront.")


class ActForm(forms.Form):
    """`report`: the one that is acted on."""

    def __init__(self, *args, report, **options):
        super().__init__(*args, **options)
        self.report = report


class AcknowledgeForm(ActForm):
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Qui s’en occupe"),
        required=False,
        error_messages={"invalid_choice": _("Choisissez quelqu’un de la liste.")},
    )
    answer = WordsField(
        label=_("Un mot à ce sujet"),
        required=False,
        limit=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_PUBLIC,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        field, report = self.fields["partner"], self.report
        field.queryset = partners_of(report)
        field.empty_label = str(report.partner) if report.partner_id else _("La Ville, ses services")


class PlanForm(ActForm):
    on = forms.DateField(
        label=_("Jour de l’intervention"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choisissez un jour."),
            "invalid": _("Écrivez un jour, par exemple 24/03/2027."),
        },
    )
    answer = WordsField(
        label=_("Un mot à ce sujet"),
        required=False,
        limit=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_PUBLIC,
    )

    def clean_on(self):
        if self.cleaned_data["on"] < today():
            raise forms.ValidationError(_("Ce jour est passé. Donnez un jour à venir."))
        return self.cleaned_data["on"]


class ResolveForm(ActForm):
    answer = WordsField(
        label=_("Ce qui a été fait"),
        limit=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_PUBLIC,
        error_messages={"required": _("Dites en une phrase ce qui a été fait.")},
    )
    photo = PhotoField(
        label=_("Photo d’après"),
        required=False,
        help_text=_("15 Mo au plus, sans visage. Elle est publiée avec le signalement."),
    )


class RefuseForm(ActForm):
    reason = WordsField(
        label=_("Pourquoi"),
        limit=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_PUBLIC,
        error_messages={"required": _("Dites pourquoi : la personne et ses voisins le liront.")},
    )


class PublishForm(ActForm):
    title = WordsField(
        label=_("Titre public"),
        required=False,
        limit=TITLE_LENGTH,
        help_text=_("Le problème en quelques mots, sans nom ni numéro. Vide : la catégorie."),
    )


class PlainForm(ActForm):
    """An act that needs no word."""


FORMS = {
    Verb.ACKNOWLEDGE: AcknowledgeForm,
    Verb.PLAN: PlanForm,
    Verb.START: PlainForm,
    Verb.RESOLVE: ResolveForm,
    Verb.REFUSE: RefuseForm,
    Verb.PUBLISH: PublishForm,
    Verb.HIDE: PlainForm,
}


def partners_of(report):
    """Who may have a report: the commune's own partners, and the landlords who house people there."""
    here = Q(commune=report.commune_id) | Q(residences__quartier__commune=report.commune_id)
    return Partner.objects.filter(here | Q(pk=report.partner_id)).distinct().order_by("name")
