"""The residences' file: `nom;bailleur;code_insee;quartier;logements;adresse;latitude;longitude`, read line by line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from participation.base.geo.territories import in_france
from participation.territory.importers import cells
from participation.territory.importers.report import Issue
from participation.territory.importers.tables import Row, line_name, read_table

COLUMNS = {
    "nom": ("residence", "nom_residence", "nom_de_la_residence"),
    "bailleur": ("bailleur_social", "organisme"),
    "code_insee": ("insee", "insee_com", "code_commune", "codes_insee"),
    "quartier": ("nom_quartier", "code_qp"),
    "logements": ("nb_logements", "nombre_de_logements", "nombre_logements"),
    "adresse": ("adresse_postale",),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
}
REQUIRED = ("nom", "bailleur", "quartier")


@dataclass(frozen=True, slots=True)
class ResidenceRow:
    """One line, read but not yet compared with the database. Degrees WGS 84; None where the cell was empty."""

    line: int
    name: str
    landlord: str
    insee_codes: tuple[str, ...]
    quartier: str
    dwellings: int | None
    address: str
    latitude: float | None
    longitude: float | None

    @property
    def where(self) -> str:
        return line_name(self.line)


@dataclass(frozen=True, slots=True)
class ResidenceFile:
    rows: tuple[ResidenceRow, ...]
    issues: tuple[Issue, ...]


def read_residences(data: bytes) -> ResidenceFile:
    """Every line that reads, and an issue for each that does not. Never raises, whatever the bytes."""
    table = read_table(data, columns=COLUMNS, required=REQUIRED)
    rows, issues = [], list(table.issues)
    for row in table.rows:
        try:
            rows.append(_row(row))
        except cells.BadCell as error:
            issues.append(Issue(row.where, str(error), row.line))
    return ResidenceFile(tuple(rows), tuple(issues))


def _row(row: Row) -> ResidenceRow:
    def text(column, name, longest):
        return cells.text(row.cells.get(column, ""), name=name, longest=longest)

    def needed(column, name, longest):
        value = text(column, name, longest)
        if not value:
            raise cells.BadCell(_("%(name)s manque.") % {"name": name})
        return value

    latitude = cells.degrees(text("latitude", _("La latitude"), 40), name=_("Latitude"), limit=90)
    longitude = cells.degrees(text("longitude", _("La longitude"), 40), name=_("Longitude"), limit=180)
    _check_point(latitude, longitude)
    return ResidenceRow(
        line=row.line,
        name=needed("nom", _("Le nom"), 160),
        landlord=needed("bailleur", _("Le bailleur"), 200),
        insee_codes=cells.insee_codes(text("code_insee", _("Le code INSEE"), 200)),
        quartier=needed("quartier", _("Le quartier"), 200),
        dwellings=cells.dwellings(text("logements", _("Le nombre de logements"), 40)),
        address=text("adresse", _("L’adresse"), 250),
        latitude=latitude,
        longitude=longitude,
    )


def _check_point(latitude, longitude):
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        raise cells.BadCell(_("Donnez latitude et longitude, ou aucune des deux."))
    if in_france(latitude, longitude):
        return
    if in_france(longitude, latitude):
        raise cells.BadCell(_("Latitude et longitude sont inversées."))
    raise cells.BadCell(_("Ce point est hors de France."))
