"""Those who act for the city or a partner carry a second factor (`STAFF_MFA_REQUIRED`, on in production)."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from participation.accounts.rules import is_staff_member
from participation.accounts.selectors import has_second_factor

# What stays open until the second factor is on: activating it, logging out, and what every page needs.
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "second_factor_required",
        "accessibility",
        "alive",
        "health",
        "legal",
        "media",
        "privacy",
        "privacy-register",
        "robots",
        "theme",
    }
)


class StaffMfaMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_MFA_REQUIRED and self._must_activate(request):
            return redirect("second_factor_required")
        return self.get_response(request)

    def _must_activate(self, request):
        """Residents cost one query, for their grants; the address is looked at before that."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(request.path_info):
            return False
        return is_staff_member(request.user) and not has_second_factor(request.user)


def _is_open(path):
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        return resolve(path).url_name in OPEN
    except Resolver404:
        return False
