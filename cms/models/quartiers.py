from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.models.base import BasePage
from cms.panels import reading_panel


class QuartierIndexPage(BasePage):
    """`/quartiers/`; the URL of a quartier that has no page of its own yet is answered by `cms.views.quartier`."""

    max_count = 1
    fixed_slug = "quartiers"
    is_pillar = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.QuartierPage"]
    template = "cms/quartier_index.html"
    shows = "cms.pages.quartiers.index"

    class Meta:
        verbose_name = _("liste des quartiers")


class QuartierPage(BasePage):
    """What editors write about a quartier; facts stay in `Quartier`, whose slug this page copies."""

    quartier = models.OneToOneField(
        "territory.Quartier", models.PROTECT, related_name="page", verbose_name=_("quartier")
    )
    picture = models.ForeignKey(
        "cms.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["cms.QuartierIndexPage"]
    subpage_types = []
    template = "cms/quartier.html"
    read_along = ("picture",)
    shows = "cms.pages.quartiers.quartier"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("quartier"),
        FieldPanel("picture"),
        FieldPanel("body"),
        reading_panel(),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")],
            _("Pour les moteurs de recherche"),
            help_text=_("L’adresse de la page est celle du quartier."),
        ),
    ]

    class Meta:
        verbose_name = _("page de quartier")
        verbose_name_plural = _("pages de quartier")

    def _set_core_field_defaults(self):
        if self.quartier_id:
            self.slug = self.quartier.slug
        super()._set_core_field_defaults()
