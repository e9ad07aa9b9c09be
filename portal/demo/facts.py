"""The facts of a convention: the tree of its themes, who signs, the amounts it prints."""

from cms.models import BudgetLine, BudgetStatement, Signatory, Theme
from portal.demo.errors import DataError


def validated(load, offset=0):
    """A fact as the coordination validated it, last touched at `offset`."""
    at = load.clock.instant(offset)
    return {"validated_at": at, "updated_at": at}


def load_themes(load, page, rows, file):
    """The tree by which the document orders its actions; themes by the key the fiches use."""
    slug, wanted = page.slug, {}
    for index, row in enumerate(rows, 1):
        wanted[f"theme:{slug}/{row.get('key', index)}"] = {
            "page": page,
            "parent": None,
            "label": row["label"],
            "number": row.get("number", ""),
            "title": row["title"],
            "summary": row.get("summary", ""),
            "order": index,
            **validated(load),
        }
    found = load.marks.write_all(Theme, wanted)
    themes = {key.partition("/")[2]: theme for key, theme in found.items()}
    below, moved = {}, []
    for index, row in enumerate(rows, 1):
        theme = themes[str(row.get("key", index))]
        if "parent" in row:
            if row["parent"] not in themes:
                raise DataError(f"{file}, theme[{index}].parent", f"« {row['parent']} » n’est pas un thème")
            theme.parent = themes[row["parent"]]
            moved.append(theme)
        leaves = [{"label": "action", "title": title} for title in row.get("children", [])]
        leaves += [{"label": "chantier", **chantier} for chantier in row.get("chantier", [])]
        for order, leaf in enumerate(leaves, 1):
            below[f"theme:{slug}/{row.get('key', index)}/{order}"] = {
                "page": page,
                "parent": theme,
                "number": "",
                "summary": "",
                "order": order,
                **leaf,
                **validated(load),
            }
    Theme.objects.bulk_update(moved, ["parent"])
    load.marks.write_all(Theme, below)
    return themes


def load_signatories(load, page, rows, file):
    wanted = {
        f"signatory:{page.slug}/{row['partner']}": {
            "page": page,
            "partner": load.pick("partners", row["partner"], f"{file}, signatory[{index}].partner"),
            "function": row["function"],
            "order": index,
            **validated(load),
        }
        for index, row in enumerate(rows, 1)
    }
    load.marks.write_all(Signatory, wanted, natural=("page", "partner", "function"))


def load_budgets(load, page, rows, file):
    statements, lines = {}, {}
    for index, row in enumerate(rows, 1):
        statements[f"budget:{page.slug}/{index}"] = {
            "page": page,
            **{name: row.get(name) for name in ("title", "year", "source", "printed_total")},
            "explanation": row.get("explanation", ""),
            "order": index,
            **validated(load),
        }
    written = list(load.marks.write_all(BudgetStatement, statements).values())
    for index, row in enumerate(rows, 1):
        for order, line in enumerate(row["line"], 1):
            where = f"{file}, budget[{index}].line[{order}].quartier"
            lines[f"line:{page.slug}/{index}/{order}"] = {
                "statement": written[index - 1],
                "label": line["label"],
                "quartier": load.pick("quartiers", line.get("quartier"), where),
                "amount": line["amount"],
                "order": order,
                **validated(load),
            }
    load.marks.write_all(BudgetLine, lines)
