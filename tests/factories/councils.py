"""Councils, who sits there, their meetings. A council serves one quartier unless told otherwise."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from django.utils.text import slugify

from participation.councils import models
from participation.councils.enums import Answer, CollegeKind, DecisionState, MemberRole, RequestState
from tests.factories.accounts import UserFactory
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory


class CouncilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Council
        skip_postgeneration_save = True

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Conseil citoyen du Quartier d’essai {n}")
    slug = factory.LazyAttribute(lambda council: slugify(council.name))

    @factory.post_generation
    def quartiers(council, create, extracted, **kwargs):
        council.quartiers.set(extracted if extracted is not None else [QuartierFactory(commune=council.commune)])


class CollegeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.College

    council = factory.SubFactory(CouncilFactory)
    kind = CollegeKind.RESIDENTS
    seats = 14


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    council = factory.SubFactory(CouncilFactory)
    user = factory.SubFactory(UserFactory)
    from_date = date(2024, 1, 1)


def organiser_of(council, **values):
    """Somebody who organises this council."""
    return MembershipFactory(council=council, role=MemberRole.ORGANISER, **values).user


class JoinRequestFactory(factory.django.DjangoModelFactory):
    """Waiting; `state=RequestState.DECLINED` and so on for one that was settled yesterday."""

    class Meta:
        model = models.JoinRequest

    council = factory.SubFactory(CouncilFactory)
    user = factory.SubFactory(UserFactory)
    motivation = "J’habite le quartier depuis dix ans."
    answer_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    settled_at = factory.LazyAttribute(
        lambda request: None if request.state == RequestState.WAITING else timezone.now() - timedelta(days=1)
    )
    state = RequestState.WAITING


class MeetingFactory(factory.django.DjangoModelFactory):
    """In ten days, of a council; `council=None, commune=…` for an open event."""

    class Meta:
        model = models.Meeting

    council = factory.SubFactory(CouncilFactory)
    commune = factory.LazyAttribute(lambda meeting: meeting.council.commune if meeting.council else CommuneFactory())
    title = factory.Sequence(lambda n: f"Réunion {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now().replace(microsecond=0) + timedelta(days=10))
    place = "Maison de quartier"


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Decision

    council = factory.SubFactory(CouncilFactory)
    text = factory.Sequence(lambda n: f"Poser le banc n° {n}")
    decided_on = date(2026, 1, 15)
    taken_on = factory.LazyAttribute(lambda one: date(2026, 2, 2) if one.state == DecisionState.TAKEN else None)
    done_on = factory.LazyAttribute(
        lambda one: date(2026, 3, 2) if one.state in (DecisionState.DONE, DecisionState.REFUSED) else None
    )
    state = DecisionState.OPEN


class OpinionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Opinion

    council = factory.SubFactory(CouncilFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Un arrêt de bus abrité {n}")
    given_on = date(2026, 1, 15)
    addressed_to = factory.SubFactory(PartnerFactory)
    answer_by = date(2026, 3, 16)


class ReplyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Reply

    opinion = factory.SubFactory(OpinionFactory)
    answer = Answer.YES
    replied_on = date(2026, 2, 2)
