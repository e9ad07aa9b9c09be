"""The invented convention: the design's numbers on any day, and nobody real blamed for it."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.models import ConventionPage, Milestone, NewsPage, PortalImage, ProjectPage, Signatory
from cms.selectors.projects import fiches_of
from participation.base.calendar import today, working_days_between
from participation.territory.models import Partner, Residence
from portal.demo.dates import Clock
from portal.demo.documents import milestone_days
from portal.demo.files import Files
from portal.demo.loader import load_demo

QUARTIERS = ("mas-de-pouane", "notre-dame-des-marins", "canto-perdrix", "boudeme", "paradis-saint-roch")
NONE = (0, 0, 0)
# (kept, late, to come) by theme and by quartier, as the crossed table of the design prints them.
CROSSED = {
    "1": ((2, 0, 1), (1, 0, 1), (2, 1, 0), (1, 0, 1), (1, 0, 0)),
    "2": ((1, 1, 1), (1, 0, 1), (1, 0, 1), (0, 1, 1), (0, 0, 1)),
    "3": ((1, 0, 2), (2, 0, 0), (1, 0, 1), (0, 0, 1), (1, 0, 1)),
    "4": ((0, 0, 1), NONE, (1, 0, 1), (0, 1, 0), (1, 0, 1)),
    "5": ((0, 1, 1), (1, 0, 0), (0, 0, 1), (0, 0, 2), NONE),
    "6": ((1, 0, 1), (0, 0, 1), (0, 1, 1), (1, 0, 1), (0, 0, 1)),
    "7": ((2, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1), (0, 0, 1)),
}
STEPS = [step for project in Files()["martigues-demonstration.toml"]["project"] for step in project["milestone"]]
FEARED = [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)]


def invented():
    return ConventionPage.objects.get(slug="cinq-quartiers-de-martigues")


def counts(day):
    steps = Milestone.objects.of_convention(invented()).public()
    return steps.done().count(), steps.late(day).count(), steps.upcoming(day).count()


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_24_kept_6_late_28_to_come_inside_the_convention_on_any_day(day):
    clock, found = Clock(day), Counter()
    first, last = date(day.year - 2, 1, 1), date(day.year + 1, 12, 31)
    for step in STEPS:
        days = milestone_days(step, clock)
        assert all(first <= when <= last for when in days.values() if when)
        if days["done_on"]:
            assert days["done_on"] < day
            found["kept"] += 1
        elif days["due_on"] < day:
            assert days["new_due_on"] is None or days["new_due_on"] > day
            found["late"] += 1
        else:
            assert days["due_on"] > day
            found["to come"] += 1
    assert found == {"kept": 24, "late": 6, "to come": 28}


def test_the_portal_counts_24_6_28_today(demo_db):
    assert counts(today()) == (24, 6, 28)


@pytest.mark.parametrize("day", FEARED, ids=str)
def test_the_portal_counts_24_6_28_on_days_that_break_calendars(demo_db, day):
    load_demo(day, replace=True)
    assert counts(day) == (24, 6, 28)
    page = invented()
    assert (page.starts_on, page.ends_on) == (date(day.year - 2, 1, 1), date(day.year + 1, 12, 31))
    assert f"{day.year - 2}-{day.year + 1}" in page.title
    assert not NewsPage.objects.filter(published_on__gte=day).exists()


def test_each_cell_of_the_crossed_table_is_the_design_s(demo_db):
    day, cells = today(), Counter()
    for step in Milestone.objects.select_related("project", "quartier"):
        theme = step.project.themes.get().number
        state = 0 if step.done_on else 1 if step.due_on < day else 2
        cells[theme, step.quartier.slug, state] += 1
    assert {
        number: tuple(tuple(cells[number, slug, state] for state in range(3)) for slug in QUARTIERS)
        for number in CROSSED
    } == CROSSED


def test_the_delays_are_the_design_s_and_every_one_is_an_invented_body_s(demo_db):
    late = Milestone.objects.late(today()).select_related("project__lead")
    assert sorted((working_days_between(step.due_on, today()), step.project.lead.name) for step in late) == [
        (7, "Ville (démonstration)"),
        (17, "Phare Habitat"),
        (17, "Ville (démonstration)"),
        (37, "Olivier Logis"),
        (69, "Étang Habitat"),
        (99, "Ville (démonstration)"),
    ]
    assert all(step.project.lead.fictional for step in late)
    assert late.get(project__lead__slug="phare-habitat").status_note == ""


def test_no_real_document_carries_a_step(demo_db):
    assert not Milestone.objects.exclude(project__path__startswith=invented().path).exists()


def test_nobody_signed_and_nobody_pays_what_does_not_exist(demo_db):
    page = invented()
    assert page.invented
    assert "invention pour la démonstration" in page.title
    assert not page.signatories.exists()
    assert not page.budgets.exists()
    assert not Signatory.objects.filter(partner__fictional=True).exists()
    assert page.parent_agreement.slug == "martigues-2016-2019"


def test_fiche_12_is_the_design_s(demo_db):
    fiche = ProjectPage.objects.child_of(invented()).get(number="12")
    assert fiche.title == "Éclairer les passages entre les immeubles"
    steps = list(fiche.milestones.all())
    assert [step.title for step in steps] == [
        "Relever les passages sombres à Mas de Pouane",
        "Relever les passages sombres à Boudème",
        "Éclairer trois passages à Canto-Perdrix",
        "Contrôler de nuit avec les habitants, Canto-Perdrix",
        "Éclairer deux passages à Mas de Pouane",
        "Éclairer un passage à Boudème",
    ]
    assert [bool(step.done_on) for step in steps] == [True, True, False, False, False, False]
    assert steps[2].new_due_on > today()
    assert fiche.lead.slug == "ville-demonstration"


def test_every_invented_fiche_fills_its_ten_points_and_a_kept_step_shows_its_evidence(demo_db):
    fiches = ProjectPage.objects.child_of(invented())
    assert sorted(fiches.values_list("number", flat=True), key=int) == [str(number) for number in range(1, 13)]
    for fiche in fiches:
        for name in ("location", "diagnosis", "expectations", "description_text", "lead_text", "partners_text"):
            assert getattr(fiche, name), (fiche.number, name)
        for name in ("schedule_text", "means_text", "evaluation_text", "feasibility_text"):
            assert getattr(fiche, name), (fiche.number, name)
    for step in Milestone.objects.done():
        assert step.evidence_label
        with step.evidence_document.file.open() as evidence:
            assert "inventé" in evidence.read().decode("utf-8-sig")


def test_two_fiches_have_been_silent_for_six_months(demo_db):
    silent = {one.project.number for one in fiches_of(invented(), today()).silent}
    assert silent == {"5", "9"}


def test_invented_bodies_are_marked_and_ring_nowhere(demo_db):
    fictional = Partner.objects.fictional()
    assert set(fictional.values_list("name", flat=True)) == {
        "Phare Habitat",
        "Olivier Logis",
        "Étang Habitat",
        "Ville (démonstration)",
    }
    assert all(re.fullmatch(r"04 65 71 \d\d \d\d", partner.contact_phone) for partner in fictional)
    assert not Partner.objects.real().exclude(contact_phone="").exists()
    for residence in Residence.objects.filter(landlord__fictional=True):
        assert "(fictive)" in residence.name
        assert re.fullmatch(r"04 65 71 \d\d \d\d", residence.on_call_number)
        assert "(fictif)" in residence.lift_operator
        assert (residence.dwellings, residence.latitude) == (None, None)
    assert not Residence.objects.filter(landlord__fictional=False).exclude(on_call_number="").exists()


def test_news_are_signed_by_the_invented_town_and_end_before_today(demo_db):
    news = NewsPage.objects.live()
    assert news.count() == 6
    assert {page.signed_by for page in news} == {"la Ville (démonstration)"}
    assert not news.filter(published_on__gte=today()).exists()


def test_every_picture_says_what_it_shows_and_whose_it_is(demo_db):
    pictures = PortalImage.objects.all()
    assert pictures.count() == 12
    for picture in pictures:
        assert picture.alt_text.startswith("Dessin")
        assert (picture.credit, picture.licence) == ("Quartiers ouverts", "cc-by-sa-4.0")
        assert (picture.width, picture.height) == (1600, 900)
