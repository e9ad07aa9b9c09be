"""From a question under a fiche to the answer beside it: without account, with one, by keyboard, for those who read."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import ProjectPage
from participation.accounts.models import User
from participation.base import cache
from participation.comments.enums import State
from participation.comments.models import Discussion, PublicComment
from participation.comments.services import answer_officially
from participation.moderation import services as moderation
from participation.moderation.enums import Decision
from participation.moderation.models import Case
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
    look_at(desk, "/agents/moderation/")
    assert desk.get_by_text("Le passage des Marches sera-t-il éclairé aussi").first.is_visible()
    comment = published(comment)
    assert "est publié" in outbox.last(to=VISITOR).subject
    seen_by_all(open_page, fiche().get_url(), "Luc, des Marches")
    answer_officially(
        comment=comment,
        by=someone(READER),
        text="Oui, au printemps, après celui de l’école.",
        service="la Ville",
        at=comment.published_at,  # the same day, around midnight too
    )

    page.goto(link_of(outbox, "#commentaire-"))
    assert page.get_by_text("Oui, au printemps").first.is_visible()
    assert page.get_by_text("Répondu le jour même.").first.is_visible()
    look(page)
    assert VISITOR not in page.content()


@at_both_widths
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_with_an_account_it_is_there_at_once_and_a_neighbour_replies(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript, user=RESIDENT)
    target = fiche("9-charte-de-voisinage")
    for model in (PublicComment, Discussion):
        model.objects.about(target).delete()
    cache.bump()
    page.goto(target.get_url())
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
    assert page.get_by_text("donnée personnelle").first.is_visible()
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
    tab_to(page, page.get_by_role("link", name="Lire la charte"), most=1)
    tab_to(page, page.get_by_role("button", name="Envoyer"), most=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ecrit/**")
    page.goto(link_of(outbox, "/confirmer/"))
    tab_to(page, page.get_by_role("button", name="Confirmer mon commentaire"))
    page.keyboard.press("Enter")
    page.get_by_text("C’est confirmé, merci").wait_for()
    assert PublicComment.objects.to_read().filter(comment__startswith="Et le passage Desnos").exists()


def test_supported_and_no_longer(any_page, open_page):
    """Without account one is told what would give the right; with one it is two taps there, two back."""
    page, comment = any_page, PublicComment.objects.public().threads().earliest("pk")
    page.goto(f"/commentaires/{comment.pk}/")
    page.locator(f"#commentaire-{comment.pk}").get_by_role("link", name=re.compile("^Soutenir")).first.click()
    page.wait_for_url("**/soutenir/")
    assert page.get_by_text("Connectez-vous pour soutenir.").is_visible()
    look(page)

    page = open_page(width=320, user=LANDLORD)
    look_at(page, f"/commentaires/{comment.pk}/soutenir/")
    submit(page, "Soutenir")
    assert page.get_by_text("Votre soutien est compté.").is_visible()
    assert page.locator(f"#commentaire-{comment.pk} > .acts b").inner_text() == str(comment.support + 1)
    look_at(page, f"/commentaires/{comment.pk}/soutenir/")
    submit(page, "Retirer mon soutien")
    comment.refresh_from_db()
    assert comment.support == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_said_otherwise_then_taken_away(open_page, javascript):
    page = open_page(width=320, javascript=javascript, user=RESIDENT)
    page.goto(f"/commentaires/ecrire/fiche/{fiche().pk}/")
    page.get_by_label("Votre commentaire").fill("Les lampes du passage.")
    submit(page, "Envoyer")
    follow(page, re.compile("Le modifier"))
    look(page)
    first_link(page, "^Modifier")
    page.get_by_label("Votre commentaire").fill("Les lampes du passage clignotent.")
    look(page)
    submit(page, "Enregistrer")
    assert page.get_by_text("Votre commentaire est modifié.").is_visible()
    first_link(page, "^Supprimer")
    look(page)
    submit(page, "Supprimer pour de bon")
    assert page.get_by_text("Votre commentaire est supprimé.").is_visible()
    assert page.get_by_text("clignotent").count() == 0


def test_without_account_by_the_link_in_the_mail(open_page, outbox):
    page = open_page(width=320)
    page.goto(f"/commentaires/ecrire/fiche/{fiche().pk}/")
    page.get_by_label("Votre commentaire").fill("Les lampes du passage.")
    page.get_by_label("Votre adresse e-mail").fill(VISITOR)
    submit(page, "Envoyer")
    page.goto(link_of(outbox, "/mien/"))
    look(page)
    follow(page, "Modifier")
    page.get_by_label("Votre commentaire").fill("Les lampes du passage clignotent.")
    submit(page, "Enregistrer")
    follow(page, "Supprimer")
    look(page)
    submit(page, "Supprimer pour de bon")
    assert PublicComment.objects.latest("pk").state == State.WITHDRAWN


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_discussion_in_every_order(open_page, width):
    from tests.factories.comments import OfficialAnswerFactory, PublicCommentFactory

    target = fiche("9-charte-de-voisinage")
    for number in range(32):
        first = PublicCommentFactory(target=target, support=number % 3, user_name="Jean-Baptiste des Hauts-de-Canto")
        if number % 8 == 0:
            OfficialAnswerFactory(comment=first)
            for _ in range(12):
                PublicCommentFactory(target=target, reply_to=first, badge="elected", badge_label="élu·e")
    cache.bump()
    page = open_page(width=width)
    look_at(page, target.get_url())
    for order in ("Les plus soutenus", "Répondus d’abord"):
        follow(page, order)
        look(page)
        follow(page, "Commentaires suivants")
        assert page.locator(".comment header").first.is_visible()
        look(page)
    page.goto(target.get_url() + "?tri=repondus")
    first_link(page, "autres réponses")
    assert page.locator(".replies .comment").count() == 12
    look(page)


def first_link(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()


def published(comment):
    """As a moderator would; their own pages have tests of their own."""
    case = Case.objects.get(kind="commentaire", key=str(comment.pk))
    moderation.decide(case=case, by=someone(READER), decision=Decision.PUBLISH, version=case.version)
    moderation.apply_due(at=timezone.now() + timedelta(minutes=1))
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    return comment


def someone(email):
    return User.objects.get(email=email)
