"""StreamField blocks by family; a page type takes the whole article set."""

from wagtail import blocks

from cms.blocks.media import DocumentBlock, PictureBlock
from cms.blocks.text import HeadingBlock, NoticeBlock, StepsBlock, TextBlock


class ArticleBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    picture = PictureBlock()
    document = DocumentBlock()
