"""Fill the portal with its demonstration: real documents with their gaps, and a labelled invention beside them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.models import BasePage
from home.models import HomePage
from participation.base import cache
from participation.base.site.models import PortalSettings
from participation.territory.models import Commune, Partner
from portal.demo import tables
from portal.demo.context import Load
from portal.demo.dates import Clock
from portal.demo.documents import load_document
from portal.demo.errors import DataError
from portal.demo.files import Files
from portal.demo.ground import load_ground
from portal.demo.indexing import index_now, no_indexing
from portal.demo.life import load_life
from portal.demo.marks import Marks, clean, overwrite
from portal.demo.media import files_follow_the_transaction, load_pictures
from portal.demo.models import DemoLoad
from portal.demo.pages import load_frame, load_home, load_news, load_quartier_pages, load_standard_pages
from portal.demo.people import load_people


class AlreadyThere(Exception):
    """Nothing was written: a sentence says why."""


@dataclass(frozen=True)
class Report:
    """What became of the rows, counted by the model's French plural."""

    written: Counter
    left: Counter
    removed: Counter


def load_demo(day: date, *, replace: bool = False, files: Files | None = None) -> Report:
    """Load the demonstration as it is on `day`, all of it or nothing.

    It fills an empty database once. With `replace`, its own rows are written anew, whatever became of them; rows that
    people added stay. Raises AlreadyThere, or DataError when a data file says something it must not.
    """
    files = files or Files()
    with files_follow_the_transaction() as written, transaction.atomic(), no_indexing():
        # The row comes first: another process that loads at the same time waits here, then finds it.
        former, first = DemoLoad.objects.get_or_create(only=True, defaults={"day": day})
        fresh = first and _is_empty()
        if not replace and not first:
            raise AlreadyThere(f"La démonstration est déjà chargée (jour : {former.day:%d/%m/%Y}). Rien n’a changé.")
        if not replace and not fresh:
            raise AlreadyThere("La base contient déjà des données : la démonstration n’est pas chargée.")
        load = Load(files=files, clock=Clock(day), marks=Marks(), fresh=fresh)
        load_ground(load)
        load_people(load)
        load_pictures(load, written)
        load_frame(load)
        for name in tables.DOCUMENTS:
            load_document(load, name, written)
        load_quartier_pages(load)
        load_news(load)
        load_standard_pages(load)
        load_home(load)
        _load_settings(load)
        load_life(load)
        load.marks.remove_unseen()
        index_now(load.indexed)
        DemoLoad.objects.update(day=day, loaded_at=timezone.now())
        cache.bump()
    return Report(*[_by_name(counter) for counter in (load.marks.written, load.marks.left, load.marks.removed)])


def _is_empty() -> bool:
    """Nothing but what the migrations plant: a person's account may be there, a town or a page may not."""
    pages = Page.objects.filter(depth__gt=1).not_exact_type(HomePage)
    return not (Commune.objects.exists() or Partner.objects.exists() or pages.exists())


def _load_settings(load):
    key, row = "settings:portal", load.files["site.toml"]["site"]
    settings = PortalSettings.objects.first()
    if settings is not None and key not in load.marks.rows and not load.fresh:
        load.marks.left[PortalSettings] += 1
        return
    unknown = sorted(set(row) - {field.name for field in PortalSettings._meta.concrete_fields})
    if unknown:
        raise DataError(f"site.toml, site.{unknown[0]}", "ce réglage n’existe pas")
    settings = settings or PortalSettings()
    overwrite(settings, row)
    clean(settings, "site.toml, site")
    settings.save()
    load.marks.mark(key, settings)


def _by_name(counter):
    names = Counter()
    for model, count in counter.items():
        if count:
            page = issubclass(model, BasePage)
            names[f"pages ({model._meta.verbose_name})" if page else str(model._meta.verbose_name_plural)] += count
    return names
