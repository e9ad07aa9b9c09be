import shutil

import pytest

from portal.demo.errors import DataError
from portal.demo.files import DATA, Files


@pytest.fixture
def folder(tmp_path):
    """A copy of the data that a test may spoil."""
    return shutil.copytree(DATA, tmp_path / "data")


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("communes.toml", 'code = "MAR"', 'kode = "MAR"', r"communes\.toml, commune\[1\]\.kode : clé inconnue"),
        ("communes.toml", 'name = "Canto-Perdrix"\n', "", r"commune\[1\]\.quartier\[3\]\.name : la clé manque"),
        ("communes.toml", "population = 3401", 'population = "beaucoup"', r"population : un nombre entier"),
        ("communes.toml", 'slug = "boudeme"', 'slug = "Boudème"', r"slug : une adresse en minuscules"),
        ("communes.toml", 'note = "« Canourgues »', 'note = ""\nnot = "« Canourgues »', "clé inconnue"),
        ("partners.toml", 'name = "LOGIREM"', 'name = "  "', r"name : le texte est vide"),
        ("partners.toml", "[[partner]]", "[[partenaire]]", "partners.toml, partenaire : table inconnue"),
        ("partners.toml", "\nfictional = true", "\nfictional = 1", r"fictional : true ou false"),
        ("martigues-2016.toml", '"29174.12"', "29174.12", r"line\[1\]\.amount : un montant"),
        ("martigues-2016.toml", '"29174.12"', '"29 174"', r"line\[1\]\.amount : un montant"),
        ("news.toml", "day = -4", "day = 4", r"news\[1\]\.day : un nombre de jours de -720 à -1"),
        ("news.toml", "[[news.body]]", "[[news.body", "news.toml : le fichier ne se lit pas"),
        ("martigues-demonstration.toml", "late = 37", "late = 37\ndue = -50", r"« due » ou « late »"),
        ("martigues-demonstration.toml", "late = 37", "late = 37\ndone = -3", r"en retard n’est pas tenue"),
        ("martigues-demonstration.toml", "late = 37", "late = 0", "au moins un jour"),
        (
            "martigues-demonstration.toml",
            "done = -620\n",
            "",
            r"project\[1\]\.milestone\[1\]\.due : la date est passée",
        ),
        ("martigues-demonstration.toml", "due = 84", "due = 84\nnew_due = 90", "seule une étape en retard"),
        ("martigues-demonstration.toml", "due = 84", "due = 800", "un nombre de jours de 1 à 360"),
        ("martigues-demonstration.toml", 'evidence = "Calendrier affiché"', "", "a une preuve"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(folder, name, old, new, message):
    with pytest.raises(DataError, match=message):
        Files(spoil(folder, name, old, new))


def test_a_missing_file_is_named(folder):
    (folder / "salon.toml").unlink()
    with pytest.raises(DataError, match=r"salon\.toml : le fichier manque"):
        Files(folder)


@pytest.mark.parametrize("content", ["", "[]", '{"features": [{}], "attribution": "x"}', '{"features": []}'])
def test_perimeters_that_are_not_anct_s_are_refused(folder, content):
    (folder / "perimeters.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"perimeters\.geojson"):
        Files(folder).perimeters()


def test_residences_of_another_format_are_refused(folder):
    (folder / "residences-fictives.csv").write_text("nom;bailleur\nA;B\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"residences-fictives\.csv"):
        Files(folder).residences("residences-fictives.csv")
