import pytest

from participation.comments.enums import HeldFor, State
from participation.comments.validators import tidy_text
from participation.comments.workflow import SENTENCES, TRANSITIONS, IllegalTransition, check_transition, held_for


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_every_step_is_allowed_or_refused_with_a_sentence(before, after):
    if after in TRANSITIONS[before]:
        check_transition(before, after)
    else:
        with pytest.raises(IllegalTransition) as refused:
            check_transition(before, after)
        assert str(refused.value) == str(SENTENCES[before])


def test_nothing_becomes_public_without_being_read_or_written_with_an_account():
    ways = {before for before, after in TRANSITIONS.items() if State.PUBLISHED in after}
    assert ways == {State.HELD, State.REFUSED, State.REMOVED}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Merci pour les lampes.", ""),
        ("Le 12.03 à 8 h 30, au n° 14 de la rue. Rien depuis.", ""),
        ("OK ! Les HLM et la RATP ?", ""),
        ("Voyez https://exemple.test/page", HeldFor.LINK),
        ("Voyez www.exemple.test", HeldFor.LINK),
        ("Voyez exemple.fr tout de suite", HeldFor.LINK),
        ("Écrivez à marie.dupont@exemple.fr", HeldFor.CONTACT),
        ("Appelez le 06 12 34 56 78", HeldFor.CONTACT),
        ("Appelez le +33 6 12 34 56 78", HeldFor.CONTACT),
        ("Appelez le 0612345678.", HeldFor.CONTACT),
        ("CELA FAIT TROIS MOIS QUE NOUS ATTENDONS", HeldFor.CAPITALS),
    ],
)
def test_a_rule_that_one_can_say_holds_a_text(text, reason):
    assert held_for(text, has_account=True, verified=True) == reason


def test_without_account_or_confirmed_address_everything_is_read_first():
    assert held_for("Merci.", has_account=False, verified=False) == HeldFor.NO_ACCOUNT
    assert held_for("Merci.", has_account=True, verified=False) == HeldFor.UNVERIFIED


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("abc\u202edef\u2066ghi\u200b", "abcdefghi"),
        ("un\r\ndeux\r\n\r\n\r\n\r\ntrois  \n", "un\ndeux\n\ntrois"),
        ("e\u0301te\u0301", "été"),
        ("👩\u200d🔧 merci", "👩\u200d🔧 merci"),
        ("\ud800 seul", "seul"),
        ("<b>gras</b>", "<b>gras</b>"),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_the_rest_stays(raw, kept):
    assert tidy_text(raw) == kept
