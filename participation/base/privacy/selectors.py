import csv
import io
from dataclasses import dataclass

from django.apps import apps

from participation.base.privacy.register import PersonalField, entries

_HEADINGS = (
    "Données",
    "Champ",
    "Finalité",
    "Base légale",
    "Qui les voit",
    "Durée active",
    "Archivage intermédiaire",
    "Sort final",
)


@dataclass(frozen=True, slots=True)
class Held:
    """One declared field with the words a reader knows it by."""

    entry: PersonalField
    what: str
    label: str


@dataclass(frozen=True, slots=True)
class Purpose:
    purpose: str
    held: tuple[Held, ...]


def held() -> tuple[Held, ...]:
    return tuple(_named(entry) for entry in entries())


def by_purpose() -> tuple[Purpose, ...]:
    """The register as /confidentialite/ tells it: for each purpose, what is held. In the order of first declaration."""
    groups: dict[str, list[Held]] = {}
    for item in held():
        groups.setdefault(str(item.entry.purpose), []).append(item)
    return tuple(Purpose(purpose, tuple(items)) for purpose, items in groups.items())


def register_csv() -> bytes:
    """The register for a French spreadsheet: UTF-8 with BOM, semicolons, one field a line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for item in held():
        entry = item.entry
        writer.writerow(
            str(value)
            for value in (
                item.what,
                item.label,
                entry.purpose,
                entry.legal_basis.label,
                entry.seen_by,
                entry.active_period,
                entry.intermediate_period,
                entry.final_fate.label,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def _named(entry: PersonalField) -> Held:
    model = apps.get_model(entry.model_label)
    field = model._meta.get_field(entry.field)
    return Held(entry, str(model._meta.verbose_name), str(getattr(field, "verbose_name", entry.field)))
