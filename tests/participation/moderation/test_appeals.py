"""A refusal is contested: who decides, what becomes of the message, who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.enums import Role
from participation.base.links.signing import LinkExpired, read_token
from participation.base.models import OutboxMessage
from participation.moderation import selectors, services
from participation.moderation.enums import CaseState, Decision, Ground, Verb
from participation.moderation.models import Appeal, Sealed
from participation.moderation.services import IllegalTransition, author_key
from participation.moderation.services.appealing import take_back
from tests.factories.accounts import UserFactory, staff_with
from tests.factories.moderation import AppealFactory, SealedFactory, moderation_settings
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def camille():
    return staff_with(Role.NEIGHBOURHOOD_OFFICER)


@pytest.fixture
def refused(shelf, camille):
    case = shelf.put("Ce n’est pas une insulte.")
    services.decide(case=case, by=camille, decision=Decision.REFUSE, version=1, ground=Ground.INSULT, at=NOW)
    services.apply_due(at=NOW + timedelta(seconds=10))
    shelf.seen.clear()
    case.refresh_from_db()
    return case


def appeal(case, **values):
    return services.appeal(case=case, **{"text": "Relisez, svp.", "at": NOW + timedelta(days=1), **values})


def last_verb(case):
    return case.events.values_list("verb", flat=True).last()


def test_the_link_of_the_letter_opens_this_case_for_thirty_days(refused, monkeypatch):
    mail = OutboxMessage.objects.get()
    token = mail.text.partition("/moderation/recours/")[2].split("/")[0]
    assert read_token(services.APPEAL, token) == {"case": refused.pk}
    monkeypatch.setattr("time.time", lambda: datetime.now(UTC).timestamp() + 31 * 24 * 3600)
    with pytest.raises(LinkExpired):
        read_token(services.APPEAL, token)


def test_an_appeal_goes_to_another_moderator(refused, camille):
    other = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    made = appeal(refused)
    assert (made.outside, made.not_by, made.case.state, last_verb(refused)) == (
        *(False, camille, CaseState.APPEALED, Verb.APPEALED),
    )
    assert [row.case for row in selectors.queue(other).rows] == [refused]
    assert selectors.queue(camille).rows == []


def test_reversed_it_appears_and_the_author_is_told(shelf, refused):
    other = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    services.decide_appeal(appeal=appeal(refused), by=other, upheld=False, at=NOW + timedelta(days=2))
    refused.refresh_from_db()
    assert (refused.state, refused.decision, refused.ground, last_verb(refused)) == (
        *(CaseState.CLOSED, Decision.PUBLISH, "", Verb.REVERSED),
    )
    assert shelf.done("publish") == [(refused.key, other, None)]
    assert "acceptée" in OutboxMessage.objects.latest("pk").subject


def test_upheld_the_author_is_told_the_rule_again(shelf, refused):
    services.decide_appeal(appeal=appeal(refused), by=staff_with(Role.ADMINISTRATOR), upheld=True)
    refused.refresh_from_db()
    assert (refused.state, refused.decision, last_verb(refused)) == (CaseState.CLOSED, Decision.REFUSE, Verb.UPHELD)
    assert shelf.done("publish") == []
    mail = OutboxMessage.objects.latest("pk")
    assert "maintenu" in mail.text and "insulte ou attaque une personne" in mail.text


def test_who_refused_never_decides_the_appeal(refused, camille):
    staff_with(Role.NEIGHBOURHOOD_OFFICER)
    made = appeal(refused)
    with pytest.raises(IllegalTransition, match="vous qui avez refusé"):
        services.decide_appeal(appeal=made, by=camille, upheld=True)
    with pytest.raises(IllegalTransition):
        services.decide_appeal(appeal=made, upheld=True)
    assert Appeal.objects.get().decided_at is None


def test_nor_does_the_author(shelf, refused):
    author = staff_with(Role.ADMINISTRATOR)
    staff_with(Role.ADMINISTRATOR)
    type(refused).objects.update(author_key=author_key(user=author))
    with pytest.raises(IllegalTransition, match="propre message"):
        services.decide_appeal(appeal=appeal(refused), by=author, upheld=False)


def test_once_and_in_time(refused):
    staff_with(Role.NEIGHBOURHOOD_OFFICER)
    with pytest.raises(IllegalTransition, match="délai"):
        appeal(refused, at=NOW + timedelta(days=31))
    made = appeal(refused)
    with pytest.raises(IllegalTransition, match="déjà contesté"):
        appeal(refused)
    services.decide_appeal(appeal=made, by=staff_with(Role.ADMINISTRATOR), upheld=True, at=NOW + timedelta(days=2))
    with pytest.raises(IllegalTransition, match="définitive"):
        appeal(refused, at=NOW + timedelta(days=3))


@pytest.mark.parametrize("values", [{}, {"published": True}, {"refused": True, "state": CaseState.DECIDED}])
def test_only_a_refusal_in_effect_is_contested(shelf, values):
    with pytest.raises(IllegalTransition):
        appeal(shelf.put(**values))


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 2001])
def test_an_appeal_says_something(refused, text):
    with pytest.raises(ValidationError):
        appeal(refused, text=text)


# --- Where nobody else moderates --------------------------------------------------------------------------------------
def test_where_one_person_moderates_the_contact_outside_decides(shelf, refused):
    moderation_settings(outside_name="la médiatrice", outside_email="mediatrice@exemple.org")
    made = appeal(refused)
    assert made.outside is True
    mail = OutboxMessage.objects.latest("pk")
    assert mail.to == "mediatrice@exemple.org" and "la médiatrice" in mail.text
    token = mail.text.partition("/moderation/avis/")[2].split("/")[0]
    assert read_token(services.OUTSIDE, token) == {"appeal": made.pk}
    assert "insulte." not in mail.text and "Relisez" not in mail.text
    services.decide_appeal(appeal=made, outside=True, upheld=False)
    assert shelf.done("publish") == [(refused.key, None, None)]
    with pytest.raises(IllegalTransition, match="déjà décidée"):
        services.decide_appeal(appeal=made, outside=True, upheld=True)


def test_what_is_for_the_contact_waits_in_no_queue(refused):
    moderation_settings(outside_name="la médiatrice", outside_email="mediatrice@exemple.org")
    appeal(refused)
    late = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    assert selectors.queue(late).rows == [] and selectors.queue(late).counts["appealed"] == 0


def test_what_the_contact_leaves_undecided_comes_back_to_the_queue(refused):
    moderation_settings(outside_name="la médiatrice", outside_email="mediatrice@exemple.org")
    made = appeal(refused)
    assert take_back(made.at + timedelta(days=29)) == 0
    assert take_back(made.at + timedelta(days=31)) == 1
    late = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    assert len(selectors.queue(late).rows) == 1
    made.refresh_from_db()
    with pytest.raises(IllegalTransition):
        services.decide_appeal(appeal=made, outside=True, upheld=True)
    services.decide_appeal(appeal=made, by=late, upheld=True)


def test_an_appeal_the_contact_decided_long_ago_hides_no_later_one(refused):
    AppealFactory(case=refused, outside=True, decided_at=NOW, upheld=True, at=NOW - timedelta(days=9))
    late = staff_with(Role.NEIGHBOURHOOD_OFFICER)
    appeal(refused)
    found = selectors.queue(late)
    assert len(found.rows) == found.counts["appealed"] == 1


def test_without_contact_it_waits_for_the_next_moderator(refused):
    made = appeal(refused)
    assert made.outside is False
    with pytest.raises(IllegalTransition):
        services.decide_appeal(appeal=made, outside=True, upheld=True)
    assert len(selectors.queue(staff_with(Role.NEIGHBOURHOOD_OFFICER)).rows) == 1


@pytest.mark.parametrize(
    ("person", "counts"),
    [
        (lambda case: staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=case.commune), True),
        (lambda case: staff_with(Role.GUSP_COORDINATOR), True),
        (lambda case: UserFactory(is_superuser=True), True),
        (lambda case: staff_with(Role.NEIGHBOURHOOD_OFFICER, commune=CommuneFactory()), False),
        (lambda case: staff_with(Role.FIELD_AGENT), False),
        (lambda case: staff_with(Role.NEIGHBOURHOOD_OFFICER, until=datetime(2020, 1, 1).date()), False),
        (lambda case: UserFactory(), False),
    ],
    ids=["same commune", "whole portal", "technical", "other commune", "no moderator", "no longer", "resident"],
)
def test_who_else_could_decide(refused, person, counts):
    person(refused)
    assert selectors.others_decide(refused) is counts


def test_the_author_is_nobody_else(refused):
    author = staff_with(Role.ADMINISTRATOR)
    refused.author_key = author_key(user=author)
    assert selectors.others_decide(refused) is False


# --- Sealed -----------------------------------------------------------------------------------------------------------
def test_a_sealed_text_is_judged_by_those_who_may_read_it(shelf):
    case = SealedFactory(text="Bonjour à tous.").case
    shelf.texts[case.key] = ""
    made = AppealFactory(case=case)
    type(case).objects.update(state=CaseState.APPEALED)
    officer, coordinator = staff_with(Role.NEIGHBOURHOOD_OFFICER), staff_with(Role.GUSP_COORDINATOR)
    assert selectors.queue(officer).rows == []
    assert len(selectors.queue(coordinator).rows) == 1
    services.decide_appeal(appeal=made, by=coordinator, upheld=False)
    assert shelf.done("publish") == [(case.key, coordinator, "Bonjour à tous.")]
    assert not Sealed.objects.exists()
