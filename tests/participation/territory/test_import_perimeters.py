import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from participation.territory.enums import StatusKind
from participation.territory.models import Quartier, QuartierStatus
from participation.territory.services import import_perimeters
from tests.factories.territory import CommuneFactory, QuartierFactory, QuartierStatusFactory, square

pytestmark = pytest.mark.django_db


def feature(code="QN01320I", name="Mas de Pouane", insee="13056", geometry=None, **properties):
    return {
        "type": "Feature",
        "properties": {"code_qp": code, "lib_qp": name, "insee_com": insee, "insee_dep": insee[:2], **properties},
        "geometry": square(43.4, 5.0) if geometry is None else geometry,
    }


def file_of(*features):
    return json.dumps({"type": "FeatureCollection", "name": "qpv-2024", "features": features}).encode()


@pytest.fixture
def martigues():
    return CommuneFactory(code="MAR", name="Martigues", insee_code="13056")


@pytest.fixture
def quartier(martigues):
    return QuartierStatusFactory(
        quartier=QuartierFactory(commune=martigues, name="Mas de Pouane"), code="QN01320I"
    ).quartier


def test_the_code_finds_the_quartier(quartier):
    report = import_perimeters(file_of(feature(name="MAS DE POUANE")))
    assert report.summary == "0 créé, 1 changé, 0 inchangé, 0 refusé."
    quartier.refresh_from_db()
    assert quartier.perimeter == square(43.4, 5.0)
    assert quartier.perimeter_source == "ANCT, QPV 2024, Licence Ouverte 2.0"
    assert import_perimeters(file_of(feature())).summary == "0 créé, 0 changé, 1 inchangé, 0 refusé."


def test_a_dry_run_says_the_same_and_writes_nothing(quartier):
    report = import_perimeters(file_of(feature(), feature("QN01399I", "Nouveau")), create=True, dry_run=True)
    assert report.summary == "Essai à blanc, rien n’est écrit : 1 créé, 1 changé, 0 inchangé, 0 refusé."
    quartier.refresh_from_db()
    assert (quartier.perimeter, Quartier.objects.count()) == (None, 1)


def test_what_the_portal_does_not_serve_is_ignored(quartier):
    elsewhere = feature("QN07501I", "Paris", "75118", {"type": "Point", "coordinates": []})
    report = import_perimeters(file_of(feature(), elsewhere))
    assert report.ok
    assert report.summary.endswith("1 ignoré.")


def test_only_the_communes_asked_for(quartier):
    other = QuartierStatusFactory(
        quartier=QuartierFactory(commune=CommuneFactory(insee_code="13117")), code="QN01318I"
    ).quartier
    data = file_of(feature(), feature("QN01318I", "La Frescoule", "13117", square(43.5, 5.2)))
    report = import_perimeters(data, commune_codes=("13117",))
    quartier.refresh_from_db()
    other.refresh_from_db()
    assert (quartier.perimeter, other.perimeter) == (None, square(43.5, 5.2))
    assert report.ok
    report = import_perimeters(data, commune_codes=("99999",))
    assert [str(issue) for issue in report.errors] == ["Aucune commune du portail n’a le code INSEE 99999."]


def test_a_missing_quartier_is_refused_or_created(martigues):
    data = file_of(feature("QN01370N", "Boudème-Les Deux Portes"))
    report = import_perimeters(data)
    assert [str(issue) for issue in report.errors] == [
        "objet 1 (QN01370N) : aucun quartier n’a ce code ; ajoutez --create pour le créer."
    ]
    assert import_perimeters(data, create=True).ok
    status = QuartierStatus.objects.get()
    assert (status.kind, status.code, status.from_date) == (StatusKind.QPV, "QN01370N", date(2024, 1, 1))
    assert status.quartier.slug == "boudeme-les-deux-portes"
    assert import_perimeters(data, create=True).summary == "0 créé, 0 changé, 1 inchangé, 0 refusé."


def test_overseas_the_list_began_a_year_later():
    CommuneFactory(insee_code="97411")
    data = file_of(feature("QN97401I", "Bas de la Rivière", "97411", square(-20.9, 55.4)))
    assert import_perimeters(data, create=True).ok
    assert QuartierStatus.objects.get().from_date == date(2025, 1, 1)


def test_a_quartier_over_two_communes(martigues):
    neighbour = CommuneFactory(insee_code="13077")
    assert import_perimeters(file_of(feature(insee="13056, 13077")), create=True).ok
    created = Quartier.objects.get()
    assert (created.commune, list(created.other_communes.all())) == (martigues, [neighbour])


def test_a_namesake_is_not_doubled(martigues):
    QuartierFactory(commune=martigues, name="Mas-de-Pouane")
    report = import_perimeters(file_of(feature()), create=True)
    assert "« Mas-de-Pouane » existe déjà" in str(report.errors[0])
    assert Quartier.objects.count() == 1


