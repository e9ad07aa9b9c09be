"""One file, one document: a convention with its facts and fiches, a deliberation, a fiche expérience."""

from cms.enums import ConventionKind, LifeCycle, Outcome
from cms.models import (
    ConventionPage,
    DeliberationPage,
    ExperiencePage,
    Milestone,
    ProjectPage,
)
from cms.models.projects import FICHE_FIELDS, OPTIONAL_FICHE_FIELDS
from portal.demo.errors import DataError
from portal.demo.facts import load_budgets, load_signatories, load_themes, validated
from portal.demo.ground import choice
from portal.demo.media import evidence_document
from portal.demo.pages import article, write_page
from portal.demo.richtext import rich

NOT_DRAFTED = "Inscrite dans la liste provisoire de la charte (annexe V). La fiche n’y est pas rédigée."


def load_document(load, file: str, written) -> None:
    table = load.files[file]
    if "convention" in table:
        page = _convention(load, file, table["convention"])
        themes = load_themes(load, page, table.get("theme", []), file)
        load_signatories(load, page, table.get("signatory", []), file)
        load_budgets(load, page, table.get("budget", []), file)
        for index, row in enumerate(table.get("project", []), 1):
            project = _project(load, page, themes, row, f"{file}, project[{index}]")
            _milestones(load, page, project, row, f"{file}, project[{index}]", written)
    if "deliberation" in table:
        _deliberation(load, file, table)
    if "experience" in table:
        _experience(load, file, table["experience"])


def _convention(load, file, row):
    where = f"{file}, convention"
    texts = load.texts(row, where)
    clock = load.clock
    fields = {
        **{name: row[name] for name in ("slug", "starts_on", "ends_on", "invented") if name in row},
        "kind": choice(ConventionKind, row["kind"], f"{where}.kind"),
        "commune": load.pick("communes", row.get("commune"), f"{where}.commune"),
        "parent_agreement": load.pick("conventions", row.get("follows"), f"{where}.follows"),
        "body": article(load, row.get("body", []), f"{where}.body"),
    }
    for name in ("title", "short_title", "intro", "period_label", "duration_text", "termination_text", "source"):
        fields[name] = texts.get(name, "")
    if "starts_year" in row:
        fields["starts_on"] = clock.day.replace(year=clock.year(row["starts_year"]), month=1, day=1)
        fields["ends_on"] = clock.day.replace(year=clock.year(row["ends_year"]), month=12, day=31)
    quartiers = load.pick_all("quartiers", row.get("quartiers", []), f"{where}.quartiers")
    page = write_page(
        load,
        f"page:{row['slug']}",
        ConventionPage,
        load.indexes["conventions"],
        fields,
        many={"quartiers": quartiers},
    )
    load.conventions[row["slug"]] = page
    return page


def _project(load, convention, themes, row, where):
    if row["theme"] not in themes:
        raise DataError(f"{where}.theme", f"« {row['theme']} » n’est pas un thème de cette convention")
    texts = load.texts(row, where)
    fields = {
        **{name: rich(texts[name]) if name in texts else "" for name in (*FICHE_FIELDS, *OPTIONAL_FICHE_FIELDS)},
        **{name: texts[name] for name in ("slug", "title")},
        "number": row.get("number", ""),
        "intro": texts.get("intro") or " ".join(filter(None, [NOT_DRAFTED, texts.get("detail", "")])),
        "lead": load.pick("partners", row.get("lead"), f"{where}.lead"),
        "life_cycle": choice(LifeCycle, row.get("life_cycle", LifeCycle.UNSTATED), f"{where}.life_cycle"),
    }
    many = {
        "themes": [themes[row["theme"]]],
        "quartiers": load.pick_all("quartiers", row.get("quartiers", []), f"{where}.quartiers"),
    }
    key, age = f"page:{convention.slug}/{row['slug']}", row.get("updated", 0)
    return write_page(load, key, ProjectPage, convention, fields, many=many, age=age)


def _milestones(load, convention, project, row, where, written):
    steps = row.get("milestone", [])
    if steps and not convention.invented:
        raise DataError(f"{where}.milestone", "un document réel n’a pas d’étapes suivies ici")
    if any("late" in step for step in steps) and not (project.lead and project.lead.fictional):
        raise DataError(f"{where}.lead", "un retard inventé n’appartient qu’à un partenaire inventé")
    wanted = {}
    for index, step in enumerate(steps, 1):
        place = f"{where}.milestone[{index}]"
        wanted[f"milestone:{convention.slug}/{project.slug}/{index}"] = {
            "project": project,
            "title": step["title"],
            "quartier": load.pick("quartiers", step.get("quartier"), f"{place}.quartier"),
            **milestone_days(step, load.clock),
            "status_note": load.clock.fill(step.get("note", ""), f"{place}.note"),
            "evidence_label": step.get("evidence", ""),
            "evidence_document": None,
            "weight": 1,
            "order": index,
            **validated(load, row.get("updated", 0)),
        }
    kept = [fields for fields in wanted.values() if fields["done_on"]]
    if kept:
        document = _evidence(load, project, kept, written)
        for fields in kept:
            fields["evidence_document"] = document
    load.marks.write_all(Milestone, wanted)


def milestone_days(step: dict, clock) -> dict:
    """The three days of one step: promised, promised anew, kept."""
    return {
        "due_on": clock.late(step["late"]) if "late" in step else clock.at(step["due"]),
        "new_due_on": clock.at(step["new_due"]) if "new_due" in step else None,
        "done_on": clock.at(step["done"]) if "done" in step else None,
    }


def _evidence(load, project, kept, written):
    lines = [
        "DÉMONSTRATION. Ce document est inventé : rien de ce qu’il dit n’est arrivé.",
        "",
        f"Preuves de la fiche n° {project.number}, « {project.title} »",
        "",
        *[f"- {fields['title']} : {fields['done_on']:%d/%m/%Y}. {fields['evidence_label']}." for fields in kept],
        "",
    ]
    return evidence_document(
        load,
        f"evidence:fiche-{project.number}",
        f"Preuves de la fiche n° {project.number} (démonstration)",
        "\n".join(lines),
        written,
    )


def _deliberation(load, file, table):
    row = table["deliberation"]
    where = f"{file}, deliberation"
    fields = {
        **row,
        "commune": load.pick("communes", row["commune"], f"{where}.commune"),
        "outcome": choice(Outcome, row["outcome"], f"{where}.outcome"),
        "convention": load.conventions.get(table.get("convention", {}).get("slug")),
        "body": article(load, row["body"], f"{where}.body"),
    }
    write_page(load, f"page:{row['slug']}", DeliberationPage, load.indexes["conventions"], fields)


def _experience(load, file, row):
    where = f"{file}, experience"
    quartiers = load.pick_all("quartiers", row["quartiers"], f"{where}.quartiers")
    fields = {
        **{name: value for name, value in row.items() if name != "quartiers"},
        "commune": load.pick("communes", row["commune"], f"{where}.commune"),
        "body": article(load, row["body"], f"{where}.body"),
    }
    write_page(
        load,
        f"page:{row['slug']}",
        ExperiencePage,
        load.indexes["conventions"],
        fields,
        many={"quartiers": quartiers},
    )
