"""Reports. `ReportFactory` writes a row as it was received; `report_in(state)` goes through the services."""

from datetime import timedelta

import factory
from django.utils import timezone

from participation.base.calendar import add_working_days, today
from participation.reports import models, services
from participation.reports.enums import ClosingAnswer, EventRole, State, Verb
from participation.reports.workflow import ANSWERS_WITHIN
from tests.factories.territory import QuartierFactory


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Category
        django_get_or_create = ["key"]

    key = "essai"
    label = "Essai"
    icon = "autre"
    acknowledge_days = 2
    resolve_days = 10


class ReportFactory(factory.django.DjangoModelFactory):
    """`received` with its first event, private, without text, photo or contact."""

    class Meta:
        model = models.Report
        skip_postgeneration_save = True

    quartier = factory.SubFactory(QuartierFactory)
    commune = factory.SelfAttribute("quartier.commune")
    category = factory.SubFactory(CategoryFactory)
    reference = factory.Sequence(lambda n: f"ZZZ-26-{n + 1:06d}")
    place = "Place de l’Essai"
    state = State.RECEIVED
    reported_at = factory.LazyFunction(timezone.now)
    state_since = factory.SelfAttribute("reported_at")
    acknowledge_by = factory.LazyAttribute(lambda r: add_working_days(today(), r.category.acknowledge_days))
    resolve_by = factory.LazyAttribute(lambda r: add_working_days(today(), r.category.resolve_days))

    @factory.post_generation
    def first_event(self, create, extracted, **kwargs):
        if create:
            models.ReportEvent.objects.create(
                report=self, verb=Verb.CREATE, to_state=self.state, role=EventRole.REPORTER, at=self.reported_at
            )


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ReportContact

    report = factory.SubFactory(ReportFactory)
    email = factory.Sequence(lambda n: f"riveraine{n}@exemple.fr")
    confirmed_at = factory.LazyFunction(timezone.now)


def report_in(state, *, by=None, at=None, **fields):
    """A report in this state, brought there step by step. `fields` are those of `create_report`."""
    if "quartier" not in fields:
        fields["quartier"] = QuartierFactory()
    fields = {"commune": fields["quartier"].commune, "category": CategoryFactory(), "place": "Entrée 4", **fields}
    if state == State.AWAITING_CONFIRMATION:
        fields = {"email": "riveraine@exemple.fr", **fields}
    report = services.create_report(at=at, **fields)
    for step in _WAYS[state]:
        report = step(report, by, at or timezone.now())
    assert report.state == state
    return report


def _acknowledge(report, by, at):
    return services.acknowledge(report=report, by=by, at=at)


def _plan(report, by, at):
    return services.plan(report=report, by=by, on=timezone.localdate(at) + timedelta(days=3), at=at)


def _start(report, by, at):
    return services.start(report=report, by=by, at=at)


def _resolve(report, by, at):
    return services.resolve(report=report, by=by, answer="C’est fait.", at=at)


def _refuse(report, by, at):
    return services.refuse(report=report, by=by, reason="Ce terrain est privé.", at=at)


def _yes(report, by, at):
    return services.answer_closing(report=report, answer=ClosingAnswer.YES, at=at)


def _no(report, by, at):
    return services.answer_closing(report=report, answer=ClosingAnswer.NO, at=at)


def _wait(report, by, at):
    services.close_unanswered(now=at + ANSWERS_WITHIN + timedelta(days=1))
    report.refresh_from_db()
    return report


_WAYS = {
    State.AWAITING_CONFIRMATION: (),
    State.RECEIVED: (),
    State.ACKNOWLEDGED: (_acknowledge,),
    State.PLANNED: (_acknowledge, _plan),
    State.IN_PROGRESS: (_acknowledge, _start),
    State.RESOLVED: (_acknowledge, _resolve),
    State.CONFIRMED: (_acknowledge, _resolve, _yes),
    State.CONTESTED: (_acknowledge, _resolve, _no),
    State.REOPENED: (_acknowledge, _resolve, _no, _acknowledge),
    State.CLOSED_UNVERIFIED: (_acknowledge, _resolve, _wait),
    State.REFUSED: (_refuse,),
}
REACHABLE = tuple(_WAYS)
