"""The demonstration's data files, read and checked before a single row is written."""

import csv
import json
import tomllib
from pathlib import Path

from portal.demo import schema, tables
from portal.demo.errors import DataError

DATA = Path(__file__).parent / "data"
CSV_HEADER = ["nom", "bailleur", "code_insee", "quartier", "logements", "adresse", "latitude", "longitude"]


class Files:
    """Every file of the folder, as the schema promises them. Raises DataError, with the file and the key."""

    def __init__(self, folder: Path = DATA):
        self.folder = folder
        self.tables = {name: self._toml(name, spec) for name, spec in tables.FILES.items()}
        for name in tables.DOCUMENTS:
            for index, project in enumerate(self.tables[name].get("project", []), 1):
                _check_milestones(project, f"{name}, project[{index}]")

    def __getitem__(self, name: str) -> dict:
        return self.tables[name]

    def _toml(self, name, spec):
        try:
            value = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DataError(name, "le fichier manque") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError(name, f"le fichier ne se lit pas : {error}") from error
        kinds = {key.rstrip("?"): kind for key, kind in spec.items()}
        known = _known_tables(value, spec, name)
        return {key: schema.check(item, kinds[key], f"{name}, {key}") for key, item in known.items()}

    def perimeters(self) -> dict[str, dict]:
        """GeoJSON geometries by QPV code, and their attribution under the empty key."""
        name = "perimeters.geojson"
        try:
            collection = json.loads((self.folder / name).read_text(encoding="utf-8"))
            found = {feature["properties"]["code_qp"]: feature["geometry"] for feature in collection["features"]}
            return {**found, "": collection["attribution"]}
        except FileNotFoundError as error:
            raise DataError(name, "le fichier manque") from error
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(name, f"le fichier n’est pas celui attendu : {error!r}") from error

    def residences(self, name: str) -> list[dict]:
        """The lines of one CSV, as `import_residences` reads them."""
        try:
            with (self.folder / name).open(encoding="utf-8", newline="") as handle:
                reader = csv.DictReader(handle, delimiter=";", strict=True)
                lines = list(reader)
        except FileNotFoundError as error:
            raise DataError(name, "le fichier manque") from error
        if reader.fieldnames != CSV_HEADER:
            raise DataError(name, f"la première ligne n’est pas « {';'.join(CSV_HEADER)} »")
        return lines


def _known_tables(value, spec, name):
    unknown = sorted(set(value) - {key.rstrip("?") for key in spec})
    if unknown:
        raise DataError(f"{name}, {unknown[0]}", "table inconnue")
    missing = [key for key in spec if not key.endswith("?") and key not in value]
    if missing:
        raise DataError(f"{name}, {missing[0]}", "la table manque")
    return value


def _check_milestones(project, where):
    """A step is kept, late or to come: its dates must say exactly one of them on every day."""
    for index, step in enumerate(project.get("milestone", []), 1):
        place = f"{where}.milestone[{index}]"
        if ("due" in step) == ("late" in step):
            raise DataError(place, "« due » ou « late » est attendu, pas les deux")
        if "late" in step and ("done" in step or step["late"] < 1):
            raise DataError(f"{place}.late", "une étape en retard n’est pas tenue, et a au moins un jour de retard")
        if "done" in step and "evidence" not in step:
            raise DataError(f"{place}.evidence", "une étape tenue a une preuve")
        if "done" not in step and step.get("due", 1) < 0:
            raise DataError(f"{place}.due", "la date est passée : « done » ou « late » manque")
        if "new_due" in step and "late" not in step:
            raise DataError(f"{place}.new_due", "seule une étape en retard a une nouvelle date")
        if step.get("quartier") and step["quartier"] not in project.get("quartiers", []):
            raise DataError(f"{place}.quartier", "ce quartier n’est pas dans la fiche")
