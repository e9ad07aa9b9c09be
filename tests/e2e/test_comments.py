"""From a question under a fiche to the answer beside it: without account, with one, by keyboard, for those who read."""

import re

import pytest

from cms.models import ProjectPage
from participation.comments.models import PublicComment
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to

VISITOR = "voisin@exemple.fr"
RESIDENT = "habitant@demo.example"
READER = "coordination@demo.example"
LANDLORD = "bailleur@demo.example"
REFUSED = "400"
at_both_widths = pytest.mark.parametrize("width", [360, 1280])


def fiche(slug="12-eclairer-les-passages"):
    return ProjectPage.objects.get(slug=slug)


def link_of(outbox, part):
    (link,) = [link for link in outbox.links(outbox.last(to=VISITOR)) if part in link]
    return link


def seen_by_all(open_page, address, text):
    page = open_page(width=360)
    page.goto(address)
    assert page.get_by_text(text).first.is_visible()
    return page


def test_without_account_to_the_official_answer(any_page, open_page, outbox, guard):
    guard.allow(REFUSED)
    page, width = any_page, any_page.viewport_size["width"]
    page.goto(fiche().get_url())
    page.locator("#avis").scroll_into_view_if_needed()
    look(page)
    follow(page, "Écrire un commentaire")
    look(page)

    page.get_by_label("Votre commentaire").fill("Le passage des Marches sera-t-il éclairé aussi ?")
    submit(page, "Envoyer")
    assert page.locator(".error-summary").is_visible()
    assert page.get_by_label("Votre commentaire").input_value().startswith("Le passage des Marches"), "nothing is lost"
    look(page)
    page.get_by_label("Votre nom ou un surnom").fill("Luc, des Marches")
    page.get_by_label("Votre adresse e-mail").fill(VISITOR)
    submit(page, "Envoyer")
    assert heading(page) == "Confirmez votre adresse"
    look(page)

    comment = PublicComment.objects.get(user_email=VISITOR)
    page.goto(link_of(outbox, "/confirmer/"))
    look(page)
    comment.refresh_from_db()
    assert comment.confirmed_at is None, "a GET confirms nothing"
    submit(page, "Confirmer mon commentaire")
    assert heading(page) == "C’est confirmé, merci"
    look(page)
    page.goto(fiche().get_url())
    assert page.get_by_text("Luc, des Marches").count() == 0, "nobody has read it yet"

    desk = open_page(width=width, user=READER)
    look_at(desk, "/agents/commentaires/")
    follow(desk, re.compile("passage des Marches"))
    look(desk)
    submit(desk, "Publier")
    desk.get_by_text("Le commentaire est publié").wait_for()
    assert "est publié" in outbox.last(to=VISITOR).subject
    seen_by_all(open_page, fiche().get_url(), "Luc, des Marches")

    look_at(desk, "/agents/commentaires/?vue=repondre")
    follow(desk, re.compile("passage des Marches"))
    look(desk)
    desk.get_by_label("La réponse").fill("Oui, au printemps, après celui de l’école.")
    submit(desk, "Publier la réponse")
    assert desk.get_by_text("La réponse est publiée").is_visible()
    look_at(desk, "/agents/commentaires/?vue=repondus")

    page.goto(link_of(outbox, "#commentaire-"))
    assert page.get_by_text("Oui, au printemps").first.is_visible()
    assert page.get_by_text("Répondu le jour même.").first.is_visible()
    look(page)
    assert VISITOR not in page.content()


@at_both_widths
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_with_an_account_it_is_there_at_once_and_a_neighbour_replies(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user=RESIDENT)
    page.goto(fiche("9-charte-de-voisinage").get_url())
    assert page.get_by_text("Personne n’a encore écrit.").is_visible()
    look(page)
    follow(page, "Écrire un commentaire")
    look(page)
    page.get_by_label("Votre commentaire").fill("Qui fait le ménage après la fête des voisins ?")
    submit(page, "Envoyer")
    assert heading(page) == "Votre commentaire est publié"
    look(page)
    follow(page, "Voir mon commentaire")
    assert page.locator(".comment").get_by_text("Une habitante de Canto-Perdrix").first.is_visible()

    follow(page, re.compile("^Répondre"))
    look(page)
    page.get_by_label("Votre commentaire").fill("Appelez-moi au 06 12 34 56 78.")
    submit(page, "Envoyer")
    assert heading(page) == "Votre commentaire attend d’être lu"
    assert page.get_by_text("numéro de téléphone").first.is_visible()
    look(page)


