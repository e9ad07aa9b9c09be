from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from participation.base.site import modules


class CommentsConfig(AppConfig):
    name = "participation.comments"
    label = "comments"
    verbose_name = _("Commentaires")

    def ready(self):
        from participation.base.desk import registry as desk
        from participation.comments import following, moderating, notices, rules, selectors, services
        from participation.territory import deadlines

        modules.register("commentaires", self.verbose_name, ("/commentaires/", "/agents/commentaires/"))
        following.register()
        notices.register()
        moderating.register()
        deadlines.register("comments", services.recount_answers)
        desk.register(
            "commentaires",
            selectors.desk_items,
            may_enter=rules.can_enter_comment_desk,
            links=selectors.desk_links,
        )
