from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

from participation.base import cache
from participation.base.geo.shapes import PerimeterError
from participation.territory import slugs
from participation.territory.enums import StatusKind
from participation.territory.models import QuartierStatus, Residence
from participation.territory.services import (
    create_quartier,
    end_status,
    rename_slug,
    save_residence,
    save_status,
    set_perimeter,
)
from tests.factories.territory import (
    CommuneFactory,
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    square,
)

pytestmark = pytest.mark.django_db


class TestSetPerimeter:
    def test_stamps_once_and_starts_a_new_page_version(self, django_capture_on_commit_callbacks):
        quartier = QuartierFactory()
        before = cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            assert set_perimeter(quartier=quartier, perimeter=square(43.4, 5.0), source=" ANCT ") is True
        assert cache.version() > before
        quartier.refresh_from_db()
        assert (quartier.perimeter, quartier.perimeter_source) == (square(43.4, 5.0), "ANCT")
        stamp = quartier.perimeter_changed_at
        with django_capture_on_commit_callbacks() as callbacks:
            assert set_perimeter(quartier=quartier, perimeter=square(43.4, 5.0), source="ANCT") is False
        quartier.refresh_from_db()
        assert (quartier.perimeter_changed_at, callbacks) == (stamp, [])

    def test_the_object_in_hand_is_brought_up_to_date(self):
        quartier = QuartierFactory()
        set_perimeter(quartier=quartier, perimeter=square(43.4, 5.0), source="ANCT")
        assert quartier.perimeter_mark is not None
        assert quartier.perimeter_changed_at is not None

    def test_taking_it_away_takes_its_source_too(self):
        quartier = QuartierFactory(with_perimeter=True)
        set_perimeter(quartier=quartier, perimeter=None)
        quartier.refresh_from_db()
        assert (quartier.perimeter, quartier.perimeter_source, quartier.perimeter_mark) == (None, "", None)

    def test_without_a_source_no_shape(self):
        with pytest.raises(ValidationError, match="toujours une source"):
            set_perimeter(quartier=QuartierFactory(), perimeter=square(43.4, 5.0))

    def test_a_wrong_shape_writes_nothing(self):
        quartier = QuartierFactory()
        with pytest.raises(PerimeterError, match="inversées"):
            set_perimeter(quartier=quartier, perimeter=square(5.0, 43.4), source="ANCT")
        quartier.refresh_from_db()
        assert quartier.perimeter is None


class TestStatuses:
    def test_the_same_status_is_corrected_and_not_doubled(self):
        quartier = QuartierFactory()
        known = {"quartier": quartier, "kind": StatusKind.QPV, "code": "QN01320I", "from_date": date(2024, 1, 1)}
        first = save_status(**known, source="Liste provisoire")
        again = save_status(**known, label="Mas de Pouane", source="ANCT, QPV 2024")
        assert first.pk == again.pk
        assert QuartierStatus.objects.get().source == "ANCT, QPV 2024"

    def test_a_qpv_without_code_is_refused(self):
        with pytest.raises(ValidationError) as caught:
            save_status(quartier=QuartierFactory(), kind=StatusKind.QPV)
        assert "QN01320I" in str(caught.value)
        assert not QuartierStatus.objects.exists()

    def test_an_ended_status_stays_as_a_past_one(self):
        status = end_status(status=QuartierStatusFactory(), until=date(2030, 12, 31), source="Décret")
        status.refresh_from_db()
        assert (status.until, status.source) == (date(2030, 12, 31), "Décret")

    def test_it_does_not_end_before_it_starts(self):
        with pytest.raises(ValidationError, match="La fin précède le début"):
            end_status(status=QuartierStatusFactory(), until=date(2023, 12, 31))


