from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from participation.accounts.emails import letter_context
from participation.accounts.models import User, UserSession
from participation.accounts.validators import tidy_name
from participation.base import cache
from participation.base.mail.services import queue_mail


@transaction.atomic
def create_account(*, email, password=None, display_name="", preferred_quartier=None, confirmed=False) -> User:
    """An account that nobody signed up for: demonstration, command line, a colleague invited by an administrator.

    Without password, its owner chooses one through « mot de passe oublié ». `confirmed`: the address is known to be
    theirs, no confirmation mail is asked for at the first login.
    Raises ValidationError (a name that may not be shown, an address that has an account).
    """
    user = User(email=email, display_name=tidy_name(display_name), preferred_quartier=preferred_quartier)
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
    return user


@transaction.atomic
def change_display_name(*, user, display_name) -> None:
    """What others read beside what this person writes; empty for « un·e habitant·e ». Raises ValidationError."""
    user.display_name = tidy_name(display_name)
    user.clean_fields(exclude=[field.name for field in user._meta.fields if field.name != "display_name"])
    user.save(update_fields=["display_name"])
    cache.bump()


@transaction.atomic
def set_preferred_quartier(*, user, quartier) -> None:
    """The quartier shown first to this person; None for none."""
    user.preferred_quartier = quartier
    user.save(update_fields=["preferred_quartier"])


@transaction.atomic
def end_sessions(*, user, keep=None) -> int:
    """Log this person out everywhere, or everywhere but in the session whose key is `keep`. Returns how many ended."""
    sessions = UserSession.objects.of(user)
    if keep:
        sessions = sessions.exclude(session_key=keep)
    return sessions.delete()[0]


@transaction.atomic
def free_unconfirmed_address(*, email, keep=None) -> int:
    """Delete the accounts that claim this address and never confirmed it, save `keep`: nobody showed it is theirs.

    Without this, whoever signs up first with someone else's address would keep them out, or choose their password.
    """
    claims = User.objects.never_confirmed().filter(email=email)
    if keep is not None:
        claims = claims.exclude(pk=keep.pk)
    deleted, _per_model = claims.delete()
    return deleted


@transaction.atomic
def warn_unused_account(*, user, erased_on) -> bool:
    """Tell an unused account's owner that it goes on `erased_on` unless they log in. False when told already."""
    message = queue_mail(
        key=f"account-unused-{user.pk}-{erased_on:%Y-%m-%d}",
        to=user.email,
        template="accounts/letter",
        context=letter_context(
            "unused", {"erased_on": erased_on, "login_url": settings.BASE_URL + reverse("account_login")}
        ),
    )
    user.unused_warned_at = timezone.now()
    user.save(update_fields=["unused_warned_at"])
    return message is not None
