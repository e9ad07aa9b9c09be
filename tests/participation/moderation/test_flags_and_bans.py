from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from participation.accounts.enums import Role
from participation.moderation import registry, selectors, services
from participation.moderation.enums import CaseState, Decision, Ground, Rule, Verb
from participation.moderation.models import Case, Flag
from participation.moderation.services import Banned, IllegalTransition, author_key
from tests.factories.accounts import staff_with
from tests.factories.moderation import BanFactory, CaseFactory, moderation_settings
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def shown(shelf):
    shelf.texts["x"] = "Bande de nuls."
    shelf.public.add("x")
    return "x"


def flag(who, **values):
    return services.flag(**{"kind": "essai", "key": "x", "who": who, "ground": Ground.INSULT, "at": NOW, **values})


# --- Flags ------------------------------------------------------------------------------------------------------------
def test_three_people_put_it_into_the_queue_and_it_stays_visible(shelf, shown):
    commune = CommuneFactory()
    assert [flag(who, commune=commune, author_key="a") for who in ("a", "a", "b", "b")] == [False] * 4
    assert flag("c", commune=commune, author_key="a") is True
    case = Case.objects.get()
    assert (case.rule, case.commune, case.author_key, shown in shelf.public) == (Rule.FLAGGED, commune, "a", True)
    assert Flag.objects.count() == 3 and shelf.seen == []


def test_how_many_is_the_portals_own(shelf, shown):
    moderation_settings(flags_needed=1)
    assert flag("a") is True


def test_what_waits_is_not_held_twice(shelf, shown):
    moderation_settings(flags_needed=1)
    assert [flag(who) for who in ("a", "b")] == [True, True]
    assert Case.objects.get().events.count() == 1


def test_what_was_read_and_kept_needs_as_many_people_again(shelf, shown):
    moderation_settings(flags_needed=2)
    flag("a"), flag("b")
    case, camille = Case.objects.get(), staff_with(Role.NEIGHBOURHOOD_OFFICER)
    services.decide(case=case, by=camille, decision=Decision.PUBLISH, version=case.version, at=NOW)
    services.apply_due(at=NOW + timedelta(seconds=10))
    later = NOW + timedelta(days=1)
    assert [flag(who, at=later) for who in ("a", "b", "c")] == [False] * 3
    assert flag("d", at=later) is True


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Je sais où tu habites", [Rule.THREAT, Rule.FLAGGED]),
        ("Il est au 06 12 34 56 78", [Rule.PERSONAL_DATA, Rule.FLAGGED]),
    ],
)
def test_a_threat_or_personal_data_goes_out_of_sight_at_the_first_flag(shelf, shown, text, rules):
    shelf.texts["x"] = text
    assert flag("a") is True
    case = Case.objects.get()
    assert [Rule(rule) for rule in case.rules] == rules and shelf.done("hide") == [("x",)]
    assert list(case.events.values_list("verb", flat=True)) == [Verb.HELD, Verb.HIDDEN]


def test_what_a_moderator_kept_is_not_hidden_by_one_flag(shelf, shown):
    """A number that somebody read and let pass (that of the town hall) stays."""
    shelf.texts["x"] = "La mairie : 04 42 12 34 56"
    CaseFactory(key="x", published=True)
    assert flag("a", at=datetime.now(UTC)) is False and shelf.seen == []


def test_where_nothing_can_be_hidden_it_stays_until_read(shelf, shown, monkeypatch):
    about = replace(registry.kind("essai"), hide=None, about=lambda key: (None, "auteur"))
    monkeypatch.setitem(registry._kinds, "essai", about)
    shelf.texts["x"] = "Je sais où tu habites"
    assert flag("a") is True
    assert (Case.objects.get().author_key, shelf.seen) == ("auteur", [])


def test_a_flag_has_a_reason(shelf, shown):
    with pytest.raises(ValidationError):
        flag("a", ground="bof")


def test_only_what_everybody_sees_is_flagged(shelf, shown):
    assert selectors.public_item("essai", "x").text == "Bande de nuls."
    shelf.texts["y"] = "Retenu."
    assert selectors.public_item("essai", "y") is None
    for kind, key in (("essai", "z"), ("autre", "x"), ("essai", "\x00")):
        assert selectors.public_item(kind, key) is None


# --- Bans -------------------------------------------------------------------------------------------------------------
def test_who_is_banned_is_told_until_when_and_how_to_contest(shelf):
    moderation_settings(outside_name="la médiatrice", outside_email="mediatrice@exemple.org")
    case, camille = shelf.put(author_key="a"), staff_with(Role.NEIGHBOURHOOD_OFFICER)
    ban = services.ban(case=case, by=camille, days=3, ground=Ground.INSULT, at=NOW)
    with pytest.raises(Banned) as refusal:
        services.check_ban("a", at=NOW + timedelta(days=2))
    assert refusal.value.until == ban.until == NOW + timedelta(days=3)
    sentence = str(refusal.value).replace("\u00a0", " ")
    assert "5 mars 2026 à 12 h 00" in sentence and "mediatrice@exemple.org" in sentence
    assert case.events.get().verb == Verb.BANNED
    services.check_ban("a", at=ban.until)
    services.check_ban("b", at=NOW)
    services.check_ban("", at=NOW)


def test_a_ban_is_lifted(shelf):
    ban = BanFactory(author_key="a", case=shelf.put())
    BanFactory(author_key="a"), BanFactory(author_key="b")
    services.lift(ban=ban, by=staff_with(Role.NEIGHBOURHOOD_OFFICER))
    services.lift(ban=ban, by=staff_with(Role.NEIGHBOURHOOD_OFFICER))
    services.check_ban("a")
    with pytest.raises(Banned):
        services.check_ban("b")
    assert [event.verb for event in ban.case.events.all()] == [Verb.UNBANNED]


@pytest.mark.parametrize("values", [{"days": 0}, {"days": 366}, {"ground": ""}])
def test_a_ban_that_lacks_something(shelf, values):
    with pytest.raises(ValidationError):
        services.ban(
            case=shelf.put(), by=staff_with(Role.ADMINISTRATOR), **{"days": 7, "ground": Ground.INSULT, **values}
        )


def test_nobody_to_ban(shelf):
    camille = staff_with(Role.ADMINISTRATOR)
    for key in ("", author_key(user=camille)):
        with pytest.raises(IllegalTransition):
            services.ban(case=shelf.put(author_key=key), by=camille, days=7, ground=Ground.INSULT)


def test_a_moderator_sees_figures_of_the_author(shelf):
    case = shelf.put(author_key="a")
    CaseFactory(author_key="a", published=True), CaseFactory(author_key="a", refused=True)
    CaseFactory(author_key="a", refused=True, decision=Decision.SEAL)
    CaseFactory(author_key="a", rule=Rule.FLAGGED), CaseFactory(author_key="b", refused=True)
    CaseFactory(author_key="a", state=CaseState.CLOSED)
    ban = BanFactory(author_key="a")
    history = selectors.history_of(case)
    assert (history.read, history.published, history.refused, history.sealed, history.flagged) == (3, 1, 1, 1, 1)
    assert history.banned_until == ban.until
    assert selectors.history_of(CaseFactory(author_key="")).read == 0
