from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from participation.base.desk import registry as desk
from participation.base.search import registry as search
from participation.base.site import modules


class CouncilsConfig(AppConfig):
    name = "participation.councils"
    label = "councils"
    verbose_name = _("Conseils citoyens")

    def ready(self):
        from participation.comments import badges
        from participation.councils import following, moderation, news, rules, searching, selectors
        from participation.councils.models import Council, Meeting

        modules.register("conseils", _("Conseils citoyens"), ("/conseils/", "/agents/conseils/"))
        modules.register("agenda", _("Agenda"), ("/agenda/", "/agents/agenda/"))
        search.register(
            "conseil",
            _("Conseils"),
            model=Council,
            queryset=searching.public_councils,
            document=searching.council_document,
        )
        search.register(
            "reunion",
            _("Réunions"),
            model=Meeting,
            queryset=searching.public_meetings,
            document=searching.meeting_document,
        )
        following.register()
        desk.register(
            "conseils",
            selectors.desk_items,
            may_enter=rules.can_enter_council_desk,
            links=selectors.desk_links,
        )
        moderation.connect()
        news.register()
        badges.register(selectors.mandate_badge)
