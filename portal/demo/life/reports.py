"""A year of invented reports: a few told one by one, the others drawn in bulk with a fixed seed.

Every move goes through `workflow.advance`, as in the services: what is written here is what the portal could have
written. Only invented partners have delays, refusals and silences.
"""

import tomllib
from random import Random

from django.core.files.base import ContentFile
from django.db import transaction

from participation.accounts.models import User
from participation.base.media.services import publish_copy, unpublish
from participation.base.media.storages import private_storage
from participation.reports import services
from participation.reports.enums import Visibility
from participation.reports.models import (
    Category,
    ReferenceCounter,
    Report,
    ReportContact,
    ReportEvent,
    ReportPhoto,
    ReportText,
)
from participation.territory.models import Residence
from portal.demo.errors import DataError
from portal.demo.files import DATA
from portal.demo.life.report_crowd import crowd
from portal.demo.life.report_drafts import Draft, Ground
from portal.demo.life.report_pictures import PICTURES
from portal.demo.life.report_stories import stories

SEED = 20_260_324
FILE = "life-reports.toml"
PREFIX = "life:reports:"


def load(load) -> None:
    former = _forget_former(load)
    written = drafts(load)
    _give_references(written, former)
    _write(written, load)
    for draft in written:
        load.marks.mark(f"{PREFIX}{draft.key}", draft.report)
    services.hold_unread()


def drafts(load) -> list[Draft]:
    """Everything in memory, in the order it came in: keys, and so pages of the list, follow."""
    tables = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    ground = _ground(load)
    rng = Random(SEED)  # noqa: S311 - a demonstration is the same every time
    found = [*stories(tables["story"], ground), *crowd(tables, ground, rng)]
    return sorted(found, key=lambda draft: draft.report.reported_at)


def _ground(load) -> Ground:
    residences = Residence.objects.filter(landlord__fictional=True).select_related("landlord")
    return Ground(
        clock=load.clock,
        quartiers=load.quartiers,
        partners=load.partners,
        categories={category.key: category for category in Category.objects.all()},
        residences={(row.quartier_id, row.landlord_id): row for row in residences},
        pick=lambda table, key: load.pick(table, key, FILE),
    )


def _forget_former(load) -> dict[str, str]:
    """Remove what an earlier load wrote and return its references by key: a number once given stays."""
    keys = {row.object_id: key.removeprefix(PREFIX) for key, row in load.marks.rows.items() if key.startswith(PREFIX)}
    reports = Report.objects.filter(pk__in=keys)
    former = {keys[report.pk]: report.reference for report in reports}
    for photo in ReportPhoto.objects.filter(report__in=keys):
        names = photo.file.name, photo.public_name
        transaction.on_commit(lambda names=names: _remove_files(*names))
    reports.delete()
    return former


def _remove_files(private: str, public: str) -> None:
    private_storage().delete(private)
    unpublish(public)


def _give_references(drafts, former) -> None:
    counters = {}
    for draft in drafts:
        report = draft.report
        year = report.reported_at.year
        start = f"{report.commune.code}-{year % 100:02d}-"
        known = former.get(draft.key, "")
        if known.startswith(start):
            report.reference = known
            continue
        counter = counters.get((report.commune, year))
        if counter is None:
            counter, _new = ReferenceCounter.objects.get_or_create(commune=report.commune, year=year)
            counters[report.commune, year] = counter
        counter.last += 1
        report.reference = f"{start}{counter.last:06d}"
    ReferenceCounter.objects.bulk_update(counters.values(), ["last"])


def _write(drafts, load) -> None:
    Report.objects.bulk_create(draft.report for draft in drafts)
    events = [event for draft in drafts for event in draft.events]
    for draft in drafts:
        for row in (*draft.events, *draft.texts):
            row.report = draft.report
    ReportEvent.objects.bulk_create(events)
    texts = [text for draft in drafts for text in draft.texts]
    for text in texts:
        text.event = text.event  # its key is known by now
    ReportText.objects.bulk_create(texts)
    ReportContact.objects.bulk_create(_contact(draft, load) for draft in drafts if draft.reporter)
    ReportPhoto.objects.bulk_create(photo for draft in drafts for photo in _photos(draft))


def _contact(draft, load) -> ReportContact:
    user = load.marks.find(f"account:{draft.reporter}", User) or User.objects.filter(email=draft.reporter).first()
    if user is None:
        raise DataError(FILE, f"« {draft.reporter} » n’est pas dans accounts.toml")
    return ReportContact(report=draft.report, user=user, confirmed_at=draft.report.reported_at)


def _photos(draft):
    for moment, picture in PICTURES.get(draft.picture, {}).items():
        name = private_storage().save(f"{draft.picture}-{moment}.png", ContentFile(picture()))
        shown = draft.report.visibility == Visibility.PUBLIC
        yield ReportPhoto(
            report=draft.report,
            file=name,
            public_name=publish_copy(name) if shown else "",
            moment=moment,
            at=draft.report.reported_at if moment == "before" else draft.report.resolved_at,
        )
