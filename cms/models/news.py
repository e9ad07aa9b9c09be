from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.models.base import BasePage
from cms.panels import reading_panel


class NewsIndexPage(BasePage):
    max_count = 1
    fixed_slug = "actualites"
    is_pillar = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cms.NewsPage"]
    template = "cms/news_index.html"
    shows = "cms.pages.news.index"

    class Meta:
        verbose_name = _("liste des actualités")


class NewsPage(BasePage):
    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    signed_by = models.CharField(
        _("signée par"), max_length=120, blank=True, help_text=_("Un service, jamais une personne.")
    )
    picture = models.ForeignKey(
        "cms.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    quartiers = ParentalManyToManyField(
        "territory.Quartier", blank=True, related_name="news", verbose_name=_("quartiers")
    )
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []
    template = "cms/news.html"
    read_along = ("picture",)
    shows = "cms.pages.news.article"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("signed_by"),
        FieldPanel("picture"),
        FieldPanel("quartiers", widget=forms.CheckboxSelectMultiple),
        FieldPanel("body"),
        reading_panel(),
    ]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")
