"""Comments under the invented convention, its fiches, news and quartiers, told through the services: written, read,
supported, answered, corrected; and discussions with their dates and their outcome."""

import tomllib
from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.models import NewsPage, ProjectPage
from participation.accounts.models import User
from participation.base.calendar import add_working_days
from participation.comments import services
from participation.comments.enums import State
from participation.comments.models import Discussion, PublicComment
from portal.demo.errors import DataError
from portal.demo.files import DATA
from portal.demo.life import reading

FILE = "life-comments.toml"
READER = "coordination@demo.example"
STAFF = {READER, "bailleur@demo.example"}
OTHERS = {"habitant@demo.example", "conseil@demo.example", "agent@demo.example"}


def load(load) -> None:
    table = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    marked = {name: load.marks.find(f"account:{name}", User) for name in STAFF | OTHERS}
    people = {name: user for name, user in marked.items() if user is not None}
    if not set(people) >= STAFF:
        return  # somebody else has these addresses: nobody would read or answer
    places = _places(load, table)
    for row in table["comment"]:
        _forget(load, f"life:comments:{row['key']}", PublicComment)
    for row in table["discussion"]:
        _forget(load, f"life:discussions:{row['key']}", Discussion)
    reading.forget_gone(services.KIND)  # or the same people would not be new to the queue any more
    # Keys follow the days: a thread reads by them. A discussion has no dates yet when people write in it.
    for row in sorted(table["comment"], key=lambda row: row["at"]):
        _comment(load, row, places, people)
    for row in table["discussion"]:
        _discussion(load, row, places, people[READER])


def _forget(load, key, model):
    former = load.marks.find(key, model)
    if former is not None:
        former.delete()


def _places(load, table) -> dict:
    """What one may write about, by the name the file gives it."""
    convention = load.pick("conventions", table["convention"], FILE)
    fiches = ProjectPage.objects.child_of(convention).select_related("lead")
    places = {f"fiche:{page.slug}": page for page in fiches}
    places |= {f"actualite:{page.slug}": page for page in NewsPage.objects.child_of(load.indexes["news"])}
    places |= {f"quartier:{slug}": quartier for slug, quartier in load.quartiers.items()}
    return {**places, "convention": convention}


def _place(row, places):
    name = f"fiche:{row['fiche']}" if "fiche" in row else row["on"]
    try:
        return places[name]
    except KeyError as error:
        raise DataError(f"{FILE}, {row['key']}", f"« {name} » n’existe pas") from error


def _comment(load, row, places, people):
    where, place, reader = f"{FILE}, {row['key']}", _place(row, places), people[READER]
    comment = _written(load, row, place, people, reader, None)
    load.marks.mark(f"life:comments:{row['key']}", comment)
    for reply in row.get("reply", ()):
        _written(load, reply, place, people, reader, comment)
    for name in row.get("support", ()):
        if name in people:
            services.support_comment(comment=comment, by=people[name], at=_instant(load, row["at"], 18))
    moved = row.get("moved")
    if moved and moved["by"] in people:
        services.reassign_comment(
            comment=comment,
            by=people[moved["by"]],
            service=moved.get("service", ""),
            partner=load.pick("partners", moved.get("partner"), where),
            reason=moved["reason"],
            at=_instant(load, moved["at"], 11),
        )
    if "answer" in row:
        _answered(load, row["answer"], comment, people, where)


def _answered(load, row, comment, people, where):
    answer = services.answer_officially(
        comment=comment,
        by=people[row["by"]],
        text=row["text"],
        service=row["service"],
        partner=load.pick("partners", row.get("partner"), where),
        at=_instant(load, row["at"], 15),
    )
    again = row.get("corrected")
    if again:
        at = _instant(load, again["at"], 15)
        services.correct_answer(answer=answer, by=people[again["by"]], text=again["text"], at=at)


def _written(load, row, place, people, reader, parent):
    """With an account it is public at once; without, it is confirmed within the hour and read the same day."""
    at = _instant(load, row["at"], 9)
    if row.get("by") in people:
        comment = services.write_comment(target=place, text=row["text"], user=people[row["by"]], parent=parent, at=at)
        if comment.state != State.HELD or row.get("held"):
            return comment
        return _read(comment, reader, at + timedelta(hours=2))  # the first of hers
    comment = services.write_comment(
        target=place, text=row["text"], name=row.get("name", ""), email="voisinage@demo.example", parent=parent, at=at
    )
    comment = services.confirm_comment(comment=comment, at=at + timedelta(minutes=20))
    if comment.state == State.PUBLISHED or row.get("held"):
        return comment
    return _read(comment, reader, at + timedelta(hours=2))


def _read(comment, reader, at):
    return reading.decide(comment, services.KIND, comment.pk, by=reader, at=at)


def _discussion(load, row, places, by):
    place, day = _place(row, places), load.clock.day
    first, last = (add_working_days(day, row[name]) if name in row else None for name in ("first", "last"))
    at = _instant(load, min(row.get("first", row["last"]), 0) - 1, 9)
    discussion = services.set_dates(target=place, by=by, first_day=first, last_day=last, at=at)
    if "outcome" in row:
        at = _instant(load, row["outcome_at"], 15)
        discussion = services.write_outcome(target=place, by=by, text=row["outcome"], at=at)
    load.marks.mark(f"life:discussions:{row['key']}", discussion)


def _instant(load, working_days: int, hour: int) -> datetime:
    day = add_working_days(load.clock.day, working_days)
    return timezone.make_aware(datetime.combine(day, time(hour)))
