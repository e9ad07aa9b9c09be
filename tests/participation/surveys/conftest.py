import pytest
from django.utils import timezone

from tests.factories.surveys import SurveyFactory


@pytest.fixture
def survey(db):
    return SurveyFactory(title="L’éclairage du soir", slug="eclairage")


@pytest.fixture
def clock(monkeypatch):
    """`clock(instant)`: it is that aware instant everywhere."""

    def at(instant):
        monkeypatch.setattr(timezone, "now", lambda: instant)

    return at
