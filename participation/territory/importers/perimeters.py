"""The ANCT's file of perimeters (GeoJSON, WGS 84): one feature a quartier prioritaire, known by its code.

Source of the property names: « Quartiers prioritaires de la politique de la ville (QPV) », data.gouv.fr; the 2015
edition wrote some of them otherwise.
"""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from participation.base.geo import shapes
from participation.territory.importers import cells
from participation.territory.importers.report import Issue
from participation.territory.importers.tables import decoded
from participation.territory.validators import QPV_CODE

MOST_BYTES = 200_000_000
PROPERTIES = {
    "code": ("code_qp", "codeqp", "code_qpv"),
    "name": ("lib_qp", "nom_qp", "nom_qpv"),
    "insee": ("insee_com", "code_insee", "com_insee"),
}


@dataclass(frozen=True, slots=True)
class PerimeterFeature:
    """`where`: « objet 3 (QN01320I) ». Its geometry is unchecked: most features of a national file are not ours."""

    position: int
    where: str
    code: str
    name: str
    insee_codes: tuple[str, ...]
    geometry: object

    def perimeter(self) -> dict:
        """The checked geometry. Raises `shapes.PerimeterError` with a French reason."""
        return shapes.validate_perimeter({"type": "Feature", "geometry": self.geometry})


@dataclass(frozen=True, slots=True)
class PerimeterFile:
    features: tuple[PerimeterFeature, ...]
    issues: tuple[Issue, ...]


def read_perimeters(data: bytes) -> PerimeterFile:
    """Every feature that has a code, and an issue for each that has none or repeats one. Never raises."""
    try:
        features = _features(data)
    except cells.BadCell as error:
        return PerimeterFile((), (Issue("", str(error)),))
    found, issues = {}, []
    for number, feature in enumerate(features, start=1):
        where = _("objet %(number)s") % {"number": number}
        try:
            read = _feature(feature, number, where)
        except cells.BadCell as error:
            issues.append(Issue(where, str(error), number))
            continue
        if read.code in found:
            message = _("le code figure déjà plus haut : %(where)s.") % {"where": found[read.code].where}
            issues.append(Issue(read.where, message, number))
        else:
            found[read.code] = read
    return PerimeterFile(tuple(found.values()), tuple(issues))


def _features(data):
    if len(data) > MOST_BYTES:
        raise cells.BadCell(_("Le fichier dépasse %(size)s Mo.") % {"size": MOST_BYTES // 1_000_000})
    try:
        content = json.loads(decoded(data))
    except (ValueError, RecursionError) as error:
        raise cells.BadCell(_("Ce n’est pas du GeoJSON : le texte ne se lit pas.")) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise cells.BadCell(_("Ce n’est pas une collection GeoJSON (FeatureCollection)."))
    if not features:
        raise cells.BadCell(_("Le fichier ne contient aucun objet."))
    return features


def _feature(feature, number, where):
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise cells.BadCell(_("l’objet n’a pas de propriétés."))
    lowered = {key.lower(): value for key, value in properties.items()}
    code = _text(lowered, "code", _("Le code"), 12).upper()
    if not QPV_CODE.fullmatch(code):
        named = cells.shown(code) or _("absent")
        raise cells.BadCell(_("le code du quartier prioritaire (code_qp) est %(code)s.") % {"code": named})
    return PerimeterFeature(
        position=number,
        where=f"{where} ({code})",
        code=code,
        name=_text(lowered, "name", _("Le nom"), 160),
        insee_codes=cells.insee_codes(_text(lowered, "insee", _("Le code INSEE"), 400)),
        geometry=feature.get("geometry"),
    )


def _text(properties, key, name, longest):
    value = next((properties[alias] for alias in PROPERTIES[key] if properties.get(alias) is not None), "")
    if isinstance(value, dict | list):
        raise cells.BadCell(_("%(name)s n’est pas un texte.") % {"name": name})
    return cells.text(str(value), name=name, longest=longest)
