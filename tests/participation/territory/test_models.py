from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.base import cache
from participation.base.geo import cells
from participation.territory.models import Quartier, QuartierStatus, Residence
from tests.factories.territory import (
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
    square,
)

pytestmark = pytest.mark.django_db


def refused_by_the_database(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_half_a_point_is_refused_by_the_database():
    residence = ResidenceFactory(latitude=43.4, longitude=5.05)
    for half in ({"latitude": None}, {"longitude": None}):
        refused_by_the_database(lambda half=half: Residence.objects.filter(pk=residence.pk).update(**half))


def test_a_residence_carries_the_cell_of_its_point():
    residence = ResidenceFactory(latitude=43.4, longitude=5.05)
    assert residence.cell == cells.encode(43.4, 5.05)
    residence.latitude = residence.longitude = None
    residence.save(update_fields=["latitude", "longitude"])
    residence.refresh_from_db()
    assert residence.cell is None


@pytest.mark.parametrize(("latitude", "longitude", "code"), [(5.05, 43.4, "swapped"), (48.0, -40.0, "outside")])
def test_a_residence_lies_in_france(latitude, longitude, code):
    residence = ResidenceFactory()
    residence.latitude, residence.longitude = latitude, longitude
    with pytest.raises(ValidationError) as caught:
        residence.full_clean()
    assert [error.code for error in caught.value.error_dict["latitude"]] == [code]


def test_an_overseas_residence_is_in_france():
    residence = ResidenceFactory(latitude=-20.9, longitude=55.5)
    residence.full_clean()
    assert residence.cell == cells.encode(-20.9, 55.5)


def test_a_qpv_has_the_code_of_the_anct():
    with pytest.raises(ValidationError) as caught:
        QuartierStatusFactory.build(quartier=QuartierFactory(), code="13056").full_clean()
    assert "QN01320I" in caught.value.message_dict["code"][0]
    for code in ("QN01320I", "QP013001", "QP02A001"):
        QuartierStatusFactory(code=code).full_clean()


def test_a_status_ends_after_it_starts():
    status = QuartierStatusFactory()
    refused_by_the_database(lambda: QuartierStatus.objects.filter(pk=status.pk).update(until=date(2023, 12, 31)))
    status.until = status.from_date
    status.full_clean()


def test_a_year_needs_its_figure():
    quartier = QuartierFactory()
    refused_by_the_database(lambda: Quartier.objects.filter(pk=quartier.pk).update(population_year=2018))


def test_a_quartier_does_not_lie_in_itself_even_through_others():
    whole = QuartierFactory()
    part = QuartierFactory(within=whole)
    whole.within = part
    with pytest.raises(ValidationError) as caught:
        whole.full_clean()
    assert "within" in caught.value.error_dict
    refused_by_the_database(lambda: Quartier.objects.filter(pk=part.pk).update(within=part.pk))


def test_a_public_address_does_not_change_by_the_form():
    quartier = QuartierFactory()
    quartier.slug = "autre-adresse"
    with pytest.raises(ValidationError) as caught:
        quartier.full_clean()
    assert "slug" in caught.value.error_dict


def test_a_perimeter_is_refused_once_with_its_reason():
    quartier = QuartierFactory()
    quartier.perimeter = {"type": "Polygon", "coordinates": [[[5.0, 43.4], [5.1, 43.4], [5.1, 43.5], [5.0, 43.5]]]}
    with pytest.raises(ValidationError) as caught:
        quartier.full_clean()
    assert caught.value.message_dict["perimeter"][0].startswith("Le contour n’est pas fermé")
    assert len(caught.value.message_dict["perimeter"]) == 1


def test_a_pasted_feature_leaves_its_geometry_alone():
    quartier = QuartierFactory()
    quartier.perimeter = {"type": "Feature", "properties": {"x": 1}, "geometry": square(43.4, 5.0)}
    quartier.full_clean()
    assert quartier.perimeter == square(43.4, 5.0)


def test_the_mark_follows_the_perimeter():
    quartier = QuartierFactory()
    assert (quartier.perimeter_mark, quartier.perimeter_changed_at) == (None, None)
    quartier.perimeter = square(43.4, 5.0)
    quartier.save(update_fields=["perimeter"])
    quartier.refresh_from_db()
    mark, stamp = quartier.perimeter_mark, quartier.perimeter_changed_at
    assert mark is not None
    assert stamp is not None
    quartier.save()
    quartier.refresh_from_db()
    assert (quartier.perimeter_mark, quartier.perimeter_changed_at) == (mark, stamp)


def test_a_list_row_without_its_perimeter_can_be_saved():
    quartier = QuartierFactory(with_perimeter=True)
    light = Quartier.objects.defer("perimeter").get(pk=quartier.pk)
    light.note = "Relu."
    light.save()
    quartier.refresh_from_db()
    assert (quartier.note, quartier.perimeter_mark is None) == ("Relu.", False)


def test_a_perimeter_written_behind_the_back_of_save_is_refused():
    quartier = QuartierFactory()
    refused_by_the_database(lambda: Quartier.objects.filter(pk=quartier.pk).update(perimeter=square(43.4, 5.0)))


def test_a_fictional_partner_says_so():
    assert str(PartnerFactory(name="Phare Habitat")) == "Phare Habitat (fictif)"
    assert str(PartnerFactory(name="LOGIREM", fictional=False)) == "LOGIREM"


@pytest.mark.parametrize("factory", [QuartierFactory, QuartierStatusFactory, PartnerFactory, ResidenceFactory])
def test_every_change_is_a_public_write(factory, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = factory()
    before = cache.version()
    with django_capture_on_commit_callbacks(execute=True):
        row.save()
    saved = cache.version()
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert before < saved < cache.version()
