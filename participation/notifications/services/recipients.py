from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.accounts.models import User
from participation.base.mail.services import erase_address
from participation.notifications.enums import Delivery
from participation.notifications.models import EventTopic, Recipient, Subscription
from participation.notifications.positions import last_position
from participation.notifications.registry import ME
from participation.notifications.services.planning import plan


@transaction.atomic
def recipient_of(*, user=None, email="", confirmed=False) -> Recipient:
    """Who is told: this account, or this address. Made when there is none, with its own answers told at once.

    An address that an account proved is that account. `confirmed`: the person already showed that it is theirs.
    Raises ValidationError for what is not an address, ValueError for neither or for a closed account.
    """
    if user is not None:
        return _of_account(user)
    email = email.strip().lower()
    validate_email(email)
    owner = User.objects.present().filter(email=email, emailaddress__email=email, emailaddress__verified=True).first()
    if owner is not None:
        return _of_account(owner)
    recipient, _made = _get_or_make(email=email)
    if confirmed and recipient.confirmed_at is None:
        recipient.confirmed_at = timezone.now()
        recipient.save(update_fields=["confirmed_at"])
    return recipient


@transaction.atomic
def adopt_address(*, user, email) -> None:
    """What an address without account followed is the account's, once its owner confirmed that address."""
    former = Recipient.objects.without_account().filter(email=email.strip().lower()).first()
    if former is None or not user.is_active:
        return
    recipient, _made = _get_or_make(user=user)
    chose = Subscription.objects.chosen().filter(recipient=recipient)
    if not chose.exists():
        for name in ("daily_hour", "weekly_day", "next_digest_at", "daily_through", "weekly_through"):
            setattr(recipient, name, getattr(former, name))
    recipient.phone = recipient.phone or former.phone
    recipient.save()
    own = set(chose.values_list("kind", "key"))
    for one in Subscription.objects.chosen().filter(recipient=former):
        if (one.kind, one.key) not in own:
            told = former.weekly_through if one.delivery == Delivery.WEEKLY else former.daily_through
            Subscription.objects.filter(pk=one.pk).update(recipient=recipient, through=Coalesce(F("through"), told))
    refused = Subscription.objects.filter(recipient=former, kind=ME).exclude(delivery=Delivery.NOW).first()
    if refused is not None:
        Subscription.objects.filter(recipient=recipient, kind=ME).update(delivery=refused.delivery)
    theirs = EventTopic.objects.filter(kind=ME, key=str(former.pk))
    known = EventTopic.objects.filter(kind=ME, key=str(recipient.pk)).values_list("event_id", flat=True)
    theirs.exclude(event_id__in=list(known.filter(event__topics__in=theirs))).update(key=str(recipient.pk))
    _delete([former.pk])
    plan(recipient)


@transaction.atomic
def forget_recipient(*, email) -> int:
    """Forget an address without account: what it follows, what concerned it, mails that wait. Returns how many."""
    email = email.strip().lower()
    erase_address(email)
    return _delete(Recipient.objects.without_account().filter(email=email).values_list("pk", flat=True))


@transaction.atomic
def forget_account(user) -> None:
    """Everything here that leads to this account."""
    forget_recipient(email=user.email)
    _delete(Recipient.objects.filter(user=user).values_list("pk", flat=True))


def _delete(keys) -> int:
    keys = list(keys)
    EventTopic.objects.filter(kind=ME, key__in=[str(key) for key in keys]).delete()
    _count, per_model = Recipient.objects.filter(pk__in=keys).delete()
    return per_model.get(Recipient._meta.label, 0)


def _of_account(user) -> Recipient:
    if not user.is_active:
        raise ValueError("a closed account is told nothing")
    recipient, made = _get_or_make(user=user)
    if made and user.emailaddress_set.filter(email__iexact=user.email, verified=True).exists():
        adopt_address(user=user, email=user.email)
        recipient.refresh_from_db()
    recipient.user = user
    return recipient


def _get_or_make(**who) -> tuple[Recipient, bool]:
    """Without news from before: a new reader starts at the last position."""
    found = Recipient.objects.filter(**who).first()
    if found is not None:
        return found, False
    last = last_position()
    fresh = {"daily_through": last, "weekly_through": last, "seen_through": last}
    if "user" in who:
        fresh["confirmed_at"] = timezone.now()
    recipient, made = Recipient.objects.get_or_create(**who, defaults=fresh)
    if made:
        Subscription.objects.create(
            recipient=recipient, kind=ME, key=str(recipient.pk), delivery=Delivery.NOW, confirmed_at=timezone.now()
        )
    return recipient, made