def test_the_whole_one_takes_the_perimeter_not_its_parts(quartier):
    part = QuartierFactory(commune=quartier.commune, within=quartier)
    QuartierStatusFactory(quartier=part, code="QN01320I")
    assert import_perimeters(file_of(feature())).ok
    part.refresh_from_db()
    quartier.refresh_from_db()
    assert (part.perimeter, quartier.perimeter) == (None, square(43.4, 5.0))


def test_two_quartiers_with_one_code_are_not_guessed_between(quartier):
    QuartierStatusFactory(quartier=QuartierFactory(commune=quartier.commune), code="QN01320I")
    report = import_perimeters(file_of(feature()))
    assert "plusieurs quartiers ont ce code" in str(report.errors[0])
    assert not Quartier.objects.with_perimeter().exists()


def test_one_bad_feature_does_not_stop_the_others(quartier):
    crossed = {"type": "Polygon", "coordinates": [[[5, 43], [5.1, 43.1], [5.1, 43], [5, 43.1], [5, 43]]]}
    report = import_perimeters(
        file_of(
            {"type": "Feature", "geometry": None},
            feature("ABC"),
            feature(),
            feature(),
            feature("QN01321I", "Croisé", geometry=crossed),
            feature("QN01322M", "Sans tracé", geometry={}),
            feature("QN01323M", ""),
        ),
        create=True,
    )
    assert [str(issue) for issue in report.in_order] == [
        "objet 1 : l’objet n’a pas de propriétés.",
        "objet 2 : le code du quartier prioritaire (code_qp) est ABC.",
        "objet 4 (QN01320I) : le code figure déjà plus haut : objet 3 (QN01320I).",
        "objet 5 (QN01321I) : Le contour se croise lui-même, près du point latitude 43,05000, longitude 5,05000.",
        "objet 6 (QN01322M) : Un périmètre est un Polygon ou un MultiPolygon, pas « type inconnu ».",
        "objet 7 (QN01323M) : l’objet n’a pas de nom (lib_qp).",
    ]
    assert report.summary == "0 créé, 1 changé, 0 inchangé, 6 refusés."


def test_lambert_93_is_explained(quartier):
    metres = {
        "type": "Polygon",
        "coordinates": [[[872000, 6256000], [872100, 6256000], [872100, 6256100], [872000, 6256000]]],
    }
    assert "Lambert 93" in str(import_perimeters(file_of(feature(geometry=metres))).errors[0])


def test_the_names_of_the_2015_file_are_known(quartier):
    old = {"type": "Feature", "properties": {"CODE_QP": "qn01320i", "NOM_QP": "x"}, "geometry": square(43.4, 5.0)}
    assert import_perimeters(file_of(old)).summary == "0 créé, 1 changé, 0 inchangé, 0 refusé."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Ce n’est pas du GeoJSON : le texte ne se lit pas."),
        (b"[" * 100_000, "Ce n’est pas du GeoJSON : le texte ne se lit pas."),
        (b"[1]", "Ce n’est pas une collection GeoJSON (FeatureCollection)."),
        (b'{"features": []}', "Le fichier ne contient aucun objet."),
    ],
)
def test_not_a_file_of_perimeters(data, message):
    report = import_perimeters(data)
    assert [str(issue) for issue in report.errors] == [message]


class TestCommand:
    def test_prints_a_summary(self, quartier, tmp_path, capsys):
        path = tmp_path / "qpv.geojson"
        path.write_bytes(b"\xef\xbb\xbf" + file_of(feature()))
        call_command("import_perimeters", str(path), "--dry-run")
        assert capsys.readouterr().out.startswith("Essai à blanc, rien n’est écrit : 0 créé, 1 changé")
        call_command("import_perimeters", str(path), source="Ville de Martigues", commune_code=["13056"])
        quartier.refresh_from_db()
        assert quartier.perimeter_source == "Ville de Martigues"

    def test_exits_with_one_when_something_was_refused(self, martigues, tmp_path, capsys):
        path = tmp_path / "qpv.geojson"
        path.write_bytes(file_of(feature()))
        with pytest.raises(SystemExit) as caught:
            call_command("import_perimeters", str(path))
        assert caught.value.code == 1
        assert "objet 1 (QN01320I)" in capsys.readouterr().err

    def test_no_such_file(self, tmp_path):
        with pytest.raises(CommandError, match="le fichier n’existe pas"):
            call_command("import_perimeters", str(tmp_path / "rien.geojson"))
        with pytest.raises(CommandError, match="Impossible de lire"):
            call_command("import_perimeters", str(tmp_path))
