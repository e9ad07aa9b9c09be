from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **kwargs):
        super().__init__(max_length=120, label=_("Intertitre"), **kwargs)

    class Meta:
        icon = "title"
        template = "cms/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=["bold", "italic", "ol", "ul", "link", "document-link"], label=_("Texte"), **kwargs)

    class Meta:
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class StepsBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(max_length=300, label=_("Étape")), label=_("Étapes numérotées"), **kwargs)

    class Meta:
        icon = "list-ol"
        template = "cms/blocks/steps.html"


class NoticeBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("info", _("information")), ("warn", _("attention"))], default="info", label=_("Nature")
    )
    title = blocks.CharBlock(max_length=120, required=False, label=_("Titre"))
    text = blocks.TextBlock(max_length=600, label=_("Texte"))

    class Meta:
        icon = "info-circle"
        label = _("Encadré")
        template = "cms/blocks/notice.html"
