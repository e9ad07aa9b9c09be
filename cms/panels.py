"""Panels of the page editor that hold no field."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, Panel

from cms.reading import LONG_SENTENCE, advise


class ReadingPanel(Panel):
    """What stands in the way of a reader, on the page as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/portal/reading_panel.html"

        def is_shown(self):
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return {**context, "advice": advise(self.instance), "long_sentence": LONG_SENTENCE}


def facts_panel(kind: str) -> HelpPanel:
    """Links from an editorial page to its facts, which are edited elsewhere. `kind`: « convention » or « project »."""
    return HelpPanel(template=f"wagtailadmin/portal/facts_of_{kind}.html", heading=_("Les faits"))


def reading_panel() -> ReadingPanel:
    return ReadingPanel(heading=_("Aide à la lecture"))
