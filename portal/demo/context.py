from dataclasses import dataclass, field

from portal.demo.dates import Clock
from portal.demo.errors import DataError
from portal.demo.files import Files
from portal.demo.marks import Marks


@dataclass
class Load:
    """What one load knows: its files, its day, the rows already written, by the name the data files give them."""

    files: Files
    clock: Clock
    marks: Marks
    fresh: bool  # the database was empty: what migrations planted there belongs to the demonstration
    communes: dict = field(default_factory=dict)
    quartiers: dict = field(default_factory=dict)
    partners: dict = field(default_factory=dict)
    pictures: dict = field(default_factory=dict)
    conventions: dict = field(default_factory=dict)
    indexes: dict = field(default_factory=dict)
    home: object = None
    indexed: list = field(default_factory=list)

    def pick(self, table: str, key: str | None, where: str):
        """A row by its name; None for no name. Raises DataError for a name that no file gives."""
        if not key:
            return None
        try:
            return getattr(self, table)[key]
        except KeyError as error:
            raise DataError(where, f"« {key} » n’est dans aucun fichier") from error

    def pick_all(self, table: str, keys, where: str) -> list:
        return [self.pick(table, key, where) for key in keys]

    def texts(self, table: dict, where: str) -> dict:
        """The texts of a table with their dates filled in."""
        return {key: self.clock.fill(value, f"{where}.{key}") for key, value in table.items() if isinstance(value, str)}
