from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.enums import Outcome
from cms.models.base import BasePage
from cms.panels import reading_panel


class DeliberationPage(BasePage):
    """A deliberation as its document prints it. An empty figure is shown « non renseigné », never zero."""

    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="+", verbose_name=_("commune"))
    body_name = models.CharField(_("assemblée"), max_length=120, default="Conseil municipal")
    session_date = models.DateField(_("séance du"))
    identifier = models.CharField(_("identifiant"), max_length=40, blank=True)
    order_number = models.PositiveSmallIntegerField(_("numéro d’ordre"), null=True, blank=True)
    nomenclature = models.CharField(_("nomenclature"), max_length=120, blank=True)
    rapporteur_function = models.CharField(
        _("fonction du rapporteur"), max_length=160, blank=True, help_text=_("La fonction, jamais le nom.")
    )
    quorum = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    members_present = models.PositiveSmallIntegerField(_("membres présents"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("pour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("contre"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    outcome = models.CharField(_("résultat"), max_length=12, choices=Outcome.choices, default=Outcome.UNSTATED)
    convention = models.ForeignKey(
        "cms.ConventionPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliberations",
        verbose_name=_("convention approuvée"),
    )
    source = models.CharField(_("document source"), max_length=250, blank=True)
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["cms.ConventionIndexPage"]
    subpage_types = []
    template = "cms/deliberation.html"
    shows = "cms.pages.agreements.deliberation"
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "commune",
                    "body_name",
                    "session_date",
                    "identifier",
                    "order_number",
                    "nomenclature",
                    "rapporteur_function",
                )
            ],
            _("La séance"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("quorum", "members_present", "votes_for", "votes_against", "abstentions", "outcome")
            ],
            _("Le vote"),
        ),
        FieldPanel("convention"),
        FieldPanel("source"),
        FieldPanel("body"),
        reading_panel(),
    ]

    class Meta:
        verbose_name = _("délibération")
        verbose_name_plural = _("délibérations")
