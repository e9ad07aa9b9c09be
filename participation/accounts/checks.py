from django.conf import settings
from django.core.checks import Error, Tags, register
from django.urls import Resolver404, resolve, reverse
from wagtail.admin.views.account import LoginView, PasswordResetView

_HINT = "Mount participation.accounts.urls before the Wagtail admin."


@register(Tags.security)
def admin_login_is_ours(app_configs, **kwargs):
    """Wagtail's own login asks for the password alone: with it, a second factor protects nothing."""
    addresses = (f"{settings.ADMIN_PREFIX}login/", f"{settings.ADMIN_PREFIX}password_reset/")
    errors = [
        Error(f"{address} answers with Wagtail's own view, without second factor.", hint=_HINT, id="accounts.E001")
        for address in addresses
        if issubclass(_view_class(address), LoginView | PasswordResetView)
    ]
    if not reverse("wagtailadmin_home").startswith(settings.ADMIN_PREFIX):
        errors.append(Error("The Wagtail admin is not under ADMIN_PREFIX.", id="accounts.E002"))
    return errors


def _view_class(address) -> type:
    try:
        match = resolve(address)
    except Resolver404:
        return type(None)
    return getattr(match.func, "view_class", type(None))
