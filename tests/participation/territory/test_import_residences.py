import io

import pytest
from django.core.management import call_command

from participation.territory.enums import PartnerKind
from participation.territory.models import Residence
from participation.territory.services import import_residences
from tests.factories.territory import CommuneFactory, PartnerFactory, QuartierFactory, QuartierStatusFactory, square

pytestmark = pytest.mark.django_db
HEADER = "nom;bailleur;code_insee;quartier;logements;adresse;latitude;longitude"
PINS = "Les Pins;LOGIREM;13117;Les Hermes;206;;;"


@pytest.fixture(autouse=True)
def ground():
    vitrolles = CommuneFactory(code="VIT", name="Vitrolles", insee_code="13117")
    QuartierFactory(commune=vitrolles, name="Les Hermes", perimeter=square(43.45, 5.24))
    PartnerFactory(name="LOGIREM", fictional=False)
    PartnerFactory(name="Phocéenne d’Habitation", fictional=False)
    PartnerFactory(name="Ville de Vitrolles", kind=PartnerKind.CITY, fictional=False)


def run(*lines, **options):
    return import_residences("\n".join([HEADER, *lines]).encode(), **options)


def messages(report):
    return [str(issue) for issue in report.in_order]


def test_a_second_import_changes_nothing():
    lines = (PINS, "Les Pins ;Phocéenne d'Habitation;13117;les hermès;97;1 rue des Pins;43,455;5,245")
    assert run(*lines, source="Charte").summary == "2 créés, 0 changé, 0 inchangé, 0 refusé."
    first = list(Residence.objects.order_by("pk").values())
    assert run(*lines, source="Charte").summary == "0 créé, 0 changé, 2 inchangés, 0 refusé."
    assert list(Residence.objects.order_by("pk").values()) == first
    found = Residence.objects.get(landlord__name="Phocéenne d’Habitation")
    assert (found.dwellings, found.latitude, found.longitude, found.source) == (97, 43.455, 5.245, "Charte")


def test_new_figures_change_the_line_and_empty_cells_do_not():
    run("Les Pins;LOGIREM;13117;Les Hermes;206;1 rue des Pins;43.455;5.245")
    assert run("Les Pins;LOGIREM;13117;Les Hermes;207;;;").summary == "0 créé, 1 changé, 0 inchangé, 0 refusé."
    residence = Residence.objects.get()
    assert (residence.dwellings, residence.address, residence.latitude) == (207, "1 rue des Pins", 43.455)


def test_each_mistake_has_its_line():
    report = run(
        PINS,
        "",
        "Sans bailleur;;13117;Les Hermes;;;;",
        "Faute;LOGIRAM;13117;Les Hermes;;;;",
        "Ailleurs;LOGIREM;75056;Les Hermes;;;;",
        "Quartier;LOGIREM;13117;Hermes;;;;",
        "Ville;Ville de Vitrolles;13117;Les Hermes;;;;",
        "Moitié;LOGIREM;13117;Les Hermes;12;;43,4;",
        "Inverse;LOGIREM;13117;Les Hermes;12;;5,24;43,45",
        "Mer;LOGIREM;13117;Les Hermes;12;;40;5",
        "Demi;LOGIREM;13117;Les Hermes;12,5;;;",
        "Trop;LOGIREM;13117;Les Hermes;12;;;;;;oups",
        "Code;LOGIREM;Vitrolles;Les Hermes;12;;;",
        "LES PINS;logirem;13117;Les Hermes;206;;;",
        "Nord;LOGIREM;13117;Les Hermes;1;;;abc",
    )
    assert messages(report) == [
        "ligne 4 : Le bailleur manque.",
        "ligne 5 : bailleur « LOGIRAM » inconnu. Peut-être « LOGIREM » ?",
        "ligne 6 : aucune commune du portail n’a le code INSEE 75056.",
        "ligne 7 : quartier « Hermes » inconnu. Peut-être « Les Hermes » ?",
        "ligne 8 : « Ville de Vitrolles » est connu, mais pas comme bailleur social.",
        "ligne 9 : Donnez latitude et longitude, ou aucune des deux.",
        "ligne 10 : Latitude et longitude sont inversées.",
        "ligne 11 : Ce point est hors de France.",
        "ligne 12 : « 12,5 » n’est pas un nombre entier de logements.",
        "ligne 13 : 11 cellules au lieu de 8 : un séparateur de trop ?",
        "ligne 14 : « Vitrolles » n’est pas un code INSEE de commune.",
        "ligne 15 : la même résidence figure déjà à la ligne 2.",
        "ligne 16 : Longitude « abc » n’est pas un nombre de degrés.",
    ]
    assert report.summary == "1 créé, 0 changé, 0 inchangé, 13 refusés."