class TestSlugs:
    def test_the_name_makes_the_address(self):
        assert create_quartier(commune=CommuneFactory(), name="Canto-Perdrix – l’Étang").slug == "canto-perdrix-letang"

    def test_a_second_one_carries_its_commune(self):
        martigues, vitrolles = CommuneFactory(name="Martigues"), CommuneFactory(name="Vitrolles")
        made = [
            create_quartier(commune=martigues, name="Les Pins"),
            create_quartier(commune=vitrolles, name="Les Pins"),
            create_quartier(commune=vitrolles, name="Les-Pins"),
        ]
        assert [one.slug for one in made] == ["les-pins", "les-pins-vitrolles", "les-pins-vitrolles-2"]

    def test_a_name_without_latin_letters_has_an_address(self):
        assert create_quartier(commune=CommuneFactory(), name="«»").slug == "quartier"

    def test_a_long_name_fits(self):
        commune = CommuneFactory(name="C" * 120)
        made = [create_quartier(commune=commune, name="Le quartier " * 12 + end) for end in ("a", "b", "c")]
        assert len({one.slug for one in made}) == 3

    def test_an_address_that_redirects_is_not_given_again(self):
        quartier = QuartierFactory(name="Les Pins", slug="les-pins")
        rename_slug(quartier=quartier, slug="les-grands-pins")
        other = create_quartier(commune=CommuneFactory(name="Vitrolles"), name="Les Pins")
        assert other.slug == "les-pins-vitrolles"


class TestRenameSlug:
    def test_leaves_a_permanent_redirect(self):
        quartier = QuartierFactory(slug="ancien")
        rename_slug(quartier=quartier, slug="nouveau")
        quartier.refresh_from_db()
        redirect = Redirect.objects.get()
        assert (quartier.slug, redirect.old_path) == ("nouveau", "/quartiers/ancien")
        assert (redirect.link, redirect.is_permanent) == ("/quartiers/nouveau/", True)

    def test_chains_become_one_step_and_going_back_works(self):
        quartier = QuartierFactory(slug="un")
        rename_slug(quartier=quartier, slug="deux")
        rename_slug(quartier=quartier, slug="trois")
        assert dict(Redirect.objects.values_list("old_path", "redirect_link")) == {
            "/quartiers/un": "/quartiers/trois/",
            "/quartiers/deux": "/quartiers/trois/",
        }
        rename_slug(quartier=quartier, slug="un")
        assert dict(Redirect.objects.values_list("old_path", "redirect_link")) == {
            "/quartiers/deux": "/quartiers/un/",
            "/quartiers/trois": "/quartiers/un/",
        }

    def test_another_quartier_keeps_its_address(self):
        QuartierFactory(slug="pris")
        with pytest.raises(ValidationError, match="a déjà cette adresse"):
            rename_slug(quartier=QuartierFactory(), slug="pris")
        assert not Redirect.objects.exists()

    def test_not_an_address(self):
        with pytest.raises(ValidationError):
            rename_slug(quartier=QuartierFactory(), slug="avec espace")

    def test_to_itself_changes_nothing(self):
        quartier = QuartierFactory(slug="pareil")
        rename_slug(quartier=quartier, slug="pareil")
        assert not Redirect.objects.exists()

    def test_whoever_copies_it_is_told(self, monkeypatch):
        told = []
        monkeypatch.setattr(slugs, "_followers", [])
        slugs.on_rename(lambda quartier, old_slug: told.append((old_slug, quartier.slug)))
        rename_slug(quartier=QuartierFactory(slug="ancien"), slug="nouveau")
        assert told == [("ancien", "nouveau")]


class TestSaveResidence:
    def test_an_empty_fact_erases_nothing(self):
        quartier, landlord = QuartierFactory(), PartnerFactory()
        residence, fate = save_residence(
            quartier=quartier, landlord=landlord, name="Les Pins", dwellings=12, on_call_number="04 65 71 30 30"
        )
        assert fate == "created"
        same, fate = save_residence(
            quartier=quartier, landlord=landlord, name="Les Pins", residence=residence, dwellings=None, address=""
        )
        assert (same, fate, same.dwellings) == (residence, "unchanged", 12)
        _, fate = save_residence(
            quartier=quartier, landlord=landlord, name="Les Pins", residence=residence, dwellings=0
        )
        assert (fate, Residence.objects.get().dwellings) == ("changed", 0)

    def test_a_wrong_fact_is_refused(self):
        given = {"quartier": QuartierFactory(), "landlord": PartnerFactory(), "name": "Les Pins"}
        with pytest.raises(ValidationError, match="téléphone"):
            save_residence(**given, on_call_number="le gardien")
        with pytest.raises(TypeError, match="caretaker"):
            save_residence(**given, caretaker="…")
        assert not Residence.objects.exists()
