"""The residences of a quartier by landlord, and totals that say what they leave out."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class ResidenceFact:
    id: int
    name: str
    dwellings: int | None
    address: str
    latitude: float | None
    longitude: float | None
    on_call_number: str
    lift_operator: str
    lift_operator_phone: str
    source: str


@dataclass(frozen=True, slots=True)
class DwellingTotal:
    """A sum of dwellings that never passes for complete: `unknown` residences have no figure in any document."""

    dwellings: int
    known: int
    unknown: int

    @property
    def residences(self) -> int:
        return self.known + self.unknown


@dataclass(frozen=True, slots=True)
class LandlordResidences:
    name: str
    display_name: str
    fictional: bool
    contact_phone: str
    residences: tuple[ResidenceFact, ...]

    @property
    def total(self) -> DwellingTotal:
        return _total(self.residences)

    @property
    def on_call_number(self) -> str:
        """The one number that answers for all its residences here; empty when they differ or one has none."""
        numbers = {residence.on_call_number for residence in self.residences}
        return numbers.pop() if len(numbers) == 1 else ""

    @property
    def lift_operator(self) -> tuple[str, str]:
        """Name and number of the one lift operator of all its residences here; empty when they differ."""
        operators = {(residence.lift_operator, residence.lift_operator_phone) for residence in self.residences}
        return operators.pop() if len(operators) == 1 else ("", "")


@dataclass(frozen=True, slots=True)
class ResidenceFacts:
    landlords: tuple[LandlordResidences, ...]
    sources: tuple[str, ...]

    @property
    def residences(self) -> tuple[ResidenceFact, ...]:
        return tuple(residence for landlord in self.landlords for residence in landlord.residences)

    @property
    def total(self) -> DwellingTotal:
        return _total(self.residences)


def residence_facts(residences: QuerySet) -> ResidenceFacts:
    """The given residences by landlord then name. One query."""
    rows = list(residences.select_related("landlord").order_by("landlord__name", "landlord_id", "name", "id"))
    landlords = tuple(
        LandlordResidences(
            name=landlord.name,
            display_name=landlord.display_name,
            fictional=landlord.fictional,
            contact_phone=landlord.contact_phone,
            residences=tuple(_fact(row) for row in group),
        )
        for landlord, group in groupby(rows, key=lambda row: row.landlord)
    )
    return ResidenceFacts(landlords, tuple(dict.fromkeys(row.source for row in rows if row.source)))


def _fact(row) -> ResidenceFact:
    return ResidenceFact(
        id=row.pk,
        name=row.name,
        dwellings=row.dwellings,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        on_call_number=row.on_call_number,
        lift_operator=row.lift_operator,
        lift_operator_phone=row.lift_operator_phone,
        source=row.source,
    )


def _total(residences) -> DwellingTotal:
    known = [residence.dwellings for residence in residences if residence.dwellings is not None]
    return DwellingTotal(sum(known), len(known), len(residences) - len(known))
