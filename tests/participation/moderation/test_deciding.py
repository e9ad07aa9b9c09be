"""Holding, deciding, undoing; and when it takes effect."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from participation.accounts.enums import Role
from participation.base.models import OutboxMessage
from participation.moderation import registry, services
from participation.moderation.enums import CaseState, Decision, Ground, Rule, Verb
from participation.moderation.models import Case, CaseEvent, Sealed
from participation.moderation.services import IllegalTransition, Stale, TooLate, author_key
from participation.moderation.services.holding import withdraw_gone
from participation.moderation.services.screening import is_known
from tests.factories.accounts import staff_with
from tests.factories.moderation import moderation_settings

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
SOON = NOW + timedelta(seconds=10)


@pytest.fixture
def camille():
    return staff_with(Role.NEIGHBOURHOOD_OFFICER)


def verbs(case):
    return list(case.events.values_list("verb", flat=True))


def decide(case, by, decision=Decision.PUBLISH, **values):
    return services.decide(case=case, by=by, decision=decision, **{"version": case.version, "at": NOW, **values})


def refuse(case, by, **values):
    return decide(case, by, Decision.REFUSE, **{"ground": Ground.INSULT, "reason": "Sans insulte, svp.", **values})


# --- Holding ----------------------------------------------------------------------------------------------------------
def test_hold_puts_a_thing_into_the_queue_with_its_rules(shelf):
    case = services.hold(kind="essai", key=12, verdict_or_rules=[Rule.LINK, Rule.WORDS], author_key="a", at=NOW)
    assert (case.key, case.rule, case.rules, case.held_at) == ("12", Rule.WORDS, ["words", "link"], NOW)
    assert case.rank > services.hold(kind="essai", key=13, verdict_or_rules=Rule.ALWAYS).rank
    assert verbs(case) == [Verb.HELD]


@pytest.mark.django_db(transaction=True)
def test_hold_belongs_to_the_transaction_of_the_thing(shelf):
    with pytest.raises(RuntimeError):
        services.hold(kind="essai", key=1, verdict_or_rules=Rule.LINK)


def test_hold_without_a_rule_is_a_mistake(shelf):
    with pytest.raises(ValueError, match="without a rule"):
        services.hold(kind="essai", key=1, verdict_or_rules=())


def test_what_waits_gains_rules_and_keeps_its_place(shelf):
    first = services.hold(kind="essai", key=1, verdict_or_rules=Rule.LINK, at=NOW)
    again = services.hold(kind="essai", key=1, verdict_or_rules=Rule.THREAT, at=SOON)
    assert again.pk == first.pk and again.held_at == NOW and again.rules == ["threat", "link"]
    same = services.hold(kind="essai", key=1, verdict_or_rules=Rule.LINK, at=SOON)
    assert (same.version, verbs(same)) == (again.version, [Verb.HELD, Verb.HELD])


def test_other_words_under_the_same_rules_are_another_version(shelf, camille):
    case = services.hold(kind="essai", key=1, verdict_or_rules=Rule.LINK)
    services.hold(kind="essai", key=1, verdict_or_rules=Rule.LINK, changed=True)
    with pytest.raises(Stale, match="changé"):
        decide(case, camille)


def test_what_was_settled_waits_again(shelf, camille):
    case = shelf.put()
    decide(case, camille)
    services.apply_due(at=SOON)
    again = services.hold(kind="essai", key=case.key, verdict_or_rules=Rule.FLAGGED, at=SOON)
    assert (again.pk, again.state, again.rule, again.decision, again.held_at) == (
        *(case.pk, CaseState.WAITING, Rule.FLAGGED, "", SOON),
    )
    assert verbs(case) == [Verb.PUBLISHED, Verb.HELD]


def test_a_text_that_changes_after_the_decision_is_read_anew(shelf, camille):
    case = decide(shelf.put(), camille)
    again = services.hold(kind="essai", key=case.key, verdict_or_rules=Rule.LINK, at=NOW)
    assert again.state == CaseState.WAITING and services.apply_due(at=SOON) == 0
    assert verbs(case) == [Verb.PUBLISHED, Verb.UNDONE, Verb.HELD]


def test_withdraw_leaves_nothing_to_read(shelf):
    case = shelf.put()
    assert services.withdraw(kind="essai", key=case.key) is True
    assert services.withdraw(kind="essai", key=case.key) is False
    case.refresh_from_db()
    assert (case.state, case.decision, verbs(case)) == (CaseState.CLOSED, "", [Verb.WITHDRAWN])


def test_things_that_went_without_a_word_are_withdrawn(shelf):
    stays, gone = shelf.put(), shelf.put()
    del shelf.texts[gone.key]
    assert withdraw_gone() == 1 and withdraw_gone() == 0
    assert Case.objects.get(pk=stays.pk).state == CaseState.WAITING


# --- Deciding ---------------------------------------------------------------------------------------------------------
def test_a_decision_takes_effect_after_ten_seconds(shelf, camille):
    case = decide(shelf.put(), camille)
    assert (case.state, case.apply_at, case.decided_by) == (CaseState.DECIDED, SOON, camille)
    assert services.apply_due(at=SOON - timedelta(milliseconds=1)) == 0 and not shelf.seen
    assert services.apply_due(at=SOON) == 1
    assert shelf.done("publish") == [(case.key, camille, None)]
    case.refresh_from_db()
    assert (case.state, case.applied_at) == (CaseState.CLOSED, SOON)
    assert services.apply_due(at=SOON) == 0 and len(shelf.seen) == 1
    assert is_known(case.author_key)


def test_the_delay_is_the_portals_own(shelf, camille):
    moderation_settings(undo_seconds=0)
    decide(shelf.put(), camille)
    assert services.apply_due(at=NOW) == 1


def test_a_refusal_tells_the_author_the_rule_and_how_to_contest(shelf, camille, outbox):
    case = refuse(shelf.put("Bande de nuls"), camille)
    assert not OutboxMessage.objects.exists()
    services.apply_due(at=SOON)
    assert shelf.done("refuse") == [(case.key, camille, Ground.INSULT, "Sans insulte, svp.")]
    (mail,) = OutboxMessage.objects.all()
    assert (mail.to, mail.not_before) == ("habitante@exemple.fr", SOON)
    for words in ("insulte ou attaque une personne", "Sans insulte, svp.", "30 jours", "/moderation/recours/"):
        assert words in mail.text.replace("\u00a0", " "), words
    assert "Bande de nuls" not in mail.text + mail.html


def test_told_before_it_goes(shelf, camille):
    """What refuses may forget the address."""
    refuse(shelf.put(), camille)
    services.apply_due(at=SOON)
    assert [seen[0] for seen in shelf.seen] == ["tell", "refuse"]


def test_published_without_personal_data(shelf, camille, outbox):
    case = shelf.put("Appelez le 06 12 34 56 78")
    case = decide(case, camille, Decision.EDIT, text="Appelez\u202e le […]\x00")
    assert case.edited_text == "Appelez le […]"
    services.apply_due(at=SOON)
    case.refresh_from_db()
    assert (shelf.texts[case.key], case.edited_text) == ("Appelez le […]", "")
    assert "sans les données personnelles" in OutboxMessage.objects.get().subject


@pytest.mark.parametrize(
    "values",
    [
        {"decision": Decision.REFUSE, "ground": ""},
        {"decision": Decision.REFUSE, "ground": "parce que"},
        {"decision": Decision.SEAL},
        {"decision": Decision.REFUSE, "ground": Ground.INSULT, "reason": "x" * 1001},
        {"decision": Decision.EDIT, "text": " \u200b… "},
        {"decision": Decision.EDIT, "text": None},
        {"decision": Decision.EDIT, "text": "x" * 10_001},
        {"decision": "burn"},
    ],
)
def test_a_decision_that_lacks_something(shelf, camille, values):
    case = shelf.put()
    with pytest.raises(ValidationError):
        decide(case, camille, values.pop("decision"), **values)
    case.refresh_from_db()
    assert (case.state, case.version, verbs(case)) == (CaseState.WAITING, 1, [])


def test_the_log_holds_no_text(shelf, camille):
    case = refuse(shelf.put("Bande de nuls"), camille)
    services.apply_due(at=SOON)
    (line,) = CaseEvent.objects.all()
    assert (line.verb, line.ground, line.role, line.actor) == (
        *(Verb.REFUSED, Ground.INSULT, Role.NEIGHBOURHOOD_OFFICER, camille),
    )
    assert "svp" not in str(vars(line)) and "nuls" not in str(vars(line)) and case.author_key not in str(vars(line))
    with pytest.raises(TypeError):
        line.save()


# --- Nobody decides unknowingly ---------------------------------------------------------------------------------------
def test_the_second_is_told_what_the_first_decided(shelf, camille):
    case, other = shelf.put(), staff_with(Role.GUSP_COORDINATOR)
    seen = Case.objects.get(pk=case.pk)
    decide(case, camille)
    with pytest.raises(Stale) as refusal:
        refuse(seen, other)
    sentence = str(refusal.value)
    assert "chargé·e de développement social urbain" in sentence.lower() and "publier" in sentence
    assert "2 mars 2026 à 12 h 00".replace(" ", "\u00a0") in sentence.replace(" ", "\u00a0")
    assert refusal.value.case.decision == refusal.value.decision == Decision.PUBLISH
    assert refusal.value.at == NOW and verbs(case) == [Verb.PUBLISHED]


def test_who_reads_an_older_text_is_told(shelf, camille):
    case = services.hold(kind="essai", key=shelf.put().key, verdict_or_rules=Rule.LINK)
    seen = Case.objects.get(pk=case.pk)
    services.hold(kind="essai", key=case.key, verdict_or_rules=Rule.THREAT)
    with pytest.raises(Stale, match="changé"):
        decide(seen, camille)


def test_nobody_decides_their_own_text(shelf, camille):
    for key in (author_key(user=camille), author_key(email=camille.email, known_account=False)):
        case = shelf.put(author_key=key)
        with pytest.raises(IllegalTransition, match="votre propre message"):
            decide(case, camille)
        assert services.decide_many(cases=[(case.pk, 1)], by=camille, decision=Decision.PUBLISH) == (0, [case])


def test_what_is_settled_or_contested_is_not_decided_again(shelf, camille):
    for state in (CaseState.CLOSED, CaseState.APPEALED):
        case = shelf.put(refused=True, state=state)
        with pytest.raises(IllegalTransition):
            decide(case, camille)


def test_in_bulk_what_moved_is_given_back(shelf, camille):
    cases = [shelf.put() for _n in range(3)]
    decide(cases[1], staff_with(Role.GUSP_COORDINATOR))
    done, stale = services.decide_many(
        cases=[(case.pk, 1) for case in cases] + [(10**6, 1)], by=camille, decision=Decision.PUBLISH, at=NOW
    )
    assert done == 2 and [case.pk for case in stale] == [cases[1].pk]
    assert services.apply_due(at=SOON) == 3


def test_in_bulk_a_refusal_needs_its_ground_and_no_text_is_rewritten(shelf, camille):
    case = shelf.put()
    for values in ({"decision": Decision.REFUSE}, {"decision": Decision.EDIT}):
        with pytest.raises(ValidationError):
            services.decide_many(cases=[(case.pk, 1)], by=camille, **values)


def test_who_else_has_it_open(shelf, camille):
    case, other = shelf.put(), staff_with(Role.GUSP_COORDINATOR)
    assert services.open_case(case=case, by=camille, at=NOW) is None
    assert services.open_case(case=case, by=camille, at=NOW) is None
    seen = services.open_case(case=case, by=other, at=NOW + timedelta(seconds=60))
    assert (seen.reader, seen.reader_at) == ("chargé·e de développement social urbain (CDSU)", NOW)
    assert services.open_case(case=case, by=other, at=NOW + timedelta(seconds=121)) is None
    assert Case.objects.get(pk=case.pk).version == 1


# --- Undoing ----------------------------------------------------------------------------------------------------------
def test_undo_within_ten_seconds(shelf, camille):
    case = refuse(shelf.put(), camille)
    case = services.undo(case=case, by=camille, version=case.version, at=SOON - timedelta(seconds=1))
    assert (case.state, case.decision, case.ground, case.reason, case.apply_at) == (CaseState.WAITING, "", "", "", None)
    assert services.apply_due(at=SOON) == 0 and not shelf.seen
    assert verbs(case) == [Verb.REFUSED, Verb.UNDONE]


def test_undo_comes_too_late(shelf, camille):
    case = decide(shelf.put(), camille)
    with pytest.raises(TooLate):
        services.undo(case=case, by=camille, version=case.version, at=SOON)
    services.apply_due(at=SOON)
    with pytest.raises(TooLate):
        services.undo(case=case, by=camille, version=case.version, at=NOW)


def test_only_who_decided_undoes(shelf, camille):
    case = decide(shelf.put(), camille)
    with pytest.raises(Stale, match="Seule la personne"):
        services.undo(case=case, by=staff_with(Role.ADMINISTRATOR), version=case.version, at=NOW)
    assert Case.objects.get(pk=case.pk).state == CaseState.DECIDED


def test_undoing_twice(shelf, camille):
    case = decide(shelf.put(), camille)
    services.undo(case=case, by=camille, version=case.version, at=NOW)
    with pytest.raises(Stale):
        services.undo(case=case, by=camille, version=case.version, at=NOW)


# --- When it cannot take effect ---------------------------------------------------------------------------------------
def test_one_decision_that_fails_does_not_hold_up_the_others(shelf, camille, caplog):
    bad, good = decide(shelf.put(), camille), decide(shelf.put(), camille)
    shelf.fails.add(bad.key)
    assert services.apply_due(at=SOON) == 1
    assert "could not take effect" in caplog.text
    bad.refresh_from_db()
    assert (bad.state, bad.apply_at) == (CaseState.DECIDED, SOON + timedelta(seconds=60))
    shelf.fails.clear()
    assert services.apply_due(at=SOON + timedelta(seconds=60)) == 1
    assert {key for key, *_rest in shelf.done("publish")} == {bad.key, good.key}


def test_what_keeps_failing_is_to_be_read_again(shelf, camille, caplog):
    case = decide(shelf.put(), camille)
    shelf.fails.add(case.key)
    services.apply_due(at=NOW + timedelta(minutes=11))
    case.refresh_from_db()
    assert (case.state, case.decision) == (CaseState.WAITING, "")
    assert verbs(case) == [Verb.PUBLISHED, Verb.UNDONE]


def test_a_thing_that_went_before_the_decision_took_effect(shelf, camille):
    case = refuse(shelf.put(), camille)
    del shelf.texts[case.key]
    services.apply_due(at=SOON)
    case.refresh_from_db()
    assert (case.state, case.decision, shelf.seen) == (CaseState.CLOSED, "", [])
    assert verbs(case) == [Verb.REFUSED, Verb.WITHDRAWN]


# --- Seals ------------------------------------------------------------------------------------------------------------
def test_a_seal_keeps_text_and_time_and_takes_the_original_away(shelf, camille, outbox):
    case = shelf.put("Je sais où tu habites.")
    decide(case, camille, Decision.SEAL, ground=Ground.THREAT)
    assert not Sealed.objects.exists()
    services.apply_due(at=SOON)
    sealed = Sealed.objects.get(case=case)
    assert (sealed.text, sealed.written_at.hour, sealed.sealed_at) == ("Je sais où tu habites.", 9, SOON)
    assert shelf.texts[case.key] == "" and [seen[0] for seen in shelf.seen] == ["tell", "refuse", "erase"]
    assert "habites" not in OutboxMessage.objects.get().text


def test_what_was_sealed_before_is_not_lost(shelf, camille):
    case = shelf.put("Je sais où tu habites.")
    for text in ("Je sais où tu habites.", "Je reviendrai.", ""):
        shelf.texts[case.key] = text
        case = services.hold(kind="essai", key=case.key, verdict_or_rules=Rule.FLAGGED, at=NOW)
        decide(case, camille, Decision.SEAL, ground=Ground.THREAT)
        services.apply_due(at=SOON)
    assert Sealed.objects.get().text == "Je sais où tu habites.\n\nJe reviendrai."


def test_only_what_can_be_taken_away_is_sealed(shelf, camille, monkeypatch):
    monkeypatch.setitem(registry._kinds, "essai", replace(registry.kind("essai"), erase=None))
    with pytest.raises(IllegalTransition):
        decide(shelf.put(), camille, Decision.SEAL, ground=Ground.THREAT)


# --- Photos -----------------------------------------------------------------------------------------------------------
def test_blur_is_the_features_work_and_is_logged(shelf, camille):
    case = shelf.put()
    services.blur(case=case, photo="1", boxes=[("0", "10", "500", "1000")], by=camille)
    assert shelf.done("blur") == [(case.key, "1", ((0, 10, 500, 1000),))]
    assert verbs(case) == [Verb.BLURRED]


@pytest.mark.parametrize(
    "boxes",
    [[], [(0, 0, 0, 10)], [(0, 0, 1001, 10)], [(-1, 0, 5, 5)], [(5, 5, 1, 1)], ["abcd"], [(1, 2, 3)], [None], 5],
)
def test_boxes_that_are_none(shelf, camille, boxes):
    with pytest.raises(ValidationError):
        services.blur(case=shelf.put(), photo="1", boxes=boxes, by=camille)


def test_a_photo_that_is_not_there_or_no_longer_waits(shelf, camille):
    with pytest.raises(IllegalTransition):
        services.blur(case=shelf.put(), photo="2", boxes=[(0, 0, 9, 9)], by=camille)
    with pytest.raises(IllegalTransition):
        services.blur(case=shelf.put(refused=True), photo="1", boxes=[(0, 0, 9, 9)], by=camille)


def test_the_whole_decision_is_one_transaction(shelf, camille, django_db_blocker):
    case = shelf.put()
    with pytest.raises(KeyError), transaction.atomic():
        decide(case, camille)
        raise KeyError
    case.refresh_from_db()
    assert case.state == CaseState.WAITING and verbs(case) == []
