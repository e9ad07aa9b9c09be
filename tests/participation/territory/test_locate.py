import json
import math
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from shapely import get_coordinates
from shapely.geometry import GeometryCollection, Point, shape

from participation.territory import perimeters
from participation.territory.models import Quartier
from participation.territory.selectors import locate
from participation.territory.services import set_perimeter
from tests.factories.territory import QuartierFactory, square

REAL = json.loads(Path(settings.BASE_DIR, "portal/demo/data/perimeters.geojson").read_text())["features"]


def area(geometry):
    """Planar area at the latitude's scale: enough to rank two perimeters that share a point."""
    drawn = shape(geometry)
    return drawn.area * math.cos(math.radians(drawn.centroid.y))


def by_brute_force(quartiers, lat, lon):
    holding = [one for one in quartiers if shape(one.perimeter).intersects(Point(lon, lat))]
    return min(holding, key=lambda one: (area(one.perimeter), one.slug), default=None)


class LocateAgainstBruteForce(TestCase):
    """Real outlines, one synthetic quartier inside the first, two that overlap, one with a hole."""

    @classmethod
    def setUpTestData(cls):
        cls.quartiers = [
            QuartierFactory(name=feature["properties"]["lib_qp"], perimeter=feature["geometry"]) for feature in REAL
        ]
        west, south, east, north = shape(REAL[0]["geometry"]).bounds
        inside = square(south + (north - south) / 3, west + (east - west) / 3, (north - south) / 4)
        ring = square(43.30, 5.30, 0.03)["coordinates"][0]
        hole = square(43.31, 5.31, 0.01)["coordinates"][0][::-1]
        cls.quartiers += [
            QuartierFactory(name="Dedans", perimeter=inside),
            QuartierFactory(name="Recouvre", perimeter=square(43.33, 5.32, 0.02)),
            QuartierFactory(name="Troué", perimeter={"type": "Polygon", "coordinates": [ring, hole]}),
        ]
        QuartierFactory(name="Sans tracé")
        drawn = [shape(one.perimeter) for one in cls.quartiers]
        cls.corners = [(lat, lon) for one in drawn for lon, lat in get_coordinates(one).tolist()]
        cls.west, cls.south, cls.east, cls.north = GeometryCollection(drawn).bounds

    def check(self, lat, lon):
        expected = by_brute_force(self.quartiers, lat, lon)
        assert locate(lat, lon) == expected

    @given(st.data())
    def test_random_points(self, data):
        lat = data.draw(st.floats(self.south - 0.01, self.north + 0.01))
        self.check(lat, data.draw(st.floats(self.west - 0.01, self.east + 0.01)))

    @given(st.data())
    def test_points_close_to_a_perimeter(self, data):
        one = data.draw(st.sampled_from(self.quartiers))
        west, south, east, north = shape(one.perimeter).bounds
        self.check(data.draw(st.floats(south, north)), data.draw(st.floats(west, east)))

    @given(st.data())
    def test_corners_belong_to_a_quartier(self, data):
        lat, lon = data.draw(st.sampled_from(self.corners))
        self.check(lat, lon)
        assert locate(lat, lon) is not None

    @given(st.one_of(st.floats(), st.integers(), st.text(), st.none()), st.one_of(st.floats(), st.text(max_size=3)))
    def test_nonsense_is_refused_or_nowhere(self, lat, lon):
        try:
            found = locate(lat, lon)
        except ValueError:
            return
        assert found is None or found in self.quartiers


pytestmark = pytest.mark.django_db


def test_the_smaller_of_two_wins():
    QuartierFactory(name="QPV", perimeter=square(43.4, 5.0, 0.02))
    part = QuartierFactory(name="Quartier", perimeter=square(43.405, 5.005, 0.005))
    assert locate(43.407, 5.007) == part
    assert locate(43.415, 5.015).name == "QPV"
    assert locate(43.405, 5.005) == part


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(float("nan"), 5.0), (43.4, float("inf")), (91, 5.0), (43.4, 181), ("ici", 5.0), (None, 5.0), (10**400, 5.0)],
)
def test_what_is_no_point_of_the_earth_raises(lat, lon):
    with pytest.raises(ValueError, match="degrees"):
        locate(lat, lon)


def test_text_of_a_form_is_read_as_a_number():
    quartier = QuartierFactory(perimeter=square(43.4, 5.0))
    assert locate("43.405", "5.005") == quartier
    assert locate(0, 0) is None


def test_nobody_published_anything():
    QuartierFactory()
    assert locate(43.4, 5.0) is None


def test_two_queries_once_the_tree_is_built(django_assert_num_queries):
    quartier = QuartierFactory(perimeter=square(43.4, 5.0))
    locate(43.4, 5.0)
    with django_assert_num_queries(2):
        assert locate(43.405, 5.005) == quartier
    with django_assert_num_queries(1):
        assert locate(50.0, 5.0) is None


def test_the_tree_is_kept_until_a_perimeter_changes():
    quartier = QuartierFactory(perimeter=square(43.4, 5.0))
    first = perimeters.current_tree()
    quartier.note = "Rien à voir avec le tracé."
    quartier.save()
    assert perimeters.current_tree() is first


class TestEveryChangeIsSeen:
    """Whoever wrote it, in whichever process: the version is read from the database."""

    @pytest.fixture
    def quartier(self):
        quartier = QuartierFactory(perimeter=square(43.4, 5.0))
        assert locate(43.405, 5.005) == quartier
        return quartier

    def test_moved(self, quartier):
        set_perimeter(quartier=quartier, perimeter=square(44.4, 5.0), source="ANCT")
        assert locate(43.405, 5.005) is None
        assert locate(44.405, 5.005) == quartier

    def test_taken_away(self, quartier):
        set_perimeter(quartier=quartier, perimeter=None)
        assert locate(43.405, 5.005) is None

    def test_deleted(self, quartier):
        quartier.delete()
        assert locate(43.405, 5.005) is None

    def test_deleted_and_replaced_in_between(self, quartier):
        quartier.delete()
        QuartierFactory(perimeter=square(44.4, 5.0))
        assert locate(43.405, 5.005) is None

    def test_restored_under_another_id(self, quartier):
        name, slug, commune = quartier.name, quartier.slug, quartier.commune
        quartier.delete()
        again = QuartierFactory(name=name, slug=slug, commune=commune, perimeter=square(43.4, 5.0))
        assert locate(43.405, 5.005) == again

    def test_swapped(self, quartier):
        other = QuartierFactory(perimeter=square(44.4, 5.0))
        assert locate(44.405, 5.005) == other
        quartier.perimeter, other.perimeter = other.perimeter, quartier.perimeter
        quartier.save()
        other.save()
        assert locate(44.405, 5.005) == quartier
        assert locate(43.405, 5.005) == other

    def test_an_unreadable_row_does_not_stop_the_others(self, quartier, caplog):
        broken = QuartierFactory()
        Quartier.objects.filter(pk=broken.pk).update(perimeter={"type": "Polygon"}, perimeter_mark=7)
        assert locate(43.405, 5.005) == quartier
        assert "left out" in caplog.text


def test_the_version_reads_no_outline(django_assert_num_queries):
    """A national map weighs megabytes: the index over the marks must be enough to answer."""
    with django_assert_num_queries(1) as captured:
        perimeters.version()
    assert '"perimeter"' not in captured[0]["sql"]
