from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from participation.base.site import modules

MODULE = "signalements"


class ReportsConfig(AppConfig):
    name = "participation.reports"
    label = "reports"
    verbose_name = _("Signalements")

    def ready(self):
        modules.register(MODULE, _("Signalements"), ("/signalements/", "/agents/signalements/"))
        _join_search_and_desk()
        _join_queue_and_news()
        post_migrate.connect(_offer_categories, sender=self, dispatch_uid="reports.sync_categories")


def _join_search_and_desk():
    from participation.base.desk import registry as desk
    from participation.base.search import registry as search
    from participation.reports import following, rules, selectors
    from participation.reports.models import Report

    search.register(
        "signalement",
        _("Signalements"),
        model=Report,
        queryset=selectors.findable,
        document=selectors.document,
    )
    following.register()
    desk.register(MODULE, selectors.desk_items, may_enter=rules.can_enter_report_desk, links=selectors.desk_links)


def _join_queue_and_news():
    from participation.reports import moderation, news
    from participation.reports.services.recounting import recount_promises
    from participation.territory import deadlines

    moderation.connect()
    news.register()
    deadlines.register(MODULE, recount_promises)


def _offer_categories(sender, using, **kwargs):
    """An empty installation can be used at once. Also after a test emptied every table."""
    table = apps.get_model("reports.Category")._meta.db_table
    if using == "default" and table in connections[using].introspection.table_names():
        from participation.reports.services import sync_categories

        sync_categories()
