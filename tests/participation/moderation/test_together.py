"""Two moderators at once, on a database that is a file (or a server): one decides, the other is told."""

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from participation.accounts.enums import Role
from participation.moderation import services
from participation.moderation.enums import CaseState, Decision, Ground
from participation.moderation.models import Appeal, Case, CaseEvent, Flag
from participation.moderation.services import IllegalTransition, Stale
from tests.factories.accounts import staff_with
from tests.factories.moderation import AppealFactory, moderation_settings

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Each in a thread and a connection of its own, all let go at once: what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_of_many_decisions_at_once_one_counts(shelf):
    people = [staff_with(Role.NEIGHBOURHOOD_OFFICER) for _n in range(6)]
    for _round in range(3):
        case = shelf.put()

        def act(person, place, case=case):
            decision = Decision.REFUSE if place % 2 else Decision.PUBLISH
            return lambda: services.decide(case=case, by=person, decision=decision, version=1, ground=Ground.INSULT)

        results = together(*(act(person, place) for place, person in enumerate(people)))
        assert [type(one) for one in results if not isinstance(one, Case)] == [Stale] * 5, results
        (won,) = [one for one in results if isinstance(one, Case)]
        case.refresh_from_db()
        assert (case.decided_by_id, case.version) == (won.decided_by_id, 2)
        assert CaseEvent.objects.filter(case=case).count() == 1


def test_a_decision_takes_effect_once_however_many_look(shelf):
    case, camille = shelf.put(), staff_with(Role.NEIGHBOURHOOD_OFFICER)
    services.decide(case=case, by=camille, decision=Decision.PUBLISH, version=1)
    later = timezone.now() + timedelta(minutes=1)
    results = together(*[lambda: services.apply_due(at=later)] * 5)
    assert sorted(results) == [0, 0, 0, 0, 1]
    assert len(shelf.done("publish")) == 1


def test_undone_or_in_effect_never_both(shelf):
    camille = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    for _round in range(4):
        case = shelf.put()
        case = services.decide(case=case, by=camille, decision=Decision.PUBLISH, version=1)
        shelf.seen.clear()
        undone, applied = together(
            lambda case=case: services.undo(case=case, by=camille, version=2),
            lambda: services.apply_due(at=timezone.now() + timedelta(minutes=1)),
        )
        case.refresh_from_db()
        if isinstance(undone, Case):
            assert (applied, case.state, shelf.seen) == (0, CaseState.WAITING, [])
        else:
            assert isinstance(undone, services.TooLate), undone
            assert (applied, case.state, len(shelf.seen)) == (1, CaseState.CLOSED, 1)


def test_an_appeal_is_decided_once(shelf):
    people = [staff_with(Role.NEIGHBOURHOOD_OFFICER) for _n in range(3)]
    appeal = AppealFactory()
    shelf.texts[appeal.case.key] = "Bonjour."
    results = together(
        *(lambda by=by: services.decide_appeal(appeal=appeal, by=by, upheld=False) for by in people),
    )
    assert sum(isinstance(one, Appeal) for one in results) == 1
    assert sum(isinstance(one, IllegalTransition) for one in results) == 2, results
    assert len(shelf.done("publish")) == 1


def test_a_thing_is_held_once(shelf):
    shelf.texts["x"] = "Bonjour."

    def act():
        with transaction.atomic():
            return services.hold(kind="essai", key="x", verdict_or_rules="link").pk

    results = together(*[act] * 4)
    assert len(set(results)) == 1, results
    assert Case.objects.count() == 1


def test_one_flag_per_person_and_one_case(shelf):
    moderation_settings(flags_needed=2)
    shelf.texts["x"], _public = "Bonjour.", shelf.public.add("x")
    who = ["a", "a", "b", "b"]
    results = together(
        *(lambda one=one: services.flag(kind="essai", key="x", who=one, ground=Ground.INSULT) for one in who)
    )
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Flag.objects.count() == 2 and Case.objects.count() <= 1
    services.flag(kind="essai", key="x", who="a", ground=Ground.INSULT)
    assert Case.objects.count() == 1
