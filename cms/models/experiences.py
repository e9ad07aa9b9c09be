from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.models.base import BasePage
from cms.panels import reading_panel

MARKS = {
    "mark_partnership": _("Partenariat"),
    "mark_participation": _("Participation des habitants"),
    "mark_coordination": _("Articulation avec les autres dispositifs"),
    "mark_innovation": _("Innovation"),
}


def mark_field(name):
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=[MaxValueValidator(4)])


class ExperiencePage(BasePage):
    """A fiche expérience; its four marks out of 4 come from its author and are labelled « auto-évaluation »."""

    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="+", verbose_name=_("commune"))
    quartiers = ParentalManyToManyField(
        "territory.Quartier", blank=True, related_name="experiences", verbose_name=_("quartiers")
    )
    operator = models.CharField(_("opérateur"), max_length=160, blank=True)
    partners_text = models.TextField(_("partenaires"), blank=True)
    period_label = models.CharField(_("période"), max_length=120, blank=True)
    mark_partnership = mark_field(_("partenariat, sur 4"))
    mark_participation = mark_field(_("participation, sur 4"))
    mark_coordination = mark_field(_("articulation, sur 4"))
    mark_innovation = mark_field(_("innovation, sur 4"))
    author_note = models.CharField(_("qui a noté"), max_length=200, blank=True)
    source = models.CharField(_("document source"), max_length=250, blank=True)
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["cms.ConventionIndexPage"]
    subpage_types = []
    template = "cms/experience.html"
    shows = "cms.pages.agreements.experience"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("commune"),
        FieldPanel("quartiers", widget=forms.CheckboxSelectMultiple),
        FieldPanel("operator"),
        FieldPanel("partners_text"),
        FieldPanel("period_label"),
        MultiFieldPanel(
            [*[FieldPanel(name) for name in MARKS], FieldPanel("author_note")], _("Auto-évaluation, notes sur 4")
        ),
        FieldPanel("source"),
        FieldPanel("body"),
        reading_panel(),
    ]

    class Meta:
        verbose_name = _("fiche expérience")
        verbose_name_plural = _("fiches expérience")
