"""Removing what has outlived its purpose: rows, and the files behind them."""

from django.db import transaction

from participation.base import cache
from participation.base.media.services import unpublish
from participation.base.media.storages import private_storage
from participation.base.search.services import refresh, remove
from participation.notifications.models import Recipient, Subscription
from participation.notifications.services import forget_recipient
from participation.reports.enums import Moment, State, TextKind
from participation.reports.models import Report, ReportContact, ReportPhoto, ReportText
from participation.reports.services import holding


@transaction.atomic
def remove_unconfirmed(*, keys) -> int:
    """Delete reports whose address was never confirmed, with all they hold."""
    doomed = Report.objects.awaiting_confirmation().filter(pk__in=keys)
    keys = list(doomed.values_list("pk", flat=True))
    _remove_photos(ReportPhoto.objects.filter(report__in=keys))
    Report.objects.filter(pk__in=keys, state=State.AWAITING_CONFIRMATION).delete()
    for key in keys:
        remove(Report, key)
    return len(keys)


@transaction.atomic
def erase_contacts(*, keys) -> int:
    """Forget how to reach the reporters of these reports, and the addresses that nothing else needs."""
    contacts = ReportContact.objects.filter(report__in=keys)
    addresses = set(contacts.exclude(email="").values_list("email", flat=True))
    count = contacts.delete()[0]
    _forget_addresses(addresses)
    return count


@transaction.atomic
def erase_content(*, keys) -> int:
    """Forget what reporters wrote and showed, and the exact place. The answers and the history stay."""
    keys = list(keys)
    _remove_photos(ReportPhoto.objects.filter(report__in=keys))
    ReportText.objects.filter(report__in=keys).exclude(kind=TextKind.ANSWER).delete()
    count = Report.objects.filter(pk__in=keys).update(
        place="", shown_place=None, latitude=None, longitude=None, cell=None
    )
    for report in Report.objects.filter(pk__in=keys):
        holding.settled(report, by=None)
        refresh(report)
    cache.bump()
    return count


@transaction.atomic
def erase_written(*, report) -> None:
    """What its reporter wrote and showed goes for good, the report is handled as before: its point and answers stay."""
    _remove_photos(ReportPhoto.objects.filter(report=report, moment=Moment.BEFORE))
    ReportText.objects.filter(report=report, kind__in=(TextKind.DESCRIPTION, TextKind.PUBLIC)).delete()
    Report.objects.filter(pk=report.pk).update(place="", shown_place=None)
    refresh(Report.objects.get(pk=report.pk))
    cache.bump()


@transaction.atomic
def erase_person(user) -> None:
    """Of an account that is being erased: nothing leads from a report to the person any more."""
    ReportContact.objects.filter(user=user).delete()
    if user.email:
        ReportContact.objects.filter(email__iexact=user.email).delete()


def _forget_addresses(addresses) -> None:
    """Those that report nothing else and follow nothing."""
    reporting = ReportContact.objects.filter(email__in=addresses).values_list("email", flat=True)
    for address in sorted(addresses.difference(reporting)):
        recipient = Recipient.objects.without_account().filter(email=address.lower()).first()
        if recipient is not None and not Subscription.objects.chosen().filter(recipient=recipient).exists():
            forget_recipient(email=address)


def _remove_photos(photos) -> None:
    for photo in photos:
        private, public = photo.file.name, photo.public_name
        transaction.on_commit(lambda private=private, public=public: _remove_files(private, public))
    photos.delete()


def _remove_files(private: str, public: str) -> None:
    private_storage().delete(private)
    unpublish(public)
