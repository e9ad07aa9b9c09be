"""Following without account, from the page of a fiche to the last mail; an area on the map; an account's news."""

import re

import pytest
from django.db import transaction

from cms.models import ProjectPage
from participation.notifications import services
from participation.notifications.models import Subscription
from participation.notifications.positions import place_events
from participation.reports.news import WORDS
from participation.territory.models import Quartier
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to
from tests.factories.accounts import UserFactory

VISITOR = "voisine@exemple.fr"
RESIDENT = "nouvelle@exemple.fr"
REFUSED = "400"
# In Canto-Perdrix.
HERE = {"latitude": 43.4195, "longitude": 5.0518}


def fiche():
    return ProjectPage.objects.get(slug="12-eclairer-les-passages")


def link_of(outbox, part):
    return next(link for link in outbox.links(outbox.last(to=VISITOR)) if part in link)


def happen(key, **where):
    with transaction.atomic():
        services.notify(
            "reports/step", key=key, url="/signalements/", words={**WORDS, "title": "Lampe du passage"}, **where
        )
    place_events()


def test_without_account_from_the_page_to_the_last_mail(any_page, outbox, guard):
    guard.allow(REFUSED)
    page = any_page
    page.goto(fiche().get_url())
    follow(page, "Suivre cette action par courriel")
    look(page)
    page.get_by_label("Votre adresse e-mail").fill("voisine")
    submit(page, "Suivre")
    assert page.locator(".error-summary").is_visible()
    assert page.get_by_label("Votre adresse e-mail").input_value() == "voisine", "nothing is lost"
    look(page)
    page.get_by_label("Votre adresse e-mail").fill(VISITOR)
    submit(page, "Suivre")
    assert heading(page) == "Encore un geste : votre e-mail"
    look(page)

    row = Subscription.objects.get(recipient__email=VISITOR, kind="fiche")
    look_at(page, link_of(outbox, "/confirmer/"))
    row.refresh_from_db()
    assert row.confirmed_at is None, "a GET confirms nothing"
    submit(page, "Oui, suivre")
    assert heading(page).startswith("C’est noté : vous suivez")
    look(page)

    follow(page, "Changer quand les nouvelles arrivent")
    look(page)
    page.get_by_label("Les fiches projets que je suis").select_option("now")
    page.get_by_label("Heure des résumés").select_option("19")
    submit(page, "Enregistrer")
    assert page.get_by_text("C’est enregistré.").is_visible()
    assert page.get_by_label("Heure des résumés").input_value() == "19"
    look(page)

    happen("essai-fiche", topics=[("fiche", fiche().pk)])
    mail = outbox.last(to=VISITOR)
    assert "Lampe du passage" in mail.text
    assert "/arreter/" in mail.text

    look_at(page, link_of(outbox, "/arreter/"))
    assert Subscription.objects.filter(pk=row.pk).exists(), "a GET stops nothing"
    submit(page, "Oui, arrêter")
    assert heading(page) == "C’est arrêté"
    assert not Subscription.objects.filter(pk=row.pk).exists()
    look(page)
    submit(page, "Reprendre")
    assert page.get_by_text("C’est repris.").is_visible()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Arrêter")).click()
    assert page.get_by_text("C’est arrêté.").is_visible()
    look(page)
    happen("essai-apres", topics=[("fiche", fiche().pk)])
    assert outbox.last(to=VISITOR).pk == mail.pk, "nothing more is sent"


def test_an_area_by_touch_with_and_without_javascript(open_page, outbox):
    for javascript in (True, False):
        page = open_page(width=360, javascript=javascript)
        page.goto("/suivre/zone/")
        page.get_by_label("Un nom pour cette zone").fill(f"École {javascript}")
        page.get_by_label("Votre adresse e-mail").fill(VISITOR)
        page.get_by_role("radio", name="200 mètres").check()
        if javascript:
            page.locator(".map-live").wait_for()
            page.locator(".map").click(position={"x": 150, "y": 150})
            page.locator(".area-circle").first.wait_for(state="attached")
        else:
            with page.expect_navigation():
                page.locator(".map > input").click(position={"x": 144, "y": 144})
        page.get_by_text("Repère posé.").first.wait_for()
        look(page)
        submit(page, "Suivre cet endroit")
        assert heading(page) == "Encore un geste : votre e-mail"
        area = Subscription.objects.get(label=f"École {javascript}")
        assert (area.radius_m, area.confirmed_at) == (200, None)
        assert abs(area.latitude - HERE["latitude"]) < 0.1
        assert abs(area.longitude - HERE["longitude"]) < 0.1


def test_an_area_by_keyboard_alone(open_page):
    page = open_page(width=1280, javascript=False)
    page.goto("/suivre/zone/")
    tab_to(page, page.get_by_label("Autour du milieu d’un quartier"))
    page.keyboard.type("Canto")
    tab_to(page, page.get_by_role("radio", name="500 mètres"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Un nom pour cette zone"))
    page.keyboard.type("Chez moi")
    tab_to(page, page.get_by_label("Votre adresse e-mail"))
    page.keyboard.type(VISITOR)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "Encore un geste : votre e-mail"
    assert Subscription.objects.get(label="Chez moi").radius_m == 1000


@pytest.mark.parametrize("javascript", [True, False])
def test_an_account_follows_reads_and_stops(open_page, javascript):
    user = UserFactory(email=RESIDENT)
    page = open_page(width=360, javascript=javascript, user=RESIDENT)
    page.goto("/quartiers/canto-perdrix/")
    follow(page, "Suivre ce quartier par courriel")
    look(page)
    submit(page, "Suivre")
    assert heading(page).startswith("Vous suivez")
    look(page)
    happen("essai-compte", quartier=Quartier.objects.get(slug="canto-perdrix"))
    look_at(page, "/compte/notifications/")
    assert page.get_by_role("heading", name="Lampe du passage").first.is_visible()
    menu = page.locator("header summary")
    menu.click()
    assert page.locator("header .unread").locator("visible=true").count() == 1
    look(page)
    menu.click()
    submit(page, "Tout marquer comme lu")
    assert page.get_by_text("Vous avez tout lu.").is_visible()
    assert page.locator("header .unread").count() == 0
    look(page)
    look_at(page, "/compte/notifications/choix/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Arrêter.*Canto-Perdrix")).click()
    assert page.get_by_text("C’est arrêté.").is_visible()
    submit(page, "Reprendre")
    assert Subscription.objects.filter(recipient__user=user, kind="quartier").exists()
    page.locator("summary", has_text="Je ne veux plus rien recevoir").click()
    submit(page, "Oui, tout arrêter")
    assert set(user.recipient.subscriptions.values_list("delivery", flat=True)) == {"none"}
    look(page)


@pytest.mark.parametrize("address", ["/suivre/quartier/canto-perdrix/", "/suivre/zone/", "/suivre/envoye/"])
def test_they_fit_on_the_smallest_screen(open_page, address):
    look_at(open_page(width=320), address)
