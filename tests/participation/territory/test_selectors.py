from datetime import date

import pytest

from participation.territory.enums import StatusKind
from participation.territory.selectors import (
    quartier_detail,
    quartier_detail_by_id,
    quartier_list,
    quartiers_by_commune,
    quartiers_for_map,
)
from tests.factories.territory import (
    CommuneFactory,
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 24)


def populate(count):
    """One quartier prioritaire that holds the others, each with statuses, another commune, residences."""
    whole = QuartierFactory(name="Centre", with_perimeter=True)
    QuartierStatusFactory(quartier=whole, code="QN01317I", label="Secteur Centre")
    elsewhere = CommuneFactory()
    for _ in range(count):
        part = QuartierFactory(within=whole, commune=whole.commune, with_perimeter=True)
        part.other_communes.add(elsewhere)
        QuartierStatusFactory(quartier=part)
        ResidenceFactory(quartier=whole, latitude=43.4, longitude=5.0)
        ResidenceFactory(quartier=part)
    return whole, part


@pytest.mark.parametrize("count", [1, 30])
def test_constant_queries(count, django_assert_num_queries):
    whole, part = populate(count)
    with django_assert_num_queries(3):
        assert len(quartier_list(DAY)) == count + 1
    with django_assert_num_queries(1):
        assert len(quartiers_for_map()) == count + 1
    with django_assert_num_queries(3):
        detail = quartier_detail(whole.slug, DAY)
        assert (len(detail.parts), len(detail.residences.residences)) == (count, count)
        assert len(detail.shapes) == count + 1
    with django_assert_num_queries(4):  # of several communes
        assert [status.code for status in quartier_detail_by_id(part.pk, DAY).within_statuses] == ["QN01317I"]


def test_by_commune_then_by_name():
    first, second = CommuneFactory(name="Avignon"), CommuneFactory(name="Brest")
    QuartierFactory(commune=second, name="Z")
    QuartierFactory(commune=second, name="A")
    QuartierFactory(commune=first, name="M").other_communes.add(second)
    groups = quartiers_by_commune(DAY)
    assert [(group.name, [line.name for line in group.quartiers]) for group in groups] == [
        ("Avignon", ["M"]),
        ("Brest", ["A", "Z"]),
    ]
    assert groups[0].quartiers[0].other_communes == ("Brest",)


def test_past_statuses_are_kept_apart_from_present_ones():
    quartier = QuartierFactory()
    QuartierStatusFactory(quartier=quartier, code="QN01370N")
    QuartierStatusFactory(
        quartier=quartier, kind=StatusKind.VEILLE_ACTIVE, code="", from_date=None, until=date(2024, 11, 17)
    )
    line = quartier_list(DAY)[0]
    assert [status.code for status in line.current_statuses] == ["QN01370N"]
    assert [status.kind for status in line.past_statuses] == [StatusKind.VEILLE_ACTIVE]


def test_a_map_shows_what_has_a_perimeter():
    drawn, undrawn = QuartierFactory(with_perimeter=True), QuartierFactory()
    assert [one.slug for one in quartiers_for_map()] == [drawn.slug]
    assert [one.slug for one in quartiers_for_map([undrawn.pk])] == []


def test_a_quartier_is_drawn_with_its_parts_or_by_the_one_around_it():
    whole = QuartierFactory(with_perimeter=True)
    part = QuartierFactory(with_perimeter=True, within=whole)
    undrawn = QuartierFactory(within=whole)
    shapes = {one: [shape.slug for shape in quartier_detail(one.slug, DAY).shapes] for one in (whole, part, undrawn)}
    assert shapes == {whole: [whole.slug, part.slug], part: [part.slug], undrawn: [whole.slug]}
    assert quartier_detail(QuartierFactory().slug, DAY).shapes == ()


def test_only_a_present_qpv_of_the_quartier_around_is_told():
    whole = QuartierFactory()
    QuartierStatusFactory(quartier=whole, code="QN01317I")
    QuartierStatusFactory(quartier=whole, code="QP013017", until=date(2023, 12, 31), from_date=None)
    QuartierStatusFactory(quartier=whole, kind=StatusKind.OTHER, code="")
    part = QuartierFactory(within=whole)
    QuartierStatusFactory(quartier=part, kind=StatusKind.OTHER, code="X")
    detail = quartier_detail(part.slug, DAY)
    assert [status.code for status in detail.within_statuses] == ["QN01317I"]
    assert [status.code for status in detail.line.statuses] == ["X"]


def test_no_such_quartier():
    assert quartier_detail("nulle-part", DAY) is None
    assert quartier_detail_by_id(0, DAY) is None


class TestTotals:
    def test_what_is_not_known_is_counted_apart(self):
        quartier = QuartierFactory()
        for dwellings in (148, 0, None):
            ResidenceFactory(quartier=quartier, dwellings=dwellings)
        total = quartier_detail(quartier.slug, DAY).residences.total
        assert (total.dwellings, total.known, total.unknown, total.residences) == (148, 2, 1, 3)

    def test_landlords_with_the_same_name_are_not_merged(self):
        quartier = QuartierFactory()
        for slug in ("un", "deux"):
            ResidenceFactory(quartier=quartier, landlord=PartnerFactory(name="13 Habitat", slug=slug))
        landlords = quartier_detail(quartier.slug, DAY).residences.landlords
        assert [landlord.total.dwellings for landlord in landlords] == [40, 40]

    def test_one_number_for_all_or_one_each(self):
        quartier, landlord = QuartierFactory(), PartnerFactory()
        ResidenceFactory(quartier=quartier, landlord=landlord, on_call_number="3949", lift_operator="Montées")
        found = quartier_detail(quartier.slug, DAY).residences.landlords[0]
        assert (found.on_call_number, found.lift_operator) == ("3949", ("Montées", ""))
        ResidenceFactory(quartier=quartier, landlord=landlord)
        found = quartier_detail(quartier.slug, DAY).residences.landlords[0]
        assert (found.on_call_number, found.lift_operator) == ("", ("", ""))

    def test_each_source_once(self):
        quartier = QuartierFactory()
        for source in ("Charte, annexe III", "", "Charte, annexe III", "Convention"):
            ResidenceFactory(quartier=quartier, source=source)
        assert set(quartier_detail(quartier.slug, DAY).residences.sources) == {"Charte, annexe III", "Convention"}