def test_all_or_nothing():
    report = run(PINS, "Faute;LOGIRAM;13117;Les Hermes;;;;", all_or_nothing=True)
    assert report.summary.startswith("Rien n’est écrit, le fichier a des erreurs : 1 créé")
    assert not Residence.objects.exists()
    assert run(PINS, all_or_nothing=True).ok
    assert Residence.objects.exists()


def test_dry_run():
    report = run(PINS, dry_run=True)
    assert report.summary == "Essai à blanc, rien n’est écrit : 1 créé, 0 changé, 0 inchangé, 0 refusé."
    assert not Residence.objects.exists()


def test_a_point_outside_the_perimeter_is_doubted_not_refused():
    report = run("Les Pins;LOGIREM;13117;Les Hermes;206;;43,40;5,24")
    assert report.ok
    assert messages(report) == ["à vérifier, ligne 2 : le point est hors du périmètre de « Les Hermes »."]
    assert Residence.objects.exists()


class TestWhichQuartier:
    def test_two_of_the_same_name_need_the_commune(self):
        martigues = CommuneFactory(insee_code="13056", name="Martigues")
        QuartierFactory(commune=martigues, name="Les Hermès", slug="les-hermes-martigues")
        report = run("Les Pins;LOGIREM;;Les Hermes;;;;")
        assert "désigne plusieurs quartiers (Martigues, Vitrolles)" in messages(report)[0]
        assert run("Les Pins;LOGIREM;13056;Les Hermes;;;;").ok
        assert Residence.objects.get().quartier.commune.name == "Martigues"

    def test_a_quartier_over_two_communes_answers_for_both(self):
        shared = QuartierFactory(name="Partagé")
        shared.other_communes.add(CommuneFactory(insee_code="13056"))
        assert run("Les Pins;LOGIREM;13117,13056;Partagé;;;;").ok

    def test_by_code_the_whole_one_is_meant(self):
        whole = QuartierFactory(name="Secteur Centre")
        for quartier in (whole, QuartierFactory(within=whole)):
            QuartierStatusFactory(quartier=quartier, code="QN01317I")
        assert run("Les Pins;LOGIREM;;QN01317I;;;;").ok
        assert Residence.objects.get().quartier == whole


