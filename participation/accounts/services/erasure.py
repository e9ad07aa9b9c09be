from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from participation.accounts.models import RoleGrant, User, UserSession
from participation.accounts.services.roles import end_grant, is_last_administrator
from participation.base import cache
from participation.base.calendar import today
from participation.base.mail.services import erase_address
from participation.base.privacy.persons import erase_person

ERASED_DOMAIN = "efface.invalid"  # RFC 2606: no such domain will ever receive mail
ERASED_LABEL = "compte effacé"


class SoleAdministrator(Exception):
    """Nobody else could grant a role any more; the message is the sentence to show."""


@transaction.atomic
def erase_account(*, user) -> None:
    """Remove what tells who this person is, here and in every app that registered an eraser; all or nothing.

    The row stays, empty and closed, so that what the person did (a decision validated, a page published) keeps its
    history without a name. Erasing twice changes nothing. Raises SoleAdministrator.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erased_at is not None:
        return
    if is_last_administrator(user=user):
        raise SoleAdministrator(
            _("Vous êtes la seule administration du portail. Nommez d’abord une autre personne, puis revenez ici.")
        )
    # The others first: they look for the address and the name that are about to go.
    erase_person(user)
    for email in EmailAddress.objects.filter(user=user).values_list("email", flat=True):
        erase_address(email)
    for grant in RoleGrant.objects.filter(user=user).not_over(today()):
        end_grant(grant, by=user)
    _erase_what_others_keep(user)
    user.email = f"{user.pk}@{ERASED_DOMAIN}"
    user.display_name = ""
    user.preferred_quartier = None
    user.last_login = None
    user.unused_warned_at = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    cache.bump()


def _erase_what_others_keep(user) -> None:
    """allauth's addresses and second factors, sessions, and what Wagtail notes about an account."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.of(user).delete()
    for profile in UserProfile.objects.filter(user=user):
        profile.avatar.delete(save=False)
        profile.delete()
    # Wagtail's log calls a changed account by its name or address.
    ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)).update(
        label=ERASED_LABEL, data={}
    )
