"""The reports that are told one by one: the dark passage first."""

from participation.reports.enums import Verb
from portal.demo.errors import DataError
from portal.demo.life.report_drafts import before, received

_HOUR = 8


def stories(rows, ground):
    for row in rows:
        where = f"life-reports.toml, {row['key']}"
        quartier = ground.pick("quartiers", row["quartier"])
        if row["category"] not in ground.categories:
            raise DataError(f"{where}.category", f"« {row['category']} » n’est pas une catégorie")
        draft = received(
            row["key"],
            quartier=quartier,
            category=ground.categories[row["category"]],
            at=ground.instant(row["reported"], _HOUR),
            place=row["place"],
            text=row["text"],
            residence=_residence(row, quartier, ground),
            point=row.get("point"),
        )
        draft.reporter, draft.picture = row.get("reporter", ""), row.get("photo", "")
        _tell(draft, row, ground)
        yield draft


def _tell(draft, row, ground) -> None:
    moments = [
        ground.instant(step["at"], step.get("hour", _HOUR + 2 + index)) for index, step in enumerate(row["steps"])
    ]
    read = before(moments[0]) if moments else ground.instant(row["reported"], _HOUR + 8)
    draft.publish(read, row["title"])
    for step, at in zip(row["steps"], moments, strict=True):
        draft.do(
            Verb(step["verb"]),
            at,
            partner=ground.pick("partners", step.get("partner")),
            text=step.get("text", ""),
            on=ground.day(step["on"]) if "on" in step else None,
            answer=step.get("answer", ""),
        )


def _residence(row, quartier, ground):
    if not row.get("residence"):
        return None
    slugs = [step["partner"] for step in row["steps"] if "partner" in step]
    return ground.residences.get((quartier.pk, ground.pick("partners", slugs[0]).pk))