class TestHowFilesAreWritten:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_encoding_and_line_end(self, encoding, end):
        text = end.join([HEADER, "", "Les Hermès – Été;Phocéenne d’Habitation;13117;Les Hermes;97;;;", "", ""])
        assert import_residences(text.encode(encoding)).ok
        assert Residence.objects.get().name == "Les Hermès – Été"

    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_any_separator(self, delimiter):
        text = "\n".join([HEADER, "Les Pins;LOGIREM;13117;Les Hermes;206;;;"]).replace(";", delimiter)
        assert import_residences(text.encode()).ok
        assert Residence.objects.get().dwellings == 206

    def test_columns_in_any_order_and_others_besides(self):
        text = 'Quartier;"Logements";Étage;NOM;Code INSEE;Bailleur\nLes Hermes;1 206;3;"Pins ; nord";13117;logirem\n'
        assert import_residences(text.encode()).ok
        residence = Residence.objects.get()
        assert (residence.name, residence.dwellings) == ("Pins ; nord", 1206)

    @pytest.mark.parametrize(
        "cell",
        ['="13117"', '"=""13117"""', '="13117;13056"', '"13117, 13056"', "13117/13056", "13117 et 13056", "13117.0"],
    )
    def test_the_insee_cell_as_spreadsheets_leave_it(self, cell):
        CommuneFactory(insee_code="13056")
        report = run(f'="Les Pins";LOGIREM;{cell};Les Hermes;="206";;;')
        assert messages(report) == []
        assert (Residence.objects.get().name, Residence.objects.get().dwellings) == ("Les Pins", 206)

    def test_the_zero_that_a_spreadsheet_dropped(self):
        QuartierFactory(commune=CommuneFactory(insee_code="01053"), name="Ain")
        assert run("Les Pins;LOGIREM;1053;Ain;;;;").ok

    @pytest.mark.parametrize("cell", ["", "nc", "n.c.", "-", "–", '=""'])
    def test_an_unknown_number_stays_unknown(self, cell):
        assert run(f"Les Pins;LOGIREM;13117;Les Hermes;{cell};;;").ok
        assert Residence.objects.get().dwellings is None

    @pytest.mark.parametrize("cell", ["1 829", "1\u00a0829", "1\u202f829", "1829,0", "1829.00", '"1829"'])
    def test_numbers(self, cell):
        assert run(f"Les Pins;LOGIREM;13117;Les Hermes;{cell};;;").ok
        assert Residence.objects.get().dwellings == 1829

    @pytest.mark.parametrize("cell", ["-4", "1.829", "9" * 18, "1e3", "١٢", "2 000 000"])
    def test_not_numbers(self, cell):
        assert not run(f"Les Pins;LOGIREM;13117;Les Hermes;{cell};;;").ok
        assert not Residence.objects.exists()

    def test_a_cell_over_several_lines_keeps_the_count_of_lines(self):
        report = run('"Les\nPins";LOGIREM;13117;Les Hermes;206;;;', "Faute;X;13117;Les Hermes;;;;")
        assert messages(report)[0].startswith("ligne 4 : bailleur « X » inconnu.")
        assert Residence.objects.get().name == "Les Pins"

    def test_the_line_that_tells_excel_the_separator(self):
        assert import_residences(f"sep=;\r\n{HEADER}\r\n{PINS}\r\n".encode()).ok

    def test_a_short_line_has_empty_cells(self):
        assert run("Les Pins;LOGIREM;13117;Les Hermes").ok

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "Le fichier est vide."),
            (b"\n ; \n", "Le fichier est vide."),
            (b"a;b\n1;2\n", "ligne 1 : Colonne absente : nom, bailleur, quartier. Première ligne lue : « a ; b »."),
            (b"nom;nom;bailleur;quartier\n", "ligne 1 : La colonne « nom » figure deux fois."),
            (b"x" * 10_000_001, "Le fichier dépasse 10 Mo."),
        ],
    )
    def test_not_a_file_of_residences(self, data, message):
        report = import_residences(data)
        assert messages(report) == [message]
        assert not report.ok

    def test_an_open_quote_is_found(self):
        report = run(PINS, '"Les Pins;LOGIREM;13117;Les Hermes;206;;;', *["x" * 1000] * 140)
        assert messages(report) == ["ligne 3 : Illisible à partir d’ici : un guillemet n’est sans doute pas fermé."]
        assert Residence.objects.count() == 1


class TestCommand:
    def test_reads_a_file(self, tmp_path, capsys):
        path = tmp_path / "residences.csv"
        path.write_text(f"{HEADER}\n{PINS}\n", encoding="cp1252")
        call_command("import_residences", str(path), source="Charte GUSP")
        assert capsys.readouterr().out == "1 créé, 0 changé, 0 inchangé, 0 refusé.\n"
        assert Residence.objects.get().source == "Charte GUSP"

    def test_reads_the_standard_input(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{HEADER}\n{PINS}\n".encode())))
        call_command("import_residences", "-", "--dry-run")
        assert not Residence.objects.exists()

    def test_exits_with_one(self, tmp_path, capsys):
        path = tmp_path / "residences.csv"
        path.write_text(f"{HEADER}\n{PINS}\nFaute;X;13117;Les Hermes;;;;\n")
        with pytest.raises(SystemExit) as caught:
            call_command("import_residences", str(path), "--all-or-nothing")
        assert caught.value.code == 1
        assert "ligne 3 : bailleur « X » inconnu." in capsys.readouterr().err
        assert not Residence.objects.exists()
