from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.enums import ConventionKind
from cms.models.base import BasePage
from cms.models.facts import Fact
from cms.panels import facts_panel, reading_panel


class ConventionIndexPage(BasePage):
    max_count = 1
    fixed_slug = "conventions"
    is_pillar = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.ConventionPage", "cms.DeliberationPage", "cms.ExperiencePage"]
    template = "cms/convention_index.html"
    shows = "cms.pages.agreements.index"

    class Meta:
        verbose_name = _("liste des conventions")


class ConventionPage(BasePage):
    kind = models.CharField(_("nature"), max_length=24, choices=ConventionKind.choices)
    short_title = models.CharField(
        _("nom court"), max_length=80, blank=True, help_text=_("Sur la plaque : « cinq quartiers de Martigues ».")
    )
    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    parent_agreement = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children_agreements",
        verbose_name=_("convention-cadre"),
    )
    quartiers = ParentalManyToManyField(
        "territory.Quartier", blank=True, related_name="conventions", verbose_name=_("quartiers")
    )
    period_label = models.CharField(_("période, comme le document l’écrit"), max_length=120, blank=True)
    starts_on = models.DateField(_("début"), null=True, blank=True, help_text=_("Seulement si le document le dit."))
    ends_on = models.DateField(_("terme"), null=True, blank=True)
    duration_text = models.CharField(_("durée"), max_length=250, blank=True)
    termination_text = models.CharField(_("résiliation"), max_length=250, blank=True)
    source = models.CharField(_("document source"), max_length=250, blank=True)
    invented = models.BooleanField(
        _("inventée pour la démonstration"), default=False, help_text=_("Dit en toutes lettres sur chaque page.")
    )
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["cms.ConventionIndexPage"]
    subpage_types = ["cms.ProjectPage"]
    template = "cms/convention.html"
    shows = "cms.pages.convention.convention"

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *BasePage.content_panels,
                    FieldPanel("short_title"),
                    FieldPanel("kind"),
                    FieldPanel("commune"),
                    FieldPanel("quartiers", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("body"),
                    reading_panel(),
                ],
                heading=_("Contenu"),
            ),
            ObjectList([facts_panel("convention")], heading=_("Faits")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("period_label"),
                            FieldPanel("starts_on"),
                            FieldPanel("ends_on"),
                            FieldPanel("duration_text"),
                            FieldPanel("termination_text"),
                        ],
                        _("Durée"),
                    ),
                    FieldPanel("parent_agreement"),
                    FieldPanel("source"),
                    FieldPanel("invented"),
                ],
                heading=_("Le document"),
            ),
            ObjectList(BasePage.promote_panels, heading=_("Référencement")),
            ObjectList(BasePage.settings_panels, heading=_("Publication")),
        ],
        base_form_class=BasePage.base_form_class,
    )

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Le terme précède le début.")})

    def projects_queryset(self):
        from cms.models.projects import ProjectPage

        return ProjectPage.objects.child_of(self).live()


class Theme(Fact):
    """One node of the tree by which a convention orders its actions, with the convention's own word for its level."""

    page = models.ForeignKey(ConventionPage, models.CASCADE, related_name="themes", verbose_name=_("convention"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("dans")
    )
    label = models.CharField(
        _("mot du document"), max_length=40, default="thème", help_text=_("Axe, enjeu, orientation, chantier…")
    )
    number = models.CharField(_("numéro"), max_length=12, blank=True)
    title = models.CharField(_("titre"), max_length=250)
    summary = models.TextField(_("résumé"), blank=True)
    order = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["page_id", "order", "id"]
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="theme_not_its_own_parent"
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def clean(self):
        super().clean()
        if self.parent_id is None:
            return
        if self.parent.page_id != self.page_id:
            raise ValidationError({"parent": _("Ce thème appartient à une autre convention.")})
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("Un thème ne peut pas se trouver dans lui-même.")})
            seen.add(above.pk)
            above = above.parent


class Signatory(Fact):
    page = models.ForeignKey(ConventionPage, models.CASCADE, related_name="signatories", verbose_name=_("convention"))
    partner = models.ForeignKey("territory.Partner", models.PROTECT, related_name="+", verbose_name=_("partenaire"))
    function = models.CharField(
        _("fonction du signataire"), max_length=200, blank=True, help_text=_("La fonction, jamais le nom.")
    )
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["page_id", "order", "id"]
        verbose_name = _("signataire")
        verbose_name_plural = _("signataires")
        constraints = [
            models.UniqueConstraint(fields=["page", "partner", "function"], name="signatory_once_per_function")
        ]

    def __str__(self):
        return f"{self.partner}"


class BudgetStatement(Fact):
    """A table of amounts as a document prints it, with the total it prints, right or wrong."""

    page = models.ForeignKey(ConventionPage, models.CASCADE, related_name="budgets", verbose_name=_("convention"))
    title = models.CharField(_("objet"), max_length=250)
    year = models.PositiveSmallIntegerField(_("année"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    printed_total = models.DecimalField(
        _("total imprimé (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Tel que le document l’imprime, même s’il diffère de la somme des lignes."),
    )
    explanation = models.TextField(
        _("explication du service"), blank=True, help_text=_("Facultatif : pourquoi les deux totaux diffèrent.")
    )
    order = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["page_id", "order", "id"]
        verbose_name = _("tableau d’argent")
        verbose_name_plural = _("tableaux d’argent")

    def __str__(self):
        return f"{self.title} ({self.year})" if self.year else self.title


class BudgetLine(Fact):
    statement = models.ForeignKey(
        BudgetStatement, models.CASCADE, related_name="lines", verbose_name=_("tableau d’argent")
    )
    label = models.CharField(_("objet"), max_length=250)
    quartier = models.ForeignKey(
        "territory.Quartier", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quartier")
    )
    amount = models.DecimalField(_("montant (€)"), max_digits=14, decimal_places=2)
    order = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["statement_id", "order", "id"]
        verbose_name = _("ligne d’argent")
        verbose_name_plural = _("lignes d’argent")

    def __str__(self):
        return f"{self.label} : {self.amount} €"

    @property
    def convention(self):
        return self.statement.page
