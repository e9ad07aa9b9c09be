"""The mails to those who follow something, in a window of 320 px: nothing to fetch, nothing beside the edge, axe."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from participation.accounts.models import User
from participation.base.mail.models import OutboxMessage
from participation.notifications import services
from participation.notifications.digests import send_due_digests
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Recipient
from participation.notifications.registry import event_kind
from participation.notifications.summaries import send_desk_summaries
from participation.territory.models import Quartier
from tests.harness.browser import assert_accessible, assert_fits

LONG = "Anticonstitutionnellement-" * 8


def news(key, *, people=()):
    kind = event_kind("reports/step")
    with transaction.atomic():
        services.notify(
            kind.name,
            key=key,
            url="/signalements/",
            words=kind.samples | {"title": LONG, "heading": LONG},
            people=people,
            quartier=Quartier.objects.get(slug="canto-perdrix"),
        )


def event():
    news("essai", people=[services.recipient_of(email="voisine@exemple.fr")])
    distribute_events()
    return "event-"


def digest():
    person = services.recipient_of(user=User.objects.get(email="conseil@demo.example"))
    services.follow(recipient=person, kind="quartier", key="canto-perdrix", delivery=Delivery.DAILY)
    distribute_events()
    for number in range(3):
        news(f"essai-{number}")
    distribute_events()
    send_due_digests(Recipient.objects.get(pk=person.pk).next_digest_at)
    return "digest-"


def follow():
    services.ask_to_follow(email="voisine@exemple.fr", kind="quartier", key="canto-perdrix")
    return "follow-"


def desk():
    day = timezone.localtime().replace(hour=8)
    while not send_desk_summaries(day):
        day += timedelta(days=1)
    return "bureau-"


@pytest.mark.parametrize("written", [event, digest, follow, desk])
def test_at_320_px(open_page, written):
    mail = OutboxMessage.objects.filter(key__startswith=written()).order_by("-pk").first()
    assert "<img" not in mail.html
    page = open_page(width=320, javascript=True)
    page.set_content(mail.html)
    assert_fits(page)
    assert_accessible(page)
