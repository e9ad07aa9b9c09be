import re

import pytest
from django.conf import settings
from django.core.management import call_command

from participation.base.worker import schedule
from participation.reports import jobs, services
from participation.reports.models import Category
from participation.reports.selectors import offered_categories
from participation.reports.tiles import TILES

pytestmark = pytest.mark.django_db


def test_an_empty_installation_has_its_tiles():
    assert [category.key for category in offered_categories()] == [tile.key for tile in TILES]


def test_every_tile_has_a_drawing():
    drawn = set(re.findall(r'symbol id="([^"]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
    assert {category.icon for category in offered_categories()} <= drawn


def test_what_the_commune_changed_stays():
    Category.objects.filter(key="tags").update(label="Graffitis", active=False)
    Category.objects.filter(key="autre").delete()
    assert services.sync_categories() == 1
    assert services.sync_categories() == 0
    assert Category.objects.get(key="tags").label == "Graffitis"
    assert "tags" not in [category.key for category in offered_categories()]


def test_noise_and_conflict_are_not_for_here():
    assert [category.key for category in Category.objects.filter(redirects=True)] == ["bruit"]


def test_a_migration_brings_them_back():
    Category.objects.all().delete()
    call_command("migrate", "reports", verbosity=0)
    assert Category.objects.count() == len(TILES)


def test_the_worker_closes_what_nobody_answered():
    assert "reports-close-unanswered" in {entry.name for entry in schedule.registered()}
    assert jobs.close_unanswered() == 0
