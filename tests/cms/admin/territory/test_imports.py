"""Importing by hand: a trial that writes nothing, then a deliberate yes."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.admin.territory import imports
from participation.territory.models import Quartier, Residence
from tests.cms.admin.asking import said
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory, QuartierStatusFactory, square

pytestmark = pytest.mark.django_db

RESIDENCES = reverse("imports:upload", args=["residences"])
PERIMETERS = reverse("imports:upload", args=["perimetres"])


@pytest.fixture
def table():
    quartier = QuartierFactory(name="Les Pins", commune=CommuneFactory(insee_code="13117"))
    PartnerFactory(name="Étang Habitat")
    lines = [
        "nom;bailleur;code_insee;quartier;logements;adresse;latitude;longitude",
        f"Les Cigales;Étang Habitat;13117;{quartier.name};80;;;",
        f"Les Bambous;Personne;13117;{quartier.name};20;;;",
    ]
    return "\n".join(lines).encode()


def send(client, url, data, **values):
    return client.post(url, {"file": SimpleUploadedFile("donnees.csv", data), **values})


def confirm(client, response, kind):
    return client.post(reverse("imports:confirm", args=[kind]), {"token": response.context["token"]})


def test_a_trial_says_what_would_happen_and_writes_nothing(administrator, table):
    response = send(administrator, RESIDENCES, table)
    text = response.content.decode()
    assert "Essai à blanc" in text
    assert "ligne 3" in text
    assert not Residence.objects.exists()


def test_a_yes_writes_the_good_lines_and_forgets_the_file(administrator, table):
    trial = send(administrator, RESIDENCES, table, source="Inventaire 2026")
    response = confirm(administrator, trial, "residences")
    residence = Residence.objects.get()
    assert (residence.name, residence.dwellings, residence.source) == ("Les Cigales", 80, "Inventaire 2026")
    assert "1 créé" in response.content.decode()
    assert storages["private"].listdir(imports.FOLDER)[1] == []


def test_a_yes_counts_once(administrator, table):
    trial = send(administrator, RESIDENCES, table)
    confirm(administrator, trial, "residences")
    again = confirm(administrator, trial, "residences")
    assert again.status_code == 302
    assert "expiré" in said(again)[-1]


def test_perimeters_are_recognised_by_their_code(administrator):
    status = QuartierStatusFactory(
        code="QN01320I", quartier=QuartierFactory(commune=CommuneFactory(insee_code="13056"))
    )
    feature = {
        "type": "Feature",
        "properties": {"code_qp": "QN01320I", "lib_qp": "Mas de Pouane", "insee_com": "13056"},
        "geometry": square(43.4, 5.05),
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    trial = send(administrator, PERIMETERS, data, source="ANCT, QPV 2024")
    assert Quartier.objects.get().perimeter is None
    confirm(administrator, trial, "perimetres")
    assert Quartier.objects.get(pk=status.quartier_id).perimeter["type"] == "Polygon"


@pytest.mark.parametrize("token", ["", "faux", "eyJmaWxlIjoiLi4vc2VjcmV0LmtleSJ9:1abc:xyz"])
def test_a_forged_yes_is_none(administrator, token):
    response = administrator.post(reverse("imports:confirm", args=["residences"]), {"token": token})
    assert "expiré" in said(response)[-1]


def test_a_yes_to_another_kind_of_file_is_none(administrator, table):
    trial = send(administrator, RESIDENCES, table)
    assert "expiré" in said(confirm(administrator, trial, "perimetres"))[-1]


def test_a_file_that_is_nothing_of_the_kind_is_explained(administrator):
    for url in (RESIDENCES, PERIMETERS):
        response = send(administrator, url, b"\x00\xff\x00 rien", source="?")
        assert response.status_code == 200
        assert response.context["report"].errors


def test_a_file_too_large_is_refused(administrator, monkeypatch):
    monkeypatch.setattr(imports, "MAX_BYTES", 10)
    response = send(administrator, RESIDENCES, b"x" * 11)
    assert "file" in response.context["form"].errors


def test_forgotten_files_go_with_the_next_trial(administrator, table, monkeypatch):
    send(administrator, RESIDENCES, table)
    later = timezone.now() + imports.KEEP + timedelta(minutes=1)
    monkeypatch.setattr(imports.timezone, "now", lambda: later)
    send(administrator, RESIDENCES, table)
    assert len(storages["private"].listdir(imports.FOLDER)[1]) == 1


def test_an_unknown_kind_is_nowhere(administrator):
    assert administrator.get("/admin/territoire/imports/autre/").status_code == 404
