"""The tree by which a convention orders its actions, and where each fiche stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cms.enums import FactState
from cms.models import ConventionPage, ProjectPage, Theme


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
    """Two queries."""
    found = Theme.objects.public().filter(page=page).only("parent_id", "label", "number", "title", "summary")
    rows = list(found.order_by("order", "id"))
    order = {row.pk: rank for rank, row in enumerate(rows)}
    pairs = ProjectPage.themes.through.objects.filter(theme__page=page, theme__state=FactState.VALIDATED)
    links: dict[int, list[int]] = {}
    for project, theme in pairs.order_by("projectpage_id").values_list("projectpage_id", "theme_id"):
        links.setdefault(project, []).append(theme)
    return Themes(rows, {project: sorted(themes, key=order.get) for project, themes in links.items()})


def _root(key, parents):
    seen = set()
    while parents.get(key) in parents:
        seen.add(key)
        key = parents[key]
        if key in seen:
            return min(seen)
    return key
