"""What an administrator does to someone else's account, beside granting roles."""

from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.admin.rights import can_close_accounts
from participation.accounts.services import RoleRefused, create_account, end_sessions, sync_user
from participation.accounts.services.roles import is_last_administrator
from participation.base.mail.services import queue_mail


@transaction.atomic
def invite(*, email, display_name, by):
    """An account for a colleague, who chooses its password through the link sent. Raises ValidationError."""
    user = create_account(email=email, display_name=display_name)
    log(instance=user, action="wagtail.create", user=by)
    send_password_link(user=user, by=by)
    return user


@transaction.atomic
def send_password_link(*, user, by) -> None:
    """The same link as « mot de passe oublié », valid as long. Nobody but its owner ever knows a password."""
    if not user.is_active:
        raise RoleRefused(_("Ce compte est fermé : rouvrez-le d’abord."))
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    queue_mail(
        key=f"password-link-{user.pk}-{uuid4().hex}",
        to=user.email,
        template="cms/password_link",
        context={"link": get_adapter().get_reset_password_from_key_url(key)},
    )
    log(instance=user, action="portal.password_link", user=by)


@transaction.atomic
def set_account_open(*, user, is_open: bool, by) -> None:
    """Close an account (nobody logs in with it any more, its sessions end) or open it again. Raises RoleRefused."""
    if not can_close_accounts(by):
        raise RoleRefused(_("Seule l’administration de tout le portail ferme un compte."))
    if user.erased_at is not None:
        raise RoleRefused(_("Ce compte a été effacé : il ne revient pas."))
    if not is_open and user.pk == by.pk:
        raise RoleRefused(_("On ne ferme pas son propre compte d’ici : « Mon compte » le permet."))
    if not is_open and is_last_administrator(user=user):
        raise RoleRefused(_("C’est la seule administration du portail. Nommez d’abord une autre personne."))
    user.is_active = is_open
    user.save(update_fields=["is_active"])
    if not is_open:
        end_sessions(user=user)
    sync_user(user)
    log(instance=user, action="wagtail.edit", user=by)
