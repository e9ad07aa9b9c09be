"""Councils over a year: seats, meetings, decisions and what became of them, and one resident who asks to join."""

import tomllib
from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from participation.accounts.models import User
from participation.councils import services
from participation.councils.enums import MeetingKind, MemberRole, Origin
from participation.councils.models import Council, Meeting, Membership
from participation.councils.selectors.joining import KIND
from portal.demo.life import reading

FILE = "life-councils.toml"


def load(load) -> None:
    data = tomllib.loads((load.files.folder / FILE).read_text(encoding="utf-8"))
    for row in data["council"]:
        _council(load, row, f"{FILE}, {row['slug']}")
    for row in data["event"]:
        _event(load, row["key"], row, f"{FILE}, {row['key']}")
    for row in data["series"]:
        for number in range(row["times"]):
            quartier = row["quartiers"][number % len(row["quartiers"])]
            one = {**row, "on": row["first"] + number * row["every"], "quartiers": [quartier]}
            _event(load, f"{row['key']}-{number}", one, f"{FILE}, {row['key']}")
    reading.forget_gone(KIND)


def _council(load, row, where):
    mark = f"life:councils:{row['slug']}"
    former = load.marks.find(mark, Council)
    if former is not None:
        former.delete()
    elif Council.objects.filter(slug=row["slug"]).exists():
        load.marks.left[Council] += 1
        return
    texts = {name: load.clock.fill(row[name], where) for name in ("fact", "presentation", "join_terms") if name in row}
    council = services.create_council(
        commune=load.pick("communes", row["commune"], where),
        name=row["name"],
        slug=row["slug"],
        kind=row["kind"],
        quartiers=load.pick_all("quartiers", row["quartiers"], where),
        colleges=[
            (college["kind"], college["seats"], load.clock.fill(college["note"], where)) for college in row["college"]
        ],
        **{name: row[name] for name in ("joining", "answer_days") if name in row},
        **texts,
    )
    load.marks.mark(mark, council)
    organiser = _seats(load, council, row, where)
    meetings = {one["key"]: _meeting(load, council, organiser, one, where) for one in row.get("meeting", [])}
    for one in row.get("decision", []):
        _decision(load, council, organiser, meetings[one["meeting"]], one, where)
    for one in row.get("opinion", []):
        _opinion(load, council, organiser, meetings[one["meeting"]], one, where)
    for one in row.get("request", []):
        asker = _user(load, one["user"])
        if asker is None:
            continue
        services.ask_to_join(
            council=council,
            user=asker,
            motivation=one["motivation"],
            at=load.clock.instant(one["asked"]),
        )


def _seats(load, council, row, where):
    """Members without an account, in bulk; the one who organises has one, and one of the seats."""
    since, origin = load.clock.at(row["drawn"]), Origin.DRAWN if row.get("organiser") else Origin.VOLUNTEER
    colleges = list(council.colleges.all())
    taken = {college["kind"]: college["taken"] for college in row["college"]}
    organiser = _user(load, row["organiser"]) if row.get("organiser") else None
    if organiser is not None:
        services.add_member(
            council=council,
            user=organiser,
            college=colleges[0],
            role=MemberRole.ORGANISER,
            origin=origin,
            from_date=since,
            at=load.clock.instant(row["drawn"]),
        )
        taken[colleges[0].kind] -= 1
    Membership.objects.bulk_create(
        Membership(council=council, college=college, from_date=since, origin=origin)
        for college in colleges
        for _seat in range(taken[college.kind])
    )
    return organiser


def _meeting(load, council, by, row, where):
    return _planned(load, f"{council.slug}/{row['key']}", row, where, by=by, council=council)


def _event(load, key, row, where):
    mark = f"life:event:{key}"
    former = load.marks.find(mark, Meeting)
    if former is not None:
        former.delete()
    event = _planned(
        load,
        f"event/{key}",
        row,
        where,
        by=None,
        commune=load.pick("communes", row["commune"], where),
        quartiers=load.pick_all("quartiers", row["quartiers"], where),
    )
    load.marks.mark(mark, event)
    if "cancelled" in row:
        services.cancel_meeting(meeting=event, by=None, reason=row["reason"], at=load.clock.instant(row["cancelled"]))


def _planned(load, key, row, where, **scope):
    """Announced a month before. Its identifier for calendars stays the same when the demonstration is loaded anew."""
    day = load.clock.at(row["on"])
    meeting = services.plan_meeting(
        title=row["title"],
        kind=row.get("kind", MeetingKind.COUNCIL),
        starts_at=_instant(day, row["at"]),
        ends_at=_instant(day, row["until"]),
        place=row["place"],
        access=load.clock.fill(row.get("access", ""), where),
        agenda=load.clock.fill(row.get("agenda", ""), where),
        is_open=row.get("open", True),
        at=load.clock.instant(min(row["on"] - 30, -5)),
        **scope,
    )
    meeting.uid = str(uuid5(NAMESPACE_URL, f"life:{key}"))
    meeting.save(update_fields=["uid"])
    return meeting


def _decision(load, council, by, meeting, row, where):
    decision = services.record_decision(
        council=council,
        by=by,
        meeting=meeting,
        text=row["text"],
        decided_on=timezone.localdate(meeting.starts_at),
        due_on=load.clock.at(row["due"]) if "due" in row else None,
        at=meeting.ends_at,
    )
    if row["state"] != "open":
        services.settle_decision(
            decision=decision,
            by=by,
            state=row["state"],
            outcome=load.clock.fill(row.get("outcome", ""), where),
            partner=load.pick("partners", row.get("partner"), where),
            on=load.clock.at(row["day"]),
            at=load.clock.instant(row["day"]),
        )


def _opinion(load, council, by, meeting, row, where):
    opinion = services.give_opinion(
        council=council,
        by=by,
        meeting=meeting,
        title=row["title"],
        addressed_to=load.pick("partners", row["to"], where),
        given_on=timezone.localdate(meeting.starts_at),
        answer_by=load.clock.late(row["late"]) if "late" in row else load.clock.at(row["answer_by"]),
        votes=tuple(row["votes"]),
        at=meeting.ends_at,
    )
    if "answer" in row:
        services.answer_opinion(
            opinion=opinion,
            by=by,
            answer=row["answer"],
            text=load.clock.fill(row["reply"], where),
            replied_on=load.clock.at(row["replied"]),
            at=load.clock.instant(row["replied"]),
        )


def _user(load, email):
    """The demonstration's account of this address; none when somebody else has it."""
    return load.marks.find(f"account:{email}", User)


def _instant(day, hour):
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))