def test_a_form_left_open_overnight_loses_nothing(any_page, guard):
    guard.allow(REFUSED)
    page = any_page
    page.goto(f"/commentaires/ecrire/fiche/{fiche().pk}/")
    page.get_by_label("Votre commentaire").fill("Un long texte, écrit la veille.")
    page.get_by_label("Votre adresse e-mail").fill(VISITOR)
    page.locator("input[name=timestamp]").evaluate("field => field.value = '1700000000'")
    submit(page, "Envoyer")
    assert page.get_by_text("La page est restée ouverte longtemps").first.is_visible()
    assert page.get_by_label("Votre commentaire").input_value() == "Un long texte, écrit la veille."
    look(page)
    submit(page, "Envoyer")
    assert heading(page) == "Confirmez votre adresse"


@at_both_widths
def test_refused_with_its_reason(open_page, guard, width):
    guard.allow(REFUSED)
    desk = open_page(width=width, user=READER)
    held = PublicComment.objects.to_read().get()
    desk.goto(f"/agents/commentaires/{held.pk}/")
    desk.get_by_text("Refuser", exact=True).first.click()
    look(desk)
    submit(desk, "Refuser avec cette raison")
    assert desk.locator(".error-summary").is_visible()
    look(desk)
    desk.get_by_label("La raison").fill("Un lien vers un marchand. Écrivez plutôt ce que vous proposez.")
    submit(desk, "Refuser avec cette raison")
    assert desk.get_by_text("Le commentaire est refusé").is_visible()
    look(desk)
    look_at(desk, f"/agents/commentaires/{held.pk}/")


def test_a_landlord_answers_in_its_own_name(open_page):
    desk = open_page(width=360, user=LANDLORD)
    look_at(desk, "/agents/commentaires/")
    follow(desk, re.compile("Pendant l’isolation"))
    assert desk.get_by_text("Vous répondez au nom de Phare Habitat (fictif).").is_visible()
    look(desk)
    desk.get_by_label("La réponse").fill("Gardez-les à l’intérieur trois jours. Nous rebranchons les antennes.")
    submit(desk, "Publier la réponse")
    assert desk.get_by_text("Personne n’attend de réponse").is_visible()
    look(desk)
    seen_by_all(open_page, fiche("6-isoler-les-batiments").get_url(), "Réponse de Phare Habitat")


def test_the_whole_way_in_by_keyboard(open_page, outbox):
    page = open_page(width=360)
    page.goto(fiche().get_url())
    tab_to(page, page.get_by_role("link", name="Écrire un commentaire"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ecrire/**")
    tab_to(page, page.get_by_label("Votre commentaire"))
    page.keyboard.type("Et le passage Desnos, quand ?")
    tab_to(page, page.get_by_label("Votre nom ou un surnom"), most=1)
    tab_to(page, page.get_by_label("Votre adresse e-mail"), most=1)
    page.keyboard.type(VISITOR)
    tab_to(page, page.get_by_role("button", name="Envoyer"), most=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ecrit/**")
    page.goto(link_of(outbox, "/confirmer/"))
    tab_to(page, page.get_by_role("button", name="Confirmer mon commentaire"))
    page.keyboard.press("Enter")
    page.get_by_text("C’est confirmé, merci").wait_for()

    desk = open_page(width=360, user=READER)
    desk.goto("/agents/commentaires/")
    tab_to(desk, desk.get_by_role("link", name=re.compile("passage Desnos, quand")))
    desk.keyboard.press("Enter")
    publish = desk.get_by_role("button", name="Publier", exact=True)
    publish.wait_for()
    tab_to(desk, publish)
    desk.keyboard.press("Enter")
    desk.get_by_text("Le commentaire est publié").wait_for()
    assert PublicComment.objects.public().filter(comment__startswith="Et le passage Desnos").exists()
