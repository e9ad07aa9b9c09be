"""What waits to be read, in any state, and what moderators have set up."""

from datetime import timedelta

import factory
from django.utils import timezone

from participation.moderation import models
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.workflow import rank_of
from tests.factories.territory import CommuneFactory


class CaseFactory(factory.django.DjangoModelFactory):
    """Waiting since a minute ago, first message of somebody; `refused=True` for one that was refused yesterday."""

    class Meta:
        model = models.Case

    class Params:
        refused = factory.Trait(
            state=CaseState.CLOSED,
            decision=Decision.REFUSE,
            ground=Ground.INSULT,
            held_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=26)),
            decided_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=24)),
            apply_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=24)),
            applied_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=24)),
        )
        published = factory.Trait(refused=True, decision=Decision.PUBLISH, ground="")

    kind = "essai"
    key = factory.Sequence(lambda n: f"message-{n}")
    commune = factory.SubFactory(CommuneFactory)
    rule = Rule.FIRST_MESSAGE
    rules = factory.LazyAttribute(lambda case: [str(case.rule)])
    rank = factory.LazyAttribute(lambda case: rank_of([case.rule]))
    held_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
    author_key = factory.Sequence(lambda n: f"auteur-{n}")


class FlagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Flag

    kind = "essai"
    key = "message"
    who = factory.Sequence(lambda n: f"lecteur-{n}")
    ground = Ground.INSULT


class BanFactory(factory.django.DjangoModelFactory):
    """In force since an hour ago, for a week."""

    class Meta:
        model = models.Ban

    author_key = factory.Sequence(lambda n: f"auteur-{n}")
    ground = Ground.INSULT
    since = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    until = factory.LazyAttribute(lambda ban: ban.since + timedelta(days=7))


class AppealFactory(factory.django.DjangoModelFactory):
    """Of a refusal, not decided yet; the case is contested."""

    class Meta:
        model = models.Appeal

    case = factory.SubFactory(CaseFactory, refused=True, state=CaseState.APPEALED)
    text = "Je n’ai insulté personne."
    not_by = factory.LazyAttribute(lambda appeal: appeal.case.decided_by)


class SealedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Sealed

    case = factory.SubFactory(CaseFactory, refused=True, decision=Decision.SEAL, ground=Ground.THREAT)
    text = "Je sais où tu habites."
    written_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))


def moderation_settings(**values):
    """The settings of this portal, saved."""
    settings = models.ModerationSettings.base_queryset().first() or models.ModerationSettings()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    return settings
