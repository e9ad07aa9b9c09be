"""From a dark passage to « c’est réparé »: with and without JavaScript, on a telephone, by keyboard."""

import re

import pytest

from participation.reports.enums import State
from participation.reports.models import Category, Report
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to
from tests.participation.base.pictures import picture, saved

RESIDENT, AGENT = "riveraine@example.org", "agent@demo.example"
NEW, LIST = "/signalements/nouveau/", "/signalements/"
PHOTO = {"name": "passage.jpg", "mimeType": "image/jpeg", "buffer": saved(picture((640, 480)), "JPEG")}
# Inside Canto-Perdrix.
HERE = {"latitude": 43.4195, "longitude": 5.0518}


def link_in(outbox, word):
    (link,) = [link for link in outbox.links(outbox.last(to=RESIDENT)) if f"/{word}/" in link]
    return link


def unfold(page, summary):
    """The agent's act of that name, opened if it is folded."""
    fold = page.locator("details", has=page.locator("summary", has_text=summary))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (360, False), (1280, True)])
def test_from_a_dark_passage_to_repaired(open_page, outbox, guard, width, javascript):
    guard.allow(r"status of 400")
    page = open_page(width=width, javascript=javascript)
    look_at(page, NEW)
    page.get_by_label("Adresse, résidence ou place").fill("Passage près de l’école")
    page.get_by_label("Photo").set_input_files(PHOTO)
    page.get_by_text("Ajouter des précisions").click()
    page.get_by_label("Votre message").fill("Les lampes ne marchent plus.")
    page.get_by_label("Votre e-mail").fill(RESIDENT)
    submit(page, "Envoyer le signalement")
    look(page)
    assert page.get_by_label("Votre message").input_value() == "Les lampes ne marchent plus.", "what was typed stays"
    assert page.get_by_text("Choisissez de nouveau votre photo.").is_visible()

    page.get_by_role("radio", name="Éclairage").check()
    page.get_by_label("Photo").set_input_files(PHOTO)
    page.get_by_label("Quartier").select_option("canto-perdrix")
    submit(page, "Envoyer le signalement")
    assert heading(page) == "Encore un geste : votre e-mail"
    look(page)
    report = Report.objects.latest("pk")
    assert page.get_by_text(report.reference).is_visible()
    assert report.state == State.AWAITING_CONFIRMATION

    look_at(page, link_in(outbox, "confirmer"))
    report.refresh_from_db()
    assert report.state == State.AWAITING_CONFIRMATION, "a GET confirms nothing"
    submit(page, "Oui, envoyer mon signalement")
    page.get_by_text("C’est confirmé, merci.").wait_for()
    look(page)
    assert page.get_by_role("img", name="Votre photo").is_visible()

    agent = open_page(width=width, javascript=javascript, user=AGENT)
    look_at(agent, "/agents/signalements/")
    agent.goto(f"/agents/signalements/{report.reference}/")
    look(agent)
    assert agent.get_by_text("Les lampes ne marchent plus.").is_visible()
    unfold(agent, "Publier le texte et les photos").get_by_label("Titre public").fill("Passage dans le noir")
    submit(agent, "Publier")
    unfold(agent, "Dire que c’est réparé")
    submit(agent, "Dire que c’est réparé")
    look(agent)
    assert agent.get_by_text("Dites en une phrase ce qui a été fait.").first.is_visible()
    fold = unfold(agent, "Dire que c’est réparé")
    fold.get_by_label("Ce qui a été fait").fill("Deux lampes changées.")
    fold.get_by_label("Photo d’après").set_input_files(PHOTO)
    submit(agent, "Dire que c’est réparé")
    look(agent)

    look_at(page, link_in(outbox, "repare"))
    report.refresh_from_db()
    assert report.state == State.RESOLVED, "a GET answers nothing"
    submit(page, "Oui, c’est réparé")
    assert heading(page) == "Merci, c’est noté : c’est réparé"
    look(page)
    report.refresh_from_db()
    assert report.state == State.CONFIRMED

    page.context.clear_cookies()
    look_at(page, f"{LIST}?etat=confirmes")
    follow(page, "Passage dans le noir")
    assert "Passage dans le noir" in heading(page)
    assert page.locator(".photos img").count() == 2
    look(page)


