from datetime import date

import pytest

from participation.territory.enums import StatusKind
from participation.territory.models import QuartierStatus
from participation.territory.selectors import period, status_fact
from tests.factories.territory import QuartierFactory, QuartierStatusFactory

DAY = date(2026, 3, 24)
NBSP = "\u00a0"


def fact(quartier_name="Mas de Pouane", day=DAY, **fields):
    return status_fact(QuartierStatus(**fields), quartier_name=quartier_name, day=day)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        (date(2024, 1, 1), None, "depuis 2024"),
        (date(2024, 2, 3), None, "depuis le 3 février 2024"),
        (None, date(2023, 12, 31), "jusqu’en 2023"),
        (None, date(2024, 11, 17), "jusqu’au 17 novembre 2024"),
        (date(2007, 1, 1), date(2009, 12, 31), "de 2007 à 2009"),
        (date(2007, 1, 1), date(2007, 12, 31), "en 2007"),
        (date(2007, 1, 1), date(2009, 6, 30), "du 1er janvier 2007 au 30 juin 2009"),
    ],
)
def test_a_whole_year_is_said_as_a_year(start, end, words):
    assert period(start, end).replace(NBSP, " ") == words


def test_a_qpv_says_its_code():
    status = fact(kind=StatusKind.QPV, code="QN01320I", label="Mas de Pouane", from_date=date(2024, 1, 1))
    assert status.sentence == "Quartier prioritaire QN01320I depuis 2024"
    assert (status.is_current, status.is_past) == (True, False)


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        ("Canto-Perdrix", "Canto Perdrix", "Quartier prioritaire QN01322M"),
        ("Notre Dame des Marins", "Notre Dame Des Marins", "Quartier prioritaire QN01322M"),
        ("Boudème", "Boudème-Les Deux Portes", "Quartier prioritaire QN01322M « Boudème-Les Deux Portes »"),
    ],
)
def test_the_official_name_is_said_where_it_differs(name, label, said):
    assert fact(quartier_name=name, kind=StatusKind.QPV, code="QN01322M", label=label).sentence == said


def test_a_past_status_says_its_end():
    status = fact(kind=StatusKind.VEILLE_ACTIVE, label="Quartier de veille active", until=date(2024, 11, 17))
    assert status.sentence.replace(NBSP, " ") == "Quartier de veille active jusqu’au 17 novembre 2024"
    assert (status.is_current, status.is_past) == (False, True)


def test_the_words_of_a_document_stand_apart_from_the_period():
    status = fact(kind=StatusKind.OTHER, label="Deuxième phase de la charte", until=date(2009, 12, 31))
    assert status.sentence == "Deuxième phase de la charte, jusqu’en 2009"
    assert fact(kind=StatusKind.OTHER, label="").sentence == "Autre statut"


@pytest.mark.parametrize(
    ("day", "current", "past"),
    [
        (date(2023, 12, 31), False, False),
        (date(2024, 1, 1), True, False),
        (date(2024, 6, 30), True, False),
        (date(2024, 7, 1), False, True),
    ],
)
@pytest.mark.django_db
def test_before_during_and_after(day, current, past):
    status = QuartierStatusFactory(quartier=QuartierFactory(), from_date=date(2024, 1, 1), until=date(2024, 6, 30))
    read = status_fact(status, quartier_name="x", day=day)
    assert (read.is_current, read.is_past) == (current, past)
    assert QuartierStatus.objects.current(day).exists() is current
    assert QuartierStatus.objects.past(day).exists() is past
