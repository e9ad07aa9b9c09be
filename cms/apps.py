from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Publication")
    default = True

    def ready(self):
        from cms import comments, emails, following, following_events, search, signals  # noqa: F401
        from cms.services.quartiers import follow_new_address
        from participation.base.site import modules
        from participation.territory.slugs import on_rename

        modules.register("actualites", _("Actualités"), ("/actualites/",))
        modules.register("conventions", _("Conventions et fiches projets"), ("/conventions/",))
        search.register_sources()
        emails.connect()
        comments.connect()
        following.register()
        following_events.connect()
        on_rename(follow_new_address)


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's accounts, in our views: no first or last name, no password set by someone else, roles granted."""

    default = False
    user_viewset = "cms.admin.people.viewsets.AccountViewSet"
