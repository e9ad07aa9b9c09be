import pytest

from participation.comments.enums import State
from participation.comments.validators import tidy_text
from participation.comments.workflow import SENTENCES, TRANSITIONS, IllegalTransition, check_transition


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


def test_what_its_author_took_away_never_comes_back():
    assert TRANSITIONS[State.WITHDRAWN] == set()


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
