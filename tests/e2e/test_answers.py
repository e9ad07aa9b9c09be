"""From the desk's list to the answer under the comment: without JavaScript, at 320 px, by keyboard; discussions too."""

import pytest

from cms.models import NewsPage, ProjectPage
from participation.comments.models import Discussion, OfficialAnswer, PublicComment
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to

READER = "coordination@demo.example"
LANDLORD = "bailleur@demo.example"
REFUSED = "400"
DESK = "/agents/commentaires/"
everywhere = pytest.mark.parametrize(
    ("width", "javascript"), [(320, True), (1280, True), (320, False), (1280, False)], ids=str
)


@everywhere
def test_a_landlord_answers_what_waits(open_page, guard, width, javascript):
    guard.allow(REFUSED)
    page = open_page(width=width, javascript=javascript, user=LANDLORD)
    look_at(page, DESK)
    follow(page, "Pendant l’isolation")
    look(page)
    submit(page, "Publier la réponse")
    assert page.locator(".error-summary").is_visible()
    look(page)
    page.get_by_label("La réponse").fill("Les plantes rentrent deux jours ; l’électricien rebranche les antennes.")
    submit(page, "Publier la réponse")
    assert page.get_by_text("La réponse est publiée").is_visible()
    look(page)
    answer = OfficialAnswer.objects.get(text__startswith="Les plantes rentrent")
    everyone = open_page(width=width, javascript=javascript)
    everyone.goto(ProjectPage.objects.get(slug="6-isoler-les-batiments").get_url())
    shown = everyone.locator(f"#commentaire-{answer.comment_id} .official")
    assert "Réponse de Phare Habitat" in shown.inner_text()
    assert "Répondu en" in shown.inner_text()
    look(everyone)


@everywhere
def test_the_coordination_corrects_hands_over_and_asks_the_moderators(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user=READER)
    corrected = PublicComment.objects.get(official_answer__text__startswith="D’accord. La date sera fixée")
    look_at(page, f"{DESK}{corrected.pk}/")
    page.get_by_text("Corriger la réponse").click()
    page.get_by_label("La réponse corrigée").fill("La marche est le 12, à 20 h.")
    look(page)
    submit(page, "Publier la correction")
    assert page.get_by_text("La réponse est corrigée").is_visible()
    page.get_by_text("Ce que la réponse disait avant").click()
    assert page.get_by_text("D’accord. La date sera fixée").is_visible()
    look(page)

    look_at(page, f"{DESK}?vue=partenaires")
    follow(page, "Les boîtes aux lettres")
    page.get_by_text("Confier à un partenaire").first.click()
    page.get_by_label("À qui").select_option(label="La Ville")
    page.get_by_label("Quel service de la Ville").fill("service Courrier")
    page.get_by_label("Pourquoi").fill("Le facteur nous l’a dit.")
    look(page)
    submit(page, "Confier à un partenaire ou à un autre service")
    assert page.get_by_text("confié à").first.is_visible()

    waiting = PublicComment.objects.get(comment__startswith="Les boîtes aux lettres")
    page.goto(f"{DESK}{waiting.pk}/")
    page.get_by_text("Ce commentaire ne respecte pas la charte").click()
    submit(page, "Demander à la modération de le lire")
    assert page.url.endswith("/agents/moderation/")


@everywhere
def test_filters_keep_the_list_in_the_address(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user=READER)
    look_at(page, DESK)
    page.get_by_text("Changer les filtres").click()
    page.get_by_label("Sur quoi").select_option(label="Quartiers")
    look(page)
    submit(page, "Filtrer")
    assert "sur=quartier" in page.url
    assert page.get_by_text("petit marché du jeudi").is_visible()
    look(page)


@everywhere
def test_the_outcome_of_a_discussion(open_page, guard, width, javascript):
    guard.allow(REFUSED)
    page = open_page(width=width, javascript=javascript, user=READER)
    look_at(page, f"{DESK}discussions/")
    follow(page, "Rendre le stationnement lisible")
    assert page.get_by_text("Fermée, sans bilan.").is_visible()
    page.get_by_label("Ouvre le").fill("2030-01-02")
    submit(page, "Enregistrer les dates")
    assert page.get_by_text("La fin précède le début.").first.is_visible()
    look(page)
    page.get_by_label("Ce qui a été retenu").fill("Deux places pour les soins.")
    submit(page, "Enregistrer le bilan")
    assert page.get_by_text("Le bilan est publié").is_visible()
    look(page)
    assert Discussion.objects.get(outcome="Deux places pour les soins.").told_at is not None
    everyone = open_page(width=width, javascript=javascript)
    everyone.goto(ProjectPage.objects.get(slug="4-stationnement").get_url())
    assert everyone.get_by_text("Deux places pour les soins.").is_visible()
    look(everyone)


def test_by_keyboard(open_page):
    page = open_page(width=1280, user=READER)
    waiting = PublicComment.objects.get(comment__startswith="Est-ce que le petit marché")
    page.goto(DESK)
    tab_to(page, page.get_by_role("link", name="petit marché du jeudi"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("La réponse"))
    page.keyboard.type("Oui, le premier jeudi d’avril.")
    tab_to(page, page.get_by_role("button", name="Publier la réponse"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert waiting.official_answer.text == "Oui, le premier jeudi d’avril."


@everywhere
def test_the_public_page_of_delays(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    look_at(page, "/commentaires/delais/")
    assert heading(page) == "En combien de jours nous répondons"
    page.get_by_text("Lire en tableau").click()
    page.locator("summary").get_by_text("Phare Habitat (fictif)").click()
    look(page)


def test_a_news_page_says_until_when_one_may_write(open_page):
    page = open_page(width=320)
    look_at(page, NewsPage.objects.get(slug="deux-bancs-place-robert-desnos").get_url())
    assert page.get_by_text("On peut écrire jusqu’au").is_visible()
