"""Answering a survey: with an account, by the link of a mail, once; reading what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.surveys.models import AnswerSheet, Participation, Survey
from tests.e2e.steps import follow, heading, look, submit, tab_to

OPEN, DECIDED = "eclairage-du-soir-boudeme", "eclairage-du-soir-canto-perdrix"
RESIDENT = "habitant@demo.example"
ADDRESS = "voisine@example.org"


@pytest.fixture(autouse=True)
def _refused_on_purpose(guard):
    guard.allow("40[0349]")


def n():
    return AnswerSheet.objects.filter(survey__slug=OPEN).count()


def question(page, words):
    return page.get_by_role("group", name=words)


def fill(page):
    question(page, "Le soir, rentrez-vous").get_by_label("Pas toujours").check()
    question(page, "Quel passage").get_by_label("Le parking").check()
    question(page, "L’éclairage de votre rue").get_by_label("4", exact=True).check()
    page.get_by_label("Y a-t-il un endroit").fill("Le bas des marches.")


def test_with_an_account(any_page, portal):
    page = any_page
    _sign_in(page, portal)
    before = n()
    page.goto("/enquetes/")
    look(page)
    follow(page, "L’éclairage du soir à Boudème")
    look(page)
    follow(page, "Répondre à l’enquête")
    look(page)

    page.get_by_label("Y a-t-il un endroit").fill("Le bas des marches.")
    submit(page, "Envoyer mes réponses")
    assert page.get_by_text("Une chose à corriger avant d’envoyer").is_visible()
    assert page.get_by_label("Y a-t-il un endroit").input_value() == "Le bas des marches.", "what was typed stays"
    look(page)
    assert n() == before

    fill(page)
    submit(page, "Envoyer mes réponses")
    assert heading(page) == "Merci, vos réponses sont enregistrées"
    look(page)
    assert n() == before + 1
    assert Participation.objects.get(survey__slug=OPEN, user__email=RESIDENT).day == timezone.localdate()

    page.goto(f"/enquetes/{OPEN}/repondre/")
    assert heading(page) == "Vous avez déjà répondu"
    look(page)


def test_by_the_link_of_a_mail(any_page, outbox):
    page = any_page
    before = n()
    page.goto(f"/enquetes/{OPEN}/")
    follow(page, "Répondre à l’enquête")
    look(page)
    page.get_by_label("Votre adresse e-mail").fill("pas une adresse")
    submit(page, "Recevoir le lien")
    assert page.get_by_text("Écrivez une adresse entière").first.is_visible()
    assert page.get_by_label("Votre adresse e-mail").input_value() == "pas une adresse"
    look(page)
    page.get_by_label("Votre adresse e-mail").fill(ADDRESS)
    submit(page, "Recevoir le lien")
    assert heading(page) == "Un message vous attend"
    look(page)

    (link,) = [link for link in outbox.links(outbox.last(to=ADDRESS)) if "/repondre/" in link]
    page.goto(link)
    look(page)
    assert n() == before, "a GET hands nothing in"
    fill(page)
    submit(page, "Envoyer mes réponses")
    assert heading(page) == "Merci, vos réponses sont enregistrées"
    assert n() == before + 1

    page.goto(link)
    assert heading(page) == "Vous avez déjà répondu"
    look(page)
    page.goto(link[:-4] + "/")
    assert heading(page) == "Ce lien ne fonctionne plus"
    look(page)


def test_two_windows_one_answer(open_page):
    first, second = open_page(user=RESIDENT), open_page(user=RESIDENT, width=360)
    before = n()
    for page in (first, second):
        page.goto(f"/enquetes/{OPEN}/repondre/")
        fill(page)
    submit(first, "Envoyer mes réponses")
    submit(second, "Envoyer mes réponses")
    assert heading(second) == "Vous avez déjà répondu"
    assert second.get_by_text("Une personne répond une fois").is_visible()
    look(second)
    assert n() == before + 1


def test_results_under_what_was_decided(any_page):
    page = any_page
    page.goto("/enquetes/")
    follow(page, "L’éclairage du soir à Canto-Perdrix")
    look(page)
    follow(page, "Lire ce qui est décidé et les résultats")
    assert page.get_by_text("184 personnes ont répondu").first.is_visible()
    decided, answered = (
        page.get_by_role("heading", name=name) for name in ("Ce qui est décidé", "Ce que vous avez répondu")
    )
    assert decided.bounding_box()["y"] < answered.bounding_box()["y"] or page.viewport_size["width"] > 1000
    table = page.get_by_text("Lire en tableau").first
    table.click()
    assert page.get_by_role("rowheader", name="Oui, le plus souvent").is_visible()
    for summary in page.get_by_text("Lire en tableau").all()[1:]:
        summary.click()
    look(page)


def test_the_other_states(open_page):
    page = open_page(width=360)
    look_at = [f"/enquetes/{OPEN}/resultats/", f"/enquetes/{DECIDED}/repondre/", "/enquetes/rien/"]
    for address in look_at:
        page.goto(address)
        look(page)
    survey = Survey.objects.get(slug=OPEN)
    Survey.objects.filter(pk=survey.pk).update(
        opens_on=survey.closes_on, closes_on=survey.closes_on + timedelta(days=9)
    )
    wide = open_page(width=1280, user=RESIDENT)
    for address in ("/enquetes/", f"/enquetes/{OPEN}/", f"/enquetes/{OPEN}/repondre/"):
        wide.goto(address)
        look(wide)
    assert heading(wide) == "Cette enquête n’est pas encore ouverte"
    AnswerSheet.objects.filter(survey__slug=DECIDED).delete()
    wide.goto(f"/enquetes/{DECIDED}/resultats/")
    assert wide.get_by_text("Personne n’a répondu").first.is_visible()
    look(wide)


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)], ids=["360px-js", "1280px-nojs"])
def test_by_keyboard(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user=RESIDENT)
    before = n()
    page.goto(f"/enquetes/{OPEN}/")
    tab_to(page, page.get_by_role("link", name="Répondre à l’enquête"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, question(page, "Le soir, rentrez-vous").get_by_label("Oui, le plus souvent"))
    page.keyboard.press("ArrowDown")
    assert question(page, "Le soir, rentrez-vous").get_by_label("Pas toujours").is_checked()
    tab_to(page, question(page, "Quel passage").get_by_label("L’allée des jeux"), most=1)
    page.keyboard.press("Space")
    tab_to(page, question(page, "L’éclairage de votre rue").get_by_label("1, pas du tout"), most=1)
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_label("Y a-t-il un endroit"), most=1)
    page.keyboard.type("Le bas des marches.")
    tab_to(page, page.get_by_role("button", name="Envoyer mes réponses"), most=1)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "Merci, vos réponses sont enregistrées"
    assert n() == before + 1


def test_the_coordination_writes_one(open_page):
    page = open_page(user="coordination@demo.example")
    page.goto("/admin/enquetes/")
    page.get_by_role("link", name="Ajouter : enquête").first.click()
    page.locator("#id_title").fill("Les bancs de la place")
    page.locator("#id_intro").fill("Où les voulez-vous ?")
    page.locator("#id_asked_by").fill("La Ville (démonstration)")
    page.locator("#id_use").fill("On les pose en mai.")
    page.locator("#id_commune").select_option(label="Martigues")
    today = timezone.localdate()
    page.locator("#id_opens_on").fill(f"{today:%d/%m/%Y}")
    page.locator("#id_closes_on").fill(f"{today:%d/%m/%Y}")
    page.locator("#id_published").check()
    page.locator("#id_lignes-0-text").fill("À l’ombre ?")
    page.locator("#id_lignes-0-labels").fill("Oui\nNon")
    page.keyboard.press("Escape")
    page.locator(
        "form[data-edit-form] [type='submit'], footer [type='submit'], main form [type='submit']"
    ).first.click()
    page.wait_for_url(lambda url: "/new/" not in url)
    visitor = open_page(width=360)
    visitor.goto("/enquetes/")
    follow(visitor, "Les bancs de la place")
    assert visitor.get_by_text("C’est le dernier jour.").is_visible()
    look(visitor)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_coordination_reads_what_was_written(open_page, width):
    page = open_page(width=width, user="coordination@demo.example")
    page.goto("/agents/enquetes/")
    look(page)
    follow(page, "L’éclairage du soir à Boudème")
    assert page.get_by_text("11 réponses libres").is_visible()
    look(page)
    page.goto("/enquetes/")
    survey = Survey.objects.create(
        slug="muette", title="Muette", intro="…", asked_by="La Ville", use="…", commune=Survey.objects.first().commune,
        opens_on=timezone.localdate(), closes_on=timezone.localdate(),
    )  # fmt: skip
    page.goto(f"/agents/enquetes/{survey.slug}/")
    assert page.get_by_text("Rien à lire").is_visible()
    look(page)


def _sign_in(page, portal):
    from tests.e2e.conftest import _session_of

    page.context.add_cookies([{"name": "sessionid", "value": _session_of(RESIDENT), "url": portal}])
