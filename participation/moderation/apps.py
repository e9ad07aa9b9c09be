from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "participation.moderation"
    label = "moderation"
    verbose_name = _("Modération")

    def ready(self):
        from participation.base.desk import registry as desk
        from participation.moderation import rules, selectors

        # Not a module: what is held must be read whatever a commune switches off.
        desk.register(
            "moderation",
            selectors.desk_items,
            may_enter=rules.can_enter_moderation,
            links=selectors.desk_links,
        )
