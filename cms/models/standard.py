from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import ArticleBlock
from cms.models.base import BasePage
from cms.panels import reading_panel


class StandardPage(BasePage):
    body = StreamField(ArticleBlock(), verbose_name=_("texte"), blank=True)

    template = "cms/standard.html"
    subpage_types = ["cms.StandardPage"]
    parent_page_types = ["home.HomePage", "cms.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body"), reading_panel()]

    class Meta:
        verbose_name = _("page simple")
        verbose_name_plural = _("pages simples")
