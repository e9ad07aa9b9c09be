"""Mails in the outbox and signs of life of workers."""

from datetime import timedelta

import factory
from django.utils import timezone

from participation.base import models
from participation.base.mail.enums import MailStatus


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    """A mail that is due; `sent=True` for one that left an hour ago."""

    class Meta:
        model = models.OutboxMessage

    class Params:
        sent = factory.Trait(
            status=MailStatus.SENT,
            attempts=1,
            sent_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)),
        )

    key = factory.Sequence(lambda n: f"test-{n}")
    to = factory.Sequence(lambda n: f"habitant-{n}@demo.example")
    subject = "Votre signalement"
    text = "Bonjour.\n"
    html = "<p>Bonjour.</p>"
    message_id = factory.LazyAttribute(lambda mail: f"<{mail.key}@testserver>")
    next_attempt_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))


class HeartbeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Heartbeat

    worker_id = factory.Sequence(lambda n: f"worker-{n}")
