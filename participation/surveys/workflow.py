"""What may be done with a survey in each phase, as data."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from participation.base.text.dates import day as written
from participation.surveys.enums import Phase

# In which phases answers are taken, and results shown; the last for surveys that show theirs while they are open.
ANSWERS = frozenset({Phase.OPEN})
RESULTS = frozenset({Phase.CLOSED})
LIVE_RESULTS = frozenset({Phase.OPEN, Phase.CLOSED})
REFUSALS = {
    Phase.COMING: _("Cette enquête ouvre le %(opens)s. Revenez ce jour-là."),
    Phase.CLOSED: _("Cette enquête est close depuis le %(closed)s : elle ne prend plus de réponse."),
}


class AnswerRefused(Exception):
    """This answer is not taken; the message is the sentence to show."""


class IllegalTransition(AnswerRefused):
    """The survey is not open on that day."""


class AlreadyAnswered(AnswerRefused):
    """This account or this address has answered."""


def phase_of(opens_on: date, closes_on: date, day: date) -> Phase:
    """Both days are included, in the portal's time zone: a survey that closes today takes answers until midnight."""
    if day < opens_on:
        return Phase.COMING
    return Phase.OPEN if day <= closes_on else Phase.CLOSED


def check_open(survey, day: date) -> None:
    """Raises IllegalTransition."""
    phase = survey.phase(day)
    if phase not in ANSWERS:
        raise IllegalTransition(
            REFUSALS[phase] % {"opens": written(survey.opens_on), "closed": written(survey.closes_on)}
        )
