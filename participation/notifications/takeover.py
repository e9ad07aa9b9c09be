"""Whoever confirms an address for their account finds there what that address followed without one."""

from allauth.account.signals import email_confirmed


def connect() -> None:
    email_confirmed.connect(_adopt, dispatch_uid="notifications.adopt")


def _adopt(sender, email_address, **kwargs):
    from participation.notifications.services import adopt_address

    adopt_address(user=email_address.user, email=email_address.email)
