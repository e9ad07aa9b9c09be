"""The tree by which a convention orders its actions, and where each fiche stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cms.models import ConventionPage, Theme

_FIELDS = ("id", "parent_id", "label", "number", "title", "summary")


@dataclass(frozen=True)
class Themes:
    """`rows`: public themes in the convention's order. `links`: the themes of each fiche, in the same order."""

    rows: Sequence[Theme]
    links: Mapping[int, Sequence[int]]

    @cached_property
    def roots(self) -> dict[int, int]:
        """The theme at the top, for each theme.

        A theme whose parent is not public is at the top itself. In a loop (two themes each in the other) the one with
        the smallest id is.
        """
        parents = {row.pk: row.parent_id for row in self.rows}
        return {key: _root(key, parents) for key in parents}

    @cached_property
    def at_the_top(self) -> list[Theme]:
        return [row for row in self.rows if self.roots[row.pk] == row.pk]

    @cached_property
    def children(self) -> dict[int, list[Theme]]:
        found: dict[int, list[Theme]] = {}
        for row in self.rows:
            if self.roots[row.pk] != row.pk:
                found.setdefault(row.parent_id, []).append(row)
        return found

    @cached_property
    def root_of_project(self) -> dict[int, int]:
        """The one theme in which a fiche's steps count: the first of its own, at the top of the tree."""
        return {project: self.roots[themes[0]] for project, themes in self.links.items() if themes}

    @cached_property
    def projects_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for project, themes in self.links.items():
            for theme in themes:
                found.setdefault(theme, []).append(project)
        return found


def themes_of(page: ConventionPage) -> Themes:
    """One query: a theme comes once for each fiche in it, and once where there is none."""
    found = Theme.objects.public().filter(page=page).order_by("order", "id", "projects")
    rows: dict[int, Theme] = {}
    links: dict[int, list[int]] = {}
    for project, key, *values in found.values_list("projects", *_FIELDS):
        if key not in rows:
            rows[key] = Theme(**dict(zip(_FIELDS, (key, *values), strict=True)))
        if project is not None:
            links.setdefault(project, []).append(key)
    return Themes(list(rows.values()), links)


def _root(key, parents):
    seen = set()
    while parents.get(key) in parents:
        seen.add(key)
        key = parents[key]
        if key in seen:
            return min(seen)
    return key
