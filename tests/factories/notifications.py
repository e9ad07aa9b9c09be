"""Who follows what, and what happened. Rows as the services write them; `registered(...)` for kinds of one test."""

import factory
from django.utils import timezone

from participation.notifications import models
from participation.notifications.enums import Delivery
from participation.notifications.registry import ME


class RecipientFactory(factory.django.DjangoModelFactory):
    """An address that was confirmed, with its own answers at once. `user=` for an account (then without address)."""

    class Meta:
        model = models.Recipient
        skip_postgeneration_save = True

    email = factory.LazyAttributeSequence(
        lambda one, n: "" if getattr(one, "user", None) else f"voisine-{n}@exemple.fr"
    )
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def own(self, create, extracted, **kwargs):
        """`own=Delivery.NONE` for another choice."""
        if create:
            models.Subscription.objects.create(
                recipient=self,
                kind=ME,
                key=str(self.pk),
                delivery=extracted or Delivery.NOW,
                confirmed_at=timezone.now(),
            )


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """A confirmed follow; a digest is planned only where the test says so."""

    class Meta:
        model = models.Subscription

    recipient = factory.SubFactory(RecipientFactory)
    kind = "quartier"
    key = factory.Sequence(lambda n: f"quartier-{n}")
    delivery = Delivery.NOW
    confirmed_at = factory.LazyFunction(timezone.now)


class EventFactory(factory.django.DjangoModelFactory):
    """An event that waits for its position. `topics=[(kind, key), …]`."""

    class Meta:
        model = models.Event
        skip_postgeneration_save = True

    kind = "essai/nouvelle"
    key = factory.Sequence(lambda n: f"essai-{n}")
    url = "/quartiers/"
    words = factory.LazyFunction(lambda: {"title": "Le banc est réparé"})

    @factory.post_generation
    def topics(self, create, extracted, **kwargs):
        if create:
            for kind, key in extracted or ():
                models.EventTopic.objects.create(event=self, kind=kind, key=key)
