"""Addresses of the Wagtail admin that are answered by us instead: mount these before its own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.admin import menus

urlpatterns = decorate_urlpatterns(
    [
        path("account/", menus.AccountView.as_view()),
        # They would hand out groups and delete people past every rule.
        path("bulk/accounts/user/<slug:action>/", menus.nothing_here),
        # Raises an error on purpose.
        path("failwhale/", menus.nothing_here),
    ],
    require_admin_access,
)
