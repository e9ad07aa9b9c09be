from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "participation.notifications"
    label = "notifications"
    verbose_name = _("Nouvelles que l’on suit")

    def ready(self):
        from participation.notifications import following, takeover

        following.register_own()
        following.register()
        takeover.connect()
