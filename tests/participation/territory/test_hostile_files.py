"""Whatever the bytes, an import answers with a report: nothing raises, and what it wrote is whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from participation.territory.importers import cells
from participation.territory.importers.matching import matched, nearest
from participation.territory.importers.perimeters import read_perimeters
from participation.territory.importers.residences import COLUMNS, read_residences
from participation.territory.models import Quartier, Residence
from participation.territory.services import import_perimeters, import_residences
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory, QuartierStatusFactory, square

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CODES = st.sampled_from(["QN01320I", "QN01321I", "", "QP013001"]) | JSON
POSITIONS = st.lists(st.floats(-200, 200) | st.sampled_from([5.0, 43.4, 5.01, 43.41]) | JSON, max_size=3)
GEOMETRIES = JSON | st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Polygon", "MultiPolygon", "Point"]),
        "coordinates": st.lists(st.lists(POSITIONS, max_size=6), max_size=3) | JSON,
    }
)
FEATURES = JSON | st.fixed_dictionaries(
    {
        "properties": JSON
        | st.fixed_dictionaries(
            {"code_qp": CODES, "lib_qp": st.text(max_size=200) | JSON, "insee_com": st.just("13056") | JSON}
        ),
        "geometry": GEOMETRIES | st.just(square(43.4, 5.0)),
    }
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["Les Pins", "LOGIREM", "Les Hermes", "13117", '="13117"', '"', '""', '="', "206", "1 206", "43,45", "5.24",
         "-", "\x00", "\ud800", "9" * 400, "1e999", "١٢", "x" * 300, ";", "\r", "=1+1"]
    ),
)  # fmt: skip


def whole(report):
    assert report.summary
    assert all(str(issue) for issue in report.in_order)
    assert report.ok is not bool(report.errors)


class Residences(TestCase):
    @classmethod
    def setUpTestData(cls):
        QuartierFactory(commune=CommuneFactory(insee_code="13117"), name="Les Hermes", perimeter=square(43.45, 5.24))
        PartnerFactory(name="LOGIREM")

    @given(st.binary(max_size=400))
    def test_bytes(self, data):
        whole(import_residences(data))

    @given(st.lists(st.lists(CELLS, max_size=9), max_size=6), st.sampled_from([";", ",", "\t"]), st.booleans())
    def test_tables(self, rows, delimiter, quoted):
        mark = '"' if quoted else ""
        lines = [delimiter.join(COLUMNS), *(delimiter.join(f"{mark}{cell}{mark}" for cell in row) for row in rows)]
        data = "\n".join(lines).encode("utf-8", errors="surrogatepass")
        whole(import_residences(data))
        again = import_residences(data)
        whole(again)
        assert (again.fates["created"], again.fates["changed"]) == (0, 0)
        for residence in Residence.objects.all():
            residence.full_clean()

    @given(st.permutations(list(COLUMNS)))
    def test_columns_in_any_order(self, order):
        values = dict(
            zip(COLUMNS, ["Les Pins", "LOGIREM", "13117", "Les Hermes", "206", "", "43,455", "5,245"], strict=True)
        )
        report = import_residences(f"{';'.join(order)}\n{';'.join(values[name] for name in order)}\n".encode())
        assert report.ok
        assert Residence.objects.get().dwellings == 206


class Perimeters(TestCase):
    @classmethod
    def setUpTestData(cls):
        commune = CommuneFactory(insee_code="13056")
        QuartierStatusFactory(quartier=QuartierFactory(commune=commune), code="QN01320I")

    @given(st.binary(max_size=300))
    def test_bytes(self, data):
        whole(import_perimeters(data, create=True))

    @given(JSON)
    def test_any_json(self, content):
        whole(import_perimeters(json.dumps(content).encode(), create=True))

    @given(st.lists(FEATURES, max_size=5))
    def test_features(self, features):
        data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        whole(import_perimeters(data, create=True))
        again = import_perimeters(data, create=True)
        assert (again.fates["created"], again.fates["changed"]) == (0, 0)
        for quartier in Quartier.objects.all():
            quartier.full_clean()


@given(st.binary(max_size=200))
def test_reading_needs_no_database(data):
    assert isinstance(read_residences(data).issues, tuple)
    assert isinstance(read_perimeters(data).issues, tuple)


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=6))
def test_names_compare_whatever_they_are(name, others):
    assert matched(name) == matched(matched(name))
    assert matched(f"  {name}\t") == matched(name)
    assert isinstance(nearest(name, others), str)


@given(st.text(max_size=30))
def test_cells_read_or_say_why(raw):
    for read in (
        lambda value: cells.text(value, name="Le nom", longest=20),
        cells.insee_codes,
        cells.dwellings,
        lambda value: cells.degrees(value, name="Latitude", limit=90),
    ):
        try:
            read(raw)
        except cells.BadCell as error:
            assert str(error).endswith(".") or str(error).endswith("vérifiez.")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Coopération et Famille", "COOPERATION & FAMILLE"),
        ("Phocéenne d’Habitation", "phoceenne d'habitation"),
        ("Canto-Perdrix", "Canto Perdrix"),
        ("Le Cœur", "le coeur"),
    ],
)
def test_the_same_name_spelt_otherwise(name, other):
    assert matched(name) == matched(other)
