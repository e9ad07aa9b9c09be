from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField

from cms.enums import LifeCycle
from cms.forms.pages import ProjectPageForm
from cms.models.base import BasePage
from cms.models.facts import Fact
from cms.panels import facts_panel, reading_panel
from cms.querysets import MilestoneQuerySet
from cms.validators import validate_link
from participation.base.calendar import today

FICHE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]

# The ten points of the charter's fiche projet, in its order (Vitrolles, charte GUSP 2007-2009, annex VI).
FICHE_FIELDS = {
    "location": _("Lieu"),
    "diagnosis": _("Constat"),
    "expectations": _("Attendus : ce que l’on veut obtenir"),
    "description_text": _("Description"),
    "lead_text": _("Porteur : qui conduit l’action"),
    "partners_text": _("Partenaires"),
    "schedule_text": _("Échéancier"),
    "means_text": _("Moyens et financement"),
    "evaluation_text": _("Évaluation"),
    "feasibility_text": _("Conditions pour réussir"),
}
# Points that some fiches add; shown only when written.
OPTIONAL_FICHE_FIELDS = {
    "tools_text": _("Outils utilisés"),
    "quality_text": _("Critères de qualité"),
    "charges_text": _("Effet sur les charges locatives"),
}


def fiche_field(name):
    return RichTextField(name, blank=True, features=FICHE_FEATURES)


class ProjectPage(BasePage):
    """A fiche projet: one action of a convention."""

    number = models.CharField(_("numéro"), max_length=12, blank=True)
    themes = ParentalManyToManyField("cms.Theme", blank=True, related_name="projects", verbose_name=_("thèmes"))
    quartiers = ParentalManyToManyField(
        "territory.Quartier", blank=True, related_name="projects", verbose_name=_("quartiers")
    )
    lead = models.ForeignKey(
        "territory.Partner", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("porteur")
    )
    life_cycle = models.CharField(
        _("cycle de vie"), max_length=12, choices=LifeCycle.choices, default=LifeCycle.UNSTATED
    )
    abandon_reason = models.CharField(_("raison de l’abandon"), max_length=250, blank=True)
    location = fiche_field(_("lieu"))
    diagnosis = fiche_field(_("constat, diagnostic"))
    expectations = fiche_field(_("attendus"))
    description_text = fiche_field(_("description, organisation"))
    lead_text = fiche_field(_("porteur, en toutes lettres"))
    partners_text = fiche_field(_("partenaires"))
    schedule_text = fiche_field(_("échéancier"))
    means_text = fiche_field(_("moyens, coût, financement"))
    evaluation_text = fiche_field(_("modalités d’évaluation"))
    feasibility_text = fiche_field(_("conditions de faisabilité"))
    tools_text = fiche_field(_("outils utilisés"))
    quality_text = fiche_field(_("critères de qualité"))
    charges_text = fiche_field(_("répercussion sur les charges locatives"))

    parent_page_types = ["cms.ConventionPage"]
    subpage_types = []
    template = "cms/project.html"
    shows = "cms.pages.project.project"
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *BasePage.content_panels,
                    FieldPanel("number"),
                    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("quartiers", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("lead"),
                    FieldPanel("life_cycle"),
                    FieldPanel("abandon_reason"),
                ],
                heading=_("La fiche en bref"),
            ),
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel(name) for name in FICHE_FIELDS], _("Les dix points")),
                    MultiFieldPanel([FieldPanel(name) for name in OPTIONAL_FICHE_FIELDS], _("Points facultatifs")),
                    reading_panel(),
                ],
                heading=_("Les points"),
            ),
            ObjectList([facts_panel("project")], heading=_("Étapes")),
            ObjectList(BasePage.promote_panels, heading=_("Référencement")),
            ObjectList(BasePage.settings_panels, heading=_("Publication")),
        ],
        base_form_class=ProjectPageForm,
    )

    class Meta:
        verbose_name = _("fiche projet")
        verbose_name_plural = _("fiches projets")

    def fiche_points(self) -> dict[str, str]:
        """The ten points by their names, as HTML; an empty one has an empty text."""
        return {str(label): getattr(self, name) for name, label in FICHE_FIELDS.items()}


class Milestone(Fact):
    """A dated, weighted step of a fiche. Progress is computed from these and from nothing else."""

    project = models.ForeignKey(ProjectPage, models.CASCADE, related_name="milestones", verbose_name=_("fiche"))
    title = models.CharField(_("étape"), max_length=200)
    quartier = models.ForeignKey(
        "territory.Quartier",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("quartier"),
    )
    starts_on = models.DateField(_("début"), null=True, blank=True, help_text=_("Si l’étape est une période."))
    due_on = models.DateField(_("promise au plus tard le"), null=True, blank=True)
    new_due_on = models.DateField(
        _("nouvelle date"), null=True, blank=True, help_text=_("La promesse d’origine reste affichée.")
    )
    weight = models.PositiveSmallIntegerField(
        _("poids"), default=1, help_text=_("Une étape de poids 2 compte double dans l’avancement.")
    )
    done_on = models.DateField(_("tenue le"), null=True, blank=True, help_text=_("Vide tant qu’elle ne l’est pas."))
    status_note = models.CharField(
        _("où en est-on"), max_length=300, blank=True, help_text=_("Pourquoi en retard, ce qui manque.")
    )
    evidence_label = models.CharField(_("preuve"), max_length=160, blank=True)
    evidence_url = models.CharField(
        _("adresse de la preuve"),
        max_length=300,
        blank=True,
        validators=[validate_link],
        help_text=_("Une adresse complète, ou un chemin de ce portail : /actualites/…"),
    )
    evidence_document = models.ForeignKey(
        "cms.PortalDocument",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document de preuve"),
    )
    evidence_public = models.BooleanField(_("preuve publique"), default=True)
    order = models.PositiveSmallIntegerField(_("rang"), default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "order", "due_on", "id"]
        verbose_name = _("étape (jalon)")
        verbose_name_plural = _("étapes (jalons)")
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1),
                name="milestone_weight_positive",
                violation_error_message=_("Le poids est au moins 1."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="milestone_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def convention(self):
        return self.project.get_parent().specific

    def clean(self):
        super().clean()
        if self.done_on and self.done_on > today():
            raise ValidationError({"done_on": _("Une étape ne peut pas avoir été tenue dans l’avenir.")})
        if self.new_due_on and not self.due_on:
            raise ValidationError({"new_due_on": _("Donnez d’abord la date promise.")})
        if self.new_due_on and self.new_due_on <= self.due_on:
            raise ValidationError({"new_due_on": _("La nouvelle date suit la date promise.")})
