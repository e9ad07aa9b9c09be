"""Communes, quartiers, partners and residences written in the admin."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail.contrib.redirects.models import Redirect

from cms.models import QuartierPage
from participation.base import cache
from participation.territory.enums import PartnerKind, StatusKind
from participation.territory.models import Commune, Partner, Quartier, Residence
from tests.cms.admin.asking import said
from tests.factories.cms import MilestoneFactory, QuartierPageFactory
from tests.factories.territory import (
    CommuneFactory,
    PartnerFactory,
    QuartierFactory,
    QuartierStatusFactory,
    ResidenceFactory,
    square,
)

pytestmark = pytest.mark.django_db

NO_ROWS = {"lignes-TOTAL_FORMS": 0, "lignes-INITIAL_FORMS": 0}


def quartier_data(commune, **values):
    return {"name": "Canto-Perdrix", "commune": commune.pk, "slug": "", **NO_ROWS, **values}


class TestQuartier:
    def test_its_name_makes_its_address(self, coordination, martigues):
        coordination.post(reverse("quartiers:add"), quartier_data(martigues))
        assert Quartier.objects.get().slug == "canto-perdrix"

    def test_the_same_name_elsewhere_carries_the_commune(self, administrator, martigues, vitrolles):
        administrator.post(reverse("quartiers:add"), quartier_data(martigues))
        administrator.post(reverse("quartiers:add"), quartier_data(vitrolles))
        assert set(Quartier.objects.values_list("slug", flat=True)) == {"canto-perdrix", "canto-perdrix-vitrolles"}

    def test_another_commune_is_not_offered(self, coordination, vitrolles):
        response = coordination.post(reverse("quartiers:add"), quartier_data(vitrolles))
        assert response.status_code == 200
        assert "commune" in response.context["form"].errors
        assert not Quartier.objects.exists()

    def test_statuses_stand_below_it(self, coordination, martigues):
        rows = {
            "lignes-TOTAL_FORMS": 1,
            "lignes-INITIAL_FORMS": 0,
            "lignes-0-kind": "qpv",
            "lignes-0-code": "QN01322M",
            "lignes-0-from_date": "2024-01-01",
        }
        coordination.post(reverse("quartiers:add"), quartier_data(martigues, **rows))
        status = Quartier.objects.get().statuses.get()
        assert (status.kind, status.code) == (StatusKind.QPV, "QN01322M")

    def test_a_qpv_without_code_is_refused_beside_its_line(self, coordination, martigues):
        rows = {"lignes-TOTAL_FORMS": 1, "lignes-INITIAL_FORMS": 0, "lignes-0-kind": "qpv"}
        response = coordination.post(reverse("quartiers:add"), quartier_data(martigues, **rows))
        reasons = [str(reason) for reasons in response.context["rows"].forms[0].errors.values() for reason in reasons]
        assert reasons
        assert all(escape(reason) in response.content.decode() for reason in reasons)
        assert not Quartier.objects.exists()

    def test_a_status_is_removed(self, coordination, martigues):
        quartier = QuartierFactory(commune=martigues)
        status = QuartierStatusFactory(quartier=quartier)
        rows = {
            "lignes-TOTAL_FORMS": 1,
            "lignes-INITIAL_FORMS": 1,
            "lignes-0-id": status.pk,
            "lignes-0-kind": "qpv",
            "lignes-0-code": status.code,
            "lignes-0-DELETE": "on",
        }
        coordination.post(reverse("quartiers:edit", args=[quartier.pk]), quartier_data(martigues, **rows))
        assert not quartier.statuses.exists()

    def test_a_perimeter_is_kept_and_starts_a_new_version_of_the_pages(
        self, coordination, martigues, django_capture_on_commit_callbacks
    ):
        quartier = QuartierFactory(commune=martigues)
        before = cache.version()
        drawn = {"perimeter": json.dumps(square(43.4, 5.05)), "perimeter_source": "ANCT, QPV 2024"}
        with django_capture_on_commit_callbacks(execute=True):
            coordination.post(reverse("quartiers:edit", args=[quartier.pk]), quartier_data(martigues, **drawn))
        quartier.refresh_from_db()
        assert quartier.perimeter["type"] == "Polygon"
        assert cache.version() != before

    @pytest.mark.parametrize(
        ("perimeter", "source", "sentence"),
        [
            ("{oups", "ANCT", "JSON"),
            (json.dumps({"type": "Point", "coordinates": [5, 43]}), "ANCT", "Polygon"),
            (json.dumps(square(5.05, 43.4)), "ANCT", "inversées"),
            (json.dumps(square(43.4, 5.05)), "", "Un périmètre a toujours une source."),
        ],
    )
    def test_a_bad_perimeter_is_refused_with_its_reason(self, coordination, martigues, perimeter, source, sentence):
        drawn = {"perimeter": perimeter, "perimeter_source": source}
        response = coordination.post(reverse("quartiers:add"), quartier_data(martigues, **drawn))
        assert sentence in response.content.decode()
        assert not Quartier.objects.exists()

    def test_its_address_changes_on_purpose_only(self, coordination, martigues):
        page = QuartierPageFactory(quartier=QuartierFactory(commune=martigues, name="Les Pins"))
        quartier = page.quartier
        coordination.post(
            reverse("quartiers:edit", args=[quartier.pk]), quartier_data(martigues, name="Les Pins", slug="autre")
        )
        quartier.refresh_from_db()
        assert quartier.slug == "les-pins"

        coordination.post(reverse("quartiers:address", args=[quartier.pk]), {"slug": "les-grands-pins"})
        quartier.refresh_from_db()
        page = QuartierPage.objects.get(pk=page.pk)
        assert (quartier.slug, page.slug, page.url) == (
            "les-grands-pins",
            "les-grands-pins",
            "/quartiers/les-grands-pins/",
        )
        assert Redirect.objects.filter(old_path="/quartiers/les-pins", site=None).exists()

    def test_a_taken_address_is_refused_in_the_form(self, coordination, martigues):
        quartier = QuartierFactory(commune=martigues)
        other = QuartierFactory()
        response = coordination.post(reverse("quartiers:address", args=[quartier.pk]), {"slug": other.slug})
        assert "Un autre quartier a déjà cette adresse." in response.content.decode()

    def test_one_with_residences_is_not_deleted(self, coordination, martigues):
        residence = ResidenceFactory(quartier=QuartierFactory(commune=martigues), name="Les Cigales")
        response = coordination.post(reverse("quartiers:delete", args=[residence.quartier_id]))
        assert "« Les Cigales" in said(response)[0]
        assert Quartier.objects.filter(pk=residence.quartier_id).exists()

    def test_one_that_a_step_names_is_not_deleted(self, coordination, martigues):
        step = MilestoneFactory(quartier=QuartierFactory(commune=martigues), title="Poser les bancs")
        response = coordination.post(reverse("quartiers:delete", args=[step.quartier_id]))
        assert "« Poser les bancs »" in said(response)[0]
        step.refresh_from_db()
        assert step.quartier is not None

    def test_one_that_nothing_names_is(self, coordination, martigues):
        quartier = QuartierFactory(commune=martigues)
        coordination.post(reverse("quartiers:delete", args=[quartier.pk]))
        assert not Quartier.objects.exists()


class TestResidence:
    def data(self, quartier, **values):
        landlord = values.pop("landlord", None) or PartnerFactory()
        return {"name": "Les Cigales", "quartier": quartier.pk, "landlord": landlord.pk, **values}

    def test_added_changed_deleted(self, coordination, martigues):
        quartier = QuartierFactory(commune=martigues)
        landlord = PartnerFactory()
        data = self.data(quartier, landlord=landlord, on_call_number="01 99 00 12 34")
        coordination.post(reverse("residences:add"), data)
        residence = Residence.objects.get()
        edit = reverse("residences:edit", args=[residence.pk])
        coordination.post(edit, {**data, "on_call_number": "", "dwellings": 80})
        residence.refresh_from_db()
        assert (residence.on_call_number, residence.dwellings) == ("", 80)
        coordination.post(reverse("residences:delete", args=[residence.pk]))
        assert not Residence.objects.exists()

    def test_only_landlords_are_offered(self, coordination, martigues):
        city = PartnerFactory(kind=PartnerKind.CITY)
        quartier = QuartierFactory(commune=martigues)
        response = coordination.post(reverse("residences:add"), self.data(quartier, landlord=city))
        assert "landlord" in response.context["form"].errors

    def test_half_a_point_is_refused(self, coordination, martigues):
        data = self.data(QuartierFactory(commune=martigues), latitude="43.4")
        response = coordination.post(reverse("residences:add"), data)
        assert "Donnez latitude et longitude, ou aucune des deux." in response.content.decode()

    def test_a_quartier_of_another_commune_is_not_offered(self, coordination, vitrolles):
        response = coordination.post(reverse("residences:add"), self.data(QuartierFactory(commune=vitrolles)))
        assert "quartier" in response.context["form"].errors


class TestPartnerAndCommune:
    def test_a_partner_gets_an_address_of_its_own(self, administrator):
        for _ in range(2):
            administrator.post(reverse("partenaires:add"), {"name": "Étang Habitat", "kind": "landlord"})
        assert set(Partner.objects.values_list("slug", flat=True)) == {"etang-habitat", "etang-habitat-2"}

    def test_one_of_the_whole_portal_is_made_by_the_whole_portal(self, coordination):
        response = coordination.post(reverse("partenaires:add"), {"name": "L’État", "kind": "state"})
        assert "commune" in response.context["form"].errors

    def test_a_communes_code_is_for_ever(self, administrator):
        commune = CommuneFactory(code="SAL")
        data = {"name": "Salon", "slug": "autre", "code": "XYZ", "insee_code": "13103"}
        administrator.post(reverse("communes:edit", args=[commune.pk]), data)
        commune.refresh_from_db()
        assert (commune.name, commune.code) == ("Salon", "SAL")
        assert commune.slug != "autre"

    def test_a_commune_is_added(self, administrator):
        data = {"name": "Salon-de-Provence", "slug": "salon-de-provence", "code": "SAL", "insee_code": "13103"}
        administrator.post(reverse("communes:add"), data)
        assert Commune.objects.get().code == "SAL"
