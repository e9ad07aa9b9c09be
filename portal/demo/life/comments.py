"""Comments under the fiches of the invented convention, told through the services: written, read, answered."""

import tomllib
from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.models import ProjectPage
from participation.accounts.models import User
from participation.base.calendar import add_working_days
from participation.comments import services
from participation.comments.models import PublicComment
from portal.demo.errors import DataError
from portal.demo.files import DATA

FILE = "life-comments.toml"
READER = "coordination@demo.example"
STAFF = {READER, "bailleur@demo.example"}
WRITERS = {"habitant@demo.example", "conseil@demo.example"}


def load(load) -> None:
    table = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    marked = {name: load.marks.find(f"account:{name}", User) for name in STAFF | WRITERS}
    people = {name: user for name, user in marked.items() if user is not None}
    if not set(people) >= STAFF:
        return  # somebody else has these addresses: nobody would read or answer
    convention = load.pick("conventions", table["convention"], FILE)
    fiches = {page.slug: page for page in ProjectPage.objects.child_of(convention).select_related("lead")}
    for row in sorted(table["comment"], key=lambda row: row["at"]):  # keys follow the days: the thread reads by them
        _comment(load, row, fiches, people)


def _comment(load, row, fiches, people):
    key, where = f"life:comments:{row['key']}", f"{FILE}, {row['key']}"
    former = load.marks.find(key, PublicComment)
    if former is not None:
        former.delete()
    if row["fiche"] not in fiches:
        raise DataError(where, f"la fiche « {row['fiche']} » n’existe pas")
    reader = people[READER]
    comment = _written(load, row, fiches[row["fiche"]], people, reader, None)
    for reply in row.get("reply", ()):
        _written(load, reply, fiches[row["fiche"]], people, reader, comment)
    answer = row.get("answer")
    if answer:
        services.answer_officially(
            comment=comment,
            by=people[answer["by"]],
            text=answer["text"],
            service=answer["service"],
            partner=load.pick("partners", answer.get("partner"), where),
            at=_instant(load, answer["at"], 15),
        )
    load.marks.mark(key, comment)


def _written(load, row, fiche, people, reader, parent):
    """With an account it is public at once; without, it is confirmed within the hour and read the same day."""
    at = _instant(load, row["at"], 9)
    if row.get("by") in people:
        return services.write_comment(target=fiche, text=row["text"], user=people[row["by"]], parent=parent, at=at)
    comment = services.write_comment(
        target=fiche, text=row["text"], name=row.get("name", ""), email="voisinage@demo.example", parent=parent, at=at
    )
    comment = services.confirm_comment(comment=comment, at=at + timedelta(minutes=20))
    if row.get("held"):
        return comment
    return services.publish_comment(comment=comment, by=reader, at=at + timedelta(hours=2))


def _instant(load, working_days: int, hour: int) -> datetime:
    day = add_working_days(load.clock.day, working_days)
    return timezone.make_aware(datetime.combine(day, time(hour)))
