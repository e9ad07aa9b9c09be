"""The charter of moderation as a page, the settings that name it, a year of reports that were read, and a few comments
that were refused."""

import tomllib
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from cms.models import ProjectPage, StandardPage
from participation.accounts.models import User
from participation.base.calendar import add_working_days
from participation.comments import services as comments
from participation.comments.models import PublicComment
from participation.moderation.enums import CaseState, Decision, Rule, Verb
from participation.moderation.models import Case, CaseEvent, ModerationSettings
from participation.moderation.workflow import rank_of
from participation.reports.models import Report
from portal.demo.errors import DataError
from portal.demo.files import DATA
from portal.demo.life import reading
from portal.demo.life.reports import PREFIX
from portal.demo.pages import article, write_page

FILE = "life-moderation.toml"
PAGE, SETTINGS = "page:charte-de-moderation", "life:moderation:settings"
READER, READ = "account:coordination@demo.example", "life:moderation:read:"
SEED = 20_260_324
REPORT = "signalement"
MONTHS_AGO, SLOWER = 4, 4


def load(load) -> None:
    table = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    for kind in (comments.KIND, REPORT):
        reading.forget_gone(kind)
    texts = load.texts(table["charter"], FILE)
    fields = {name: texts[name] for name in ("title", "slug", "intro")}
    fields["body"] = article(load, table["charter"]["body"], f"{FILE}, charter.body")
    write_page(load, PAGE, StandardPage, load.home, fields)
    _settings(load, table["settings"])
    reader = load.marks.find(READER, User)
    if reader is not None:
        _read(load, reader)
        for row in sorted(table["refused"], key=lambda row: row["at"]):
            _refused(load, row, reader)


def _settings(load, row) -> None:
    """What a commune entered stays as it is."""
    settings = ModerationSettings.objects.first()
    if settings is not None and SETTINGS not in load.marks.rows and not load.fresh:
        load.marks.left[ModerationSettings] += 1
        return
    settings = settings or ModerationSettings()
    settings.agents = "\n".join(row["agents"])
    settings.outside_name, settings.outside_email = row["outside_name"], row["outside_email"]
    settings.charter_page_id = load.marks.find(PAGE, StandardPage).pk
    settings.save()
    load.marks.mark(SETTINGS, settings)


def _refused(load, row, reader) -> None:
    """Written without an account, confirmed, read, and not published."""
    key = f"life:moderation:{row['key']}"
    former = load.marks.find(key, PublicComment)
    if former is not None:
        Case.objects.filter(kind=comments.KIND, key=str(former.pk)).delete()
        former.delete()
    fiche = ProjectPage.objects.filter(slug=row["fiche"], url_path__contains="/cinq-quartiers-de-martigues/").first()
    if fiche is None:
        raise DataError(f"{FILE}, {row['key']}", f"la fiche « {row['fiche']} » n’existe pas")
    day = add_working_days(load.clock.day, row["at"])
    at = timezone.make_aware(datetime.combine(day, time(9)))
    comment = comments.write_comment(
        target=fiche, text=row["text"], name=row["name"], email=f"{row['key']}@demo.example", at=at
    )
    comment = comments.confirm_comment(comment=comment, at=at + timedelta(minutes=20))
    reading.decide(
        comment,
        comments.KIND,
        comment.pk,
        by=reader,
        at=at + timedelta(minutes=20, hours=row["hours"]),
        decision=Decision.REFUSE,
        ground=row["ground"],
        reason=row["reason"],
    )
    load.marks.mark(key, comment)


def _read(load, reader) -> None:
    """Every other report that everybody sees was read before: some within the hour, one month after a day."""
    slow = (load.clock.day.month - 1 - MONTHS_AGO) % 12 + 1
    former = [row.object_id for key, row in load.marks.rows.items() if key.startswith(READ)]
    Case.objects.filter(pk__in=former).delete()
    held = set(Case.objects.filter(kind=REPORT).values_list("key", flat=True))
    rng = Random(SEED)  # noqa: S311 - a demonstration is the same every time
    ours = [row.object_id for key, row in load.marks.rows.items() if key.startswith(PREFIX)]
    reports = Report.objects.public().filter(pk__in=ours, text_published=True).exclude(reference__in=held)
    wanted, times = {}, {}
    for reference, commune, at in reports.order_by("pk").values_list("reference", "commune", "reported_at"):
        hours = rng.lognormvariate(1.2, 0.9) * (SLOWER if timezone.localtime(at).month == slow else 1)
        read_at = at + timedelta(hours=hours)
        if rng.random() < 0.5 or read_at > load.clock.instant(0):
            continue
        times[READ + reference] = at, read_at
        wanted[READ + reference] = {
            "kind": REPORT,
            "key": reference,
            "commune_id": commune,
            "state": CaseState.CLOSED,
            "rule": Rule.ALWAYS,
            "rules": [Rule.ALWAYS],
            "rank": rank_of([Rule.ALWAYS]),
            "held_at": at,
            "decision": Decision.PUBLISH,
            "decided_by": reader,
            "decided_at": read_at,
            "apply_at": read_at,
            "applied_at": read_at,
            "version": 3,
        }
    cases = load.marks.write_all(Case, wanted)
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, verb=verb, at=at, **values)
        for key, case in cases.items()
        for verb, at, values in (
            (Verb.HELD, times[key][0], {"rule": Rule.ALWAYS}),
            (Verb.PUBLISHED, times[key][1], {"actor": reader, "role": "gusp_coordinator"}),
        )
    )
