"""The demonstration's charter says every rule a refusal may rest on, and the settings name it."""

from statistics import median

from cms.models import StandardPage
from participation.base.calendar import today
from participation.moderation.enums import CaseState, Ground
from participation.moderation.models import Case, ModerationSettings
from participation.moderation.selectors import charter_url, monthly_figures
from participation.moderation.selectors.queue import rows_of
from portal.demo.loader import load_demo


def test_the_charter_says_every_ground(demo_db, client):
    page = StandardPage.objects.get(slug="charte-de-moderation")
    assert charter_url() == page.get_url()
    said = client.get(page.get_url()).content.decode()
    for ground in Ground:
        assert str(ground.label).removesuffix(" ce sujet") in said, ground
    for words in ("30 jours", "Une autre personne", "suspendue"):
        assert words in said.replace("\u00a0", " ")


def test_the_charter_keeps_the_promise_of_the_settings(demo_db):
    settings = ModerationSettings.objects.get()
    assert settings.appeal_days == 30
    assert settings.outside_email.endswith("@demo.example")
    settings.full_clean()


def test_a_year_of_figures_and_something_to_read(demo_db):
    months = monthly_figures()
    assert len(months) == 12
    assert min(month.read for month in months[1:-1]) >= 3
    assert any(month.refused for month in months)
    assert max(month.hours for month in months[1:-1]) >= 2 * median(month.hours for month in months[1:-1])
    waiting = Case.objects.filter(state=CaseState.WAITING, audience="")
    assert waiting.count() >= 5
    assert waiting.values("rule").distinct().count() >= 3
    assert not [row for row in rows_of(Case.objects.all()) if row.item is None]


def test_loaded_anew_it_is_one_and_keeps_what_was_entered(demo_db):
    ModerationSettings.objects.update(words="patate", flags_needed=7)
    count = Case.objects.count()
    load_demo(today(), replace=True)
    assert Case.objects.count() == count
    settings = ModerationSettings.objects.get()
    assert (settings.words, settings.flags_needed) == ("patate", 7)
    assert StandardPage.objects.filter(slug__startswith="charte-de-moderation").count() == 1
