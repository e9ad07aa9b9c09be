from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "participation.surveys"
    label = "surveys"
    verbose_name = _("Enquêtes")

    def ready(self):
        from participation.base.desk import registry as desk
        from participation.base.search import registry as search
        from participation.base.site import modules
        from participation.surveys import following, news, showing
        from participation.surveys.models import Survey
        from participation.surveys.rules import can_enter_surveys

        modules.register("enquetes", _("Enquêtes"), ("/enquetes/", "/agents/enquetes/"))
        search.register("enquete", _("Enquêtes"), model=Survey, queryset=showing.searchable, document=showing.document)
        following.register()
        news.register()
        desk.register("enquetes", showing.desk_items, may_enter=can_enter_surveys, links=showing.desk_links)
