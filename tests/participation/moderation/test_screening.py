"""Which rules want a text read first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from participation.base.models import RateBucket
from participation.moderation.enums import CaseState, Decision, Rule
from participation.moderation.models import ModerationSettings
from participation.moderation.services import author_key, screen, text_rules
from tests.factories.accounts import UserFactory
from tests.factories.moderation import CaseFactory, moderation_settings

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
PLAIN = "Les bancs du square sont cassés depuis l’hiver."


def known(**values):
    return {"author_key": "a", "has_account": True, "verified": True, "known": True, **values}


def test_a_known_author_with_a_plain_text_appears_at_once():
    verdict = screen(PLAIN, **known())
    assert verdict.rules == () and verdict.rule is None and not verdict


def test_every_rule_that_holds_is_named_gravest_first():
    text = "CONNARD ! ÉCRIS-MOI AU 06 12 34 56 78 OU SUR WWW.EXEMPLE.FR"
    verdict = screen(text, author_key="", has_account=False, verified=False, always=True)
    assert verdict.rules == (
        *(Rule.WORDS, Rule.PERSONAL_DATA, Rule.LINK, Rule.CAPITALS),
        *(Rule.FIRST_MESSAGE, Rule.NO_ACCOUNT, Rule.ALWAYS),
    )
    assert verdict.rule == Rule.WORDS


def test_the_address_of_an_account_that_is_not_confirmed():
    assert screen(PLAIN, **known(verified=False)).rules == (Rule.UNVERIFIED,)


def test_a_message_without_proof_is_one_more_rule():
    assert screen(PLAIN, **known()).plus(Rule.NO_PROOF, None).rules == (Rule.NO_PROOF,)


@pytest.mark.parametrize(
    ("case", "is_known"),
    [
        ({"published": True}, True),
        ({"published": True, "decision": Decision.EDIT}, True),
        ({"refused": True}, False),
        ({}, False),
        ({"published": True, "state": CaseState.DECIDED, "applied_at": None}, False),
    ],
    ids=["published", "edited", "refused", "waiting", "still undoable"],
)
def test_first_message_until_one_was_published(case, is_known):
    CaseFactory(author_key="a", **case)
    assert (screen(PLAIN, **known(known=None)).rules == ()) is is_known


def test_nobody_is_known_by_an_empty_key():
    CaseFactory(author_key="", published=True)
    assert screen(PLAIN, **known(known=None, author_key="")).rules == (Rule.FIRST_MESSAGE,)


@pytest.mark.parametrize(
    "text",
    [
        "quel connard",
        "Connard !",
        "CONNARD",
        "c0nn4rd",
        "(connard)",
        "l’enculé",
        "ENCULE",
        "encu\u200blé",
        "Еnculé",  # a Cyrillic capital
        "fils  de\npute",
        "F1ls de pute",
        "ｃonnard",
    ],
)
def test_words_of_the_list_however_they_are_drawn(text):
    assert Rule.WORDS in text_rules(text)


@pytest.mark.parametrize("text", ["connardise", "le canard", "file de puterelle", "Penculébut", "1 000 €", "fils de"])
def test_only_whole_words_count(text):
    assert Rule.WORDS not in text_rules(text)


def test_the_list_is_the_portals_own():
    moderation_settings(words="Éléphant\n\nbête noire\n")
    assert text_rules("un elephant") == (Rule.WORDS,)
    assert text_rules("ma BÊTE  NOIRE") == (Rule.WORDS,)
    assert text_rules("ma bête, si noire") == ()
    assert text_rules("connard") == ()


def test_a_text_that_names_or_threatens_an_agent_is_always_held():
    moderation_settings(agents="Camille Moreau\nMme Le Goff")
    for text in ("Merci Camille Moreau", "CAMILLE  MOREAU", "camille-moreau", "la Mme Le Goff de la mairie"):
        assert screen(text, **known()).rule == Rule.THREAT, text
    assert screen("Merci Camille", **known()).rules == ()
    for text in ("je vais te TUER", "On sait où tu habites", "te crever les pneus"):
        assert screen(text, **known()).rule == Rule.THREAT, text


def test_capitals_shout_from_twenty_letters_on():
    assert text_rules("HLM ET RATP : OK !") == ()
    assert text_rules("PERSONNE NE RÉPOND JAMAIS ICI") == (Rule.CAPITALS,)


@pytest.mark.parametrize("text", ["voir https://exemple.org/a", "www.exemple.org", "sur exemple.fr", "ftp://x"])
def test_links(text):
    assert text_rules(text) == (Rule.LINK,)


def test_an_email_address_is_no_link():
    assert text_rules("camille@exemple.fr") == (Rule.PERSONAL_DATA,)


def test_the_same_text_many_times_is_held_and_no_text_is_kept():
    texts = [
        "Venez tous à la fête du quartier !",
        "venez TOUS à la fete du quartier",
        "Venez tous, à la fête du quartier",
    ]
    verdicts = [screen(text, **known(author_key=str(n)), at=NOON) for n, text in enumerate(texts)]
    assert [verdict.rules for verdict in verdicts] == [(), (), (Rule.REPEATED,)]
    (bucket,) = RateBucket.objects.all()
    assert len(bucket.hashed_key) == 64 and "quartier" not in str(vars(bucket)).lower().replace("quartiers", "")


def test_the_same_text_long_after_is_another():
    for days in range(4):
        assert screen(PLAIN, **known(), at=NOON + timedelta(days=2 * days)).rules == ()


def test_the_window_slides():
    """Twice before midnight and once after is three times."""
    late = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    for minutes in (0, 1):
        screen(PLAIN, **known(), at=late + timedelta(minutes=minutes))
    assert screen(PLAIN, **known(), at=late + timedelta(minutes=20)).rules == (Rule.REPEATED,)


def test_everybody_may_say_thank_you():
    for _turn in range(5):
        assert screen("Merci à tous !", **known()).rules == ()


def test_looking_again_at_the_same_writing_does_not_count():
    for _turn in range(5):
        assert screen(PLAIN, **known(), count=False).rules == ()


class TestAnyText(TestCase):
    @given(st.text(max_size=300))
    def test_screening_never_breaks(self, text):
        verdict = screen(text, **known())
        assert list(verdict.rules) == sorted(verdict.rules, key=list(Rule).index)

    @given(st.text(max_size=60), st.sampled_from(["connard", "ENCULÉ", "s4lope"]), st.text(max_size=60))
    def test_a_word_of_the_list_is_found_in_any_text(self, before, word, after):
        assert Rule.WORDS in text_rules(f"{before} , {word} , {after}")


def test_a_very_long_text_is_read_in_time(django_assert_num_queries):
    ModerationSettings().save()
    with django_assert_num_queries(1):
        text_rules("a" * 50_000 + " 06" * 20_000 + "AB-12" * 20_000 + "x@" * 20_000)


def test_an_author_is_a_keyed_hash():
    user = UserFactory(email="lou@exemple.fr")
    key = author_key(user=user)
    assert len(key) == 64 and key == author_key(email=" LOU@exemple.fr ")
    assert author_key(email="ana@exemple.fr") not in ("", key) and author_key() == ""
    assert author_key(client="192.0.2.1") != author_key(email="192.0.2.1")
