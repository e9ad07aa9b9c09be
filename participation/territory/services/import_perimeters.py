from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participation.base.geo.shapes import PerimeterError
from participation.territory.enums import StatusKind
from participation.territory.importers.matching import matched
from participation.territory.importers.perimeters import PerimeterFeature, read_perimeters
from participation.territory.importers.report import Fate, ImportReport
from participation.territory.models import Commune, Quartier, QuartierStatus
from participation.territory.services.quartiers import create_quartier, set_perimeter
from participation.territory.services.statuses import save_status

ANCT_SOURCE = "ANCT, QPV 2024, Licence Ouverte 2.0"
# Décrets n° 2023-1314 (France métropolitaine) and n° 2024-1212 (outre-mer).
IN_FORCE = date(2024, 1, 1)
IN_FORCE_OVERSEAS = date(2025, 1, 1)


class Refused(Exception):
    """One feature cannot be taken; the others can."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the features are compared with, read once."""

    communes: dict[str, Commune]
    by_code: dict[str, list[Quartier]]


def import_perimeters(
    data: bytes,
    *,
    create: bool = False,
    dry_run: bool = False,
    commune_codes: tuple[str, ...] = (),
    source: str = ANCT_SOURCE,
) -> ImportReport:
    """Give each quartier the perimeter that the file has under its QPV code.

    `create` adds the quartiers that are missing in the portal's communes, with their status. `commune_codes` (INSEE)
    keeps to these communes. Features of communes that the portal does not serve are ignored, those it cannot take are
    refused one by one, and the report says why. Never raises for what stands in the file.
    """
    report = ImportReport(dry_run=dry_run, written=not dry_run)
    read = read_perimeters(data)
    report.take_over(read.issues)
    with transaction.atomic():
        ground = _ground()
        wanted = _wanted(ground, commune_codes, report)
        for feature in read.features:
            quartiers = ground.by_code.get(feature.code, [])
            communes = {quartier.commune.insee_code for quartier in quartiers} | set(feature.insee_codes)
            if not communes & wanted:
                report.count(Fate.IGNORED)
                continue
            try:
                with transaction.atomic():
                    report.count(_take(feature, quartiers, ground, create, source))
            except (Refused, PerimeterError) as error:
                report.refuse(str(error), where=feature.where, position=feature.position)
            except ValidationError as error:
                report.refuse(" ".join(error.messages), where=feature.where, position=feature.position)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _ground():
    by_code = {}
    statuses = QuartierStatus.objects.qpv().select_related("quartier__commune").order_by("id")
    for status in statuses.defer("quartier__perimeter"):
        same = by_code.setdefault(status.code, [])
        if status.quartier not in same:
            same.append(status.quartier)
    return _Ground({commune.insee_code: commune for commune in Commune.objects.all()}, by_code)


def _wanted(ground, commune_codes, report):
    for code in commune_codes:
        if code not in ground.communes:
            report.error(_("Aucune commune du portail n’a le code INSEE %(code)s.") % {"code": code})
    return set(commune_codes) & set(ground.communes) if commune_codes else set(ground.communes)


def _take(feature: PerimeterFeature, quartiers, ground, create, source):
    perimeter = feature.perimeter()
    if quartiers:
        quartier = _whole(feature, quartiers)
        changed = set_perimeter(quartier=quartier, perimeter=perimeter, source=source)
        return Fate.CHANGED if changed else Fate.UNCHANGED
    if not create:
        raise Refused(_("aucun quartier n’a ce code ; ajoutez --create pour le créer."))
    commune = next(ground.communes[code] for code in feature.insee_codes if code in ground.communes)
    if not feature.name:
        raise Refused(_("l’objet n’a pas de nom (lib_qp)."))
    twin = next((one for one in commune.quartiers.all() if matched(one.name) == matched(feature.name)), None)
    if twin is not None:
        raise Refused(
            _("« %(name)s » existe déjà à %(commune)s sans ce code : donnez-lui ce statut, puis recommencez.")
            % {"name": twin.name, "commune": commune.name}
        )
    _create(feature, commune, ground, perimeter, source)
    return Fate.CREATED


def _whole(feature, quartiers):
    """The quartier prioritaire itself, not the smaller places that lie in it and carry its code too."""
    ids = {quartier.pk for quartier in quartiers}
    whole = [quartier for quartier in quartiers if quartier.within_id not in ids]
    if len(whole) == 1:
        return whole[0]
    names = ", ".join(f"« {quartier.name} »" for quartier in whole or quartiers)
    raise Refused(_("plusieurs quartiers ont ce code : %(names)s.") % {"names": names})


def _create(feature, commune, ground, perimeter, source):
    quartier = create_quartier(commune=commune, name=feature.name)
    others = [ground.communes[code] for code in feature.insee_codes if code in ground.communes]
    quartier.other_communes.set([other for other in others if other != commune])
    overseas = commune.insee_code.startswith(("97", "98"))
    save_status(
        quartier=quartier,
        kind=StatusKind.QPV,
        code=feature.code,
        label=feature.name,
        from_date=(IN_FORCE_OVERSEAS if overseas else IN_FORCE) if feature.code.startswith("QN") else None,
        source=source,
    )
    set_perimeter(quartier=quartier, perimeter=perimeter, source=source)
