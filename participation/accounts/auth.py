from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

DEMO_DOMAIN = "@demo.example"


class PortalBackend(AuthenticationBackend):
    """Login by e-mail and password. The demonstration's accounts and its published password open nothing elsewhere."""

    def user_can_authenticate(self, user):
        return (
            super().user_can_authenticate(user)
            and user.erased_at is None
            and (settings.DEMO or not is_demo_account(user))
        )

    def _check_password(self, user, password):
        """Say no before allauth may set the user aside as « right password, closed account » and go on with them."""
        if user is None or (not settings.DEMO and (password == settings.DEMO_PASSWORD or is_demo_account(user))):
            return None
        return super()._check_password(user, password)


def is_demo_account(user) -> bool:
    return user.email.endswith(DEMO_DOMAIN)