def test_by_keyboard_alone(open_page):
    page = open_page(width=360)
    page.goto(NEW)
    tab_to(page, page.get_by_label("Adresse, résidence ou place"))
    page.keyboard.type("Place de l’école")
    tab_to(page, page.get_by_role("radio", name="Éclairage"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "C’est envoyé, merci"
    assert Report.objects.latest("pk").category == Category.objects.offered()[1]


def test_the_picture_of_the_map_takes_a_tap(open_page):
    page = open_page(width=360, javascript=False)
    page.goto(NEW)
    page.get_by_role("radio", name="Tags").check()
    with page.expect_navigation():
        page.locator("input[type=image]").click(position={"x": 160, "y": 60})
    assert page.get_by_text("Repère posé.").is_visible()
    assert page.get_by_role("radio", name="Tags").is_checked()
    look(page)
    submit(page, "Envoyer le signalement")
    assert Report.objects.latest("pk").latitude == pytest.approx(43.42, abs=0.03)


def test_the_live_map_takes_a_tap(open_page):
    page = open_page(width=1280)
    page.goto(NEW)
    page.locator(".map[data-ready]").wait_for()
    page.locator(".map-live").click(position={"x": 200, "y": 120})
    page.get_by_text("Repère posé.").wait_for()
    look(page)
    page.get_by_role("button", name="Retirer le repère").click()
    assert page.locator("[name=latitude]").input_value() == ""
    page.locator(".map-live").click(position={"x": 200, "y": 120})
    page.get_by_role("radio", name="Tags").check()
    submit(page, "Envoyer le signalement")
    assert Report.objects.latest("pk").longitude == pytest.approx(5.05, abs=0.05)


def test_the_device_gives_its_position(open_page):
    page = open_page(width=360, geolocation=HERE, permissions=["geolocation"])
    page.goto(NEW)
    page.get_by_role("button", name="Utiliser ma position").click()
    page.get_by_text("Repère posé.").wait_for()
    page.get_by_role("radio", name="Encombrants").check()
    submit(page, "Envoyer le signalement")
    report = Report.objects.latest("pk")
    assert (report.latitude, report.quartier.slug) == (HERE["latitude"], "canto-perdrix")


def test_a_tile_says_whom_to_call_first(open_page, guard):
    guard.allow(r"status of 400")
    page = open_page(width=360)
    page.goto(f"{NEW}?quartier=canto-perdrix")
    call, away = page.locator(".when-call"), page.locator(".when-redirect")
    assert not call.is_visible()
    page.get_by_role("radio", name="Ascenseur").check()
    assert call.is_visible()
    look(page)
    page.get_by_role("radio", name="Bruit").check()
    assert away.is_visible()
    assert not call.is_visible()
    look(page)
    count = Report.objects.count()
    submit(page, "Envoyer le signalement")
    look(page)
    assert Report.objects.count() == count


@pytest.mark.parametrize("width", [360, 1280])
def test_every_state_of_the_lists(open_page, guard, width):
    guard.allow(r"status of 404")
    page = open_page(width=width)
    look_at(page, LIST)
    page.get_by_text("Changer les filtres").click()
    look(page)
    page.get_by_label("Problème").select_option("eclairage")
    submit(page, "Appliquer")
    assert "categorie=eclairage" in page.url
    look(page)
    look_at(page, f"{LIST}?quartier=atlantide")
    page.get_by_role("textbox", name="Suivre un signalement").fill("MAR-99-999999")
    submit(page, "Voir")
    look(page)
    look_at(page, f"{LIST}MAR-99-999999/")
    agent = open_page(width=width, user=AGENT)
    for tab in ("a-traiter", "en-retard", "tous", "atlantide"):
        look_at(agent, f"/agents/signalements/?etat={tab}")


def test_each_shape_has_a_page_without_fault(open_page):
    page = open_page(width=360)
    seen = {}
    for report in Report.objects.public().order_by("-pk"):
        seen.setdefault(report.state, report.get_absolute_url())
    assert len(seen) > 4, "the demonstration shows what may become of a report"
    for address in seen.values():
        look_at(page, address)
        assert not re.search(r"\d{2}:\d{2}", page.get_by_role("main").inner_text())
