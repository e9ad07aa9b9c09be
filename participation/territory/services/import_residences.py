from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import Point, shape

from participation.territory.enums import PartnerKind
from participation.territory.importers.matching import matched, nearest
from participation.territory.importers.report import ImportReport
from participation.territory.importers.residences import ResidenceRow, read_residences
from participation.territory.models import Commune, Partner, Quartier, Residence
from participation.territory.services.residences import save_residence


class Refused(Exception):
    """One line cannot be taken; the others can."""


@dataclass
class _Ground:
    """What the lines are compared with, read once. Names are keys without accents, capitals and signs."""

    communes: dict[str, Commune]
    partners: dict[str, list[Partner]] = field(default_factory=dict)
    quartiers: dict[str, list[Quartier]] = field(default_factory=dict)
    communes_of: dict[int, set[int]] = field(default_factory=dict)
    residences: dict[tuple[int, int, str], Residence] = field(default_factory=dict)
    lines: dict[tuple[int, int, str], str] = field(default_factory=dict)


def import_residences(
    data: bytes, *, dry_run: bool = False, all_or_nothing: bool = False, source: str = ""
) -> ImportReport:
    """Create or bring up to date the residences of a CSV file; a second import of the same file changes nothing.

    A residence is known by its quartier, landlord and name. An empty cell never erases what is recorded. With
    `all_or_nothing` one refused line leaves the database as it was. Never raises for what stands in the file.
    """
    report = ImportReport(dry_run=dry_run)
    read = read_residences(data)
    report.take_over(read.issues)
    with transaction.atomic():
        ground = _ground()
        for row in read.rows:
            try:
                report.count(_take(row, ground, source, report))
            except Refused as error:
                report.refuse(str(error), where=row.where, position=row.line)
            except ValidationError as error:
                report.refuse(" ".join(error.messages), where=row.where, position=row.line)
        report.written = not dry_run and (report.ok or not all_or_nothing)
        if not report.written:
            transaction.set_rollback(True)
    return report


def _ground() -> _Ground:
    ground = _Ground({commune.insee_code: commune for commune in Commune.objects.all()})
    for partner in Partner.objects.all():
        for key in {matched(partner.name), matched(partner.short_name)} - {""}:
            ground.partners.setdefault(key, []).append(partner)
    quartiers = Quartier.objects.select_related("commune").prefetch_related("other_communes", "statuses")
    for quartier in quartiers:
        codes = {status.code for status in quartier.statuses.all()}
        for key in {matched(name) for name in (quartier.name, quartier.slug, *codes)} - {""}:
            ground.quartiers.setdefault(key, []).append(quartier)
        ground.communes_of[quartier.pk] = {quartier.commune_id, *(one.pk for one in quartier.other_communes.all())}
    for residence in Residence.objects.all():
        ground.residences[residence.quartier_id, residence.landlord_id, matched(residence.name)] = residence
    return ground


def _take(row: ResidenceRow, ground, source, report):
    quartier, landlord = _quartier(row, ground), _landlord(row, ground)
    key = (quartier.pk, landlord.pk, matched(row.name))
    if key in ground.lines:
        raise Refused(_("la même résidence figure déjà à la %(line)s.") % {"line": ground.lines[key]})
    ground.lines[key] = row.where
    _residence, fate = save_residence(
        quartier=quartier,
        landlord=landlord,
        name=row.name,
        residence=ground.residences.get(key),
        dwellings=row.dwellings,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        source=source,
    )
    if row.latitude is not None and not _near(quartier, row):
        message = _("le point est hors du périmètre de « %(name)s ».") % {"name": quartier.name}
        report.warn(message, where=row.where, position=row.line)
    return fate


def _quartier(row, ground):
    unknown = [code for code in row.insee_codes if code not in ground.communes]
    if unknown:
        raise Refused(_("aucune commune du portail n’a le code INSEE %(code)s.") % {"code": ", ".join(unknown)})
    wanted = {ground.communes[code].pk for code in row.insee_codes}

    def here(quartier):
        return not wanted or wanted & ground.communes_of[quartier.pk]

    found = [quartier for quartier in ground.quartiers.get(matched(row.quartier), []) if here(quartier)]
    if not found:
        known = {quartier.name for same in ground.quartiers.values() for quartier in same if here(quartier)}
        raise Refused(_unknown(_("quartier « %(name)s » inconnu.") % {"name": row.quartier}, row.quartier, known))
    # A code is carried by the quartier prioritaire and by what lies in it: the larger one is meant.
    ids = {quartier.pk for quartier in found}
    found = [quartier for quartier in found if quartier.within_id not in ids] or found
    if len(found) > 1:
        places = ", ".join(sorted({quartier.commune.name for quartier in found}))
        raise Refused(
            _("« %(name)s » désigne plusieurs quartiers (%(places)s) : donnez le code INSEE ou le code QPV.")
            % {"name": row.quartier, "places": places}
        )
    return found[0]


def _landlord(row, ground):
    found = ground.partners.get(matched(row.landlord), [])
    landlords = [partner for partner in found if partner.kind == PartnerKind.LANDLORD]
    if len(landlords) == 1:
        return landlords[0]
    if landlords:
        raise Refused(_("« %(name)s » désigne plusieurs bailleurs.") % {"name": row.landlord})
    if found:
        raise Refused(_("« %(name)s » est connu, mais pas comme bailleur social.") % {"name": found[0].name})
    known = {
        partner.name for same in ground.partners.values() for partner in same if partner.kind == PartnerKind.LANDLORD
    }
    raise Refused(_unknown(_("bailleur « %(name)s » inconnu.") % {"name": row.landlord}, row.landlord, known))


def _unknown(message, name, known):
    return f"{message} {nearest(name, sorted(known))}".strip()


def _near(quartier, row):
    """A centimetre of rounding is no reason to doubt a point."""
    if quartier.perimeter is None:
        return True
    return shape(quartier.perimeter).distance(Point(row.longitude, row.latitude)) < 1e-6
