"""The side menu, less what the portal does not use and what leads to someone else's site."""

from django.http import Http404
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel

# One language, one site, and groups that follow the grants.
UNUSED_SETTINGS = {"locales", "sites", "groups"}


def keep_help_at_home(request, items):
    items[:] = [item for item in items if not item.url.startswith("http")]


def hide_unused_settings(request, items):
    items[:] = [item for item in items if item.name not in UNUSED_SETTINGS]


class AccountView(WagtailAccountView):
    """Preferences of the admin only: name, address and password are changed in « Mon compte » of the portal."""

    def get_panels(self):
        elsewhere = (NameEmailSettingsPanel, AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, elsewhere)]


def style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


def nothing_here(request, *args, **kwargs):
    raise Http404
