"""A council in the browser: joining it, answering, its meetings in a calendar, every page and state of it."""

from pathlib import Path

import pytest
from icalendar import Calendar

from participation.accounts.services import create_account
from participation.councils.models import Council, JoinRequest, Meeting
from tests.e2e.steps import follow, heading, look, look_at, submit, tab_to

COUNCIL = "/conseils/conseil-citoyen-de-canto-perdrix/"
JOIN = f"{COUNCIL}rejoindre/"
DESK = "/agents/conseils/conseil-citoyen-de-canto-perdrix/"
ORGANISER = "conseil@demo.example"
COORDINATION = "coordination@demo.example"
ASKER = "habitant@demo.example"
NEIGHBOUR = "voisin@exemple.fr"
CASES = [(360, True), (1280, True), (360, False)]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}px-{'js' if case[1] else 'nojs'}")
def screen(request):
    width, javascript = request.param
    return {"width": width, "javascript": javascript}


@pytest.fixture
def neighbour(portal):
    return create_account(email=NEIGHBOUR, confirmed=True)


@pytest.fixture(autouse=True)
def _refused_on_purpose(guard):
    guard.allow("400")


def test_somebody_joins_and_the_organiser_accepts(open_page, screen, neighbour, outbox):
    visitor = open_page(**screen)
    look_at(visitor, COUNCIL)
    follow(visitor, "Rejoindre le conseil")
    look(visitor)
    assert visitor.get_by_text("il faut un compte").is_visible()

    person = open_page(**screen, user=NEIGHBOUR)
    look_at(person, JOIN)
    submit(person, "Envoyer ma demande")
    assert person.locator(".error-summary").is_visible()
    look(person)
    person.get_by_label("Pourquoi ce conseil vous intéresse").fill("Pour la lumière du passage.")
    submit(person, "Envoyer ma demande")
    assert person.get_by_role("main").get_by_label("Pourquoi").input_value() == "Pour la lumière du passage."
    person.get_by_label("J’ai lu les conditions").check()
    submit(person, "Envoyer ma demande")
    assert person.get_by_text("Elle vous répond au plus tard le").is_visible()
    look(person)
    assert "reçue" in outbox.last(to=NEIGHBOUR).subject

    organiser = open_page(**screen, user=ORGANISER)
    (link,) = [link for link in outbox.links(outbox.last(to=ORGANISER)) if "/demandes/" in link]
    look_at(organiser, link)
    assert organiser.get_by_text("Pour la lumière du passage.").is_visible()
    submit(organiser, "Refuser et répondre")
    assert organiser.locator(".error-summary").is_visible()
    look(organiser)
    submit(organiser, "Accepter la demande")
    assert heading(organiser) == "Conseil citoyen de Canto-Perdrix"
    look(organiser)

    assert "Vous rejoignez le conseil" in outbox.last(to=NEIGHBOUR).subject
    look_at(person, JOIN)
    assert person.get_by_text("Vous siégez ici depuis").is_visible()
    submit(person, "Quitter le conseil")
    assert person.get_by_text("Vous ne siégez plus").is_visible()


def test_joining_by_keyboard_alone(open_page, neighbour):
    page = open_page(width=360, user=NEIGHBOUR)
    page.goto(COUNCIL)
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Rejoindre le conseil"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Pourquoi ce conseil vous intéresse"))
    page.keyboard.type("Je suis là le soir.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Envoyer ma demande"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert JoinRequest.objects.get(user=neighbour).motivation == "Je suis là le soir."


def test_the_one_who_waits_reads_the_promised_day_and_withdraws(open_page, screen, outbox):
    page = open_page(**screen, user=ASKER)
    look_at(page, JOIN)
    assert page.get_by_text("passage Desnos depuis huit ans").is_visible()
    submit(page, "Retirer ma demande")
    assert page.get_by_text("Votre demande est retirée.").is_visible()
    assert page.get_by_role("button", name="Envoyer ma demande").is_visible()
    assert "retirée" in outbox.last(to=ASKER).subject


def test_a_refusal_carries_its_sentence(open_page, outbox):
    page = open_page(width=360, user=ORGANISER)
    page.goto(DESK)
    follow(page, "Une habitante de Canto-Perdrix")
    page.get_by_label("Votre réponse à la personne").fill("Tous les sièges sont pris jusqu’au printemps.")
    submit(page, "Refuser et répondre")
    assert "Tous les sièges sont pris" in outbox.last(to=ASKER).text
    asker = open_page(width=360, user=ASKER)
    look_at(asker, JOIN)
    assert asker.get_by_text("Tous les sièges sont pris").is_visible()


def test_a_meeting_goes_into_a_calendar(open_page, screen):
    page = open_page(**screen)
    page.goto(COUNCIL)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ajouter à mon agenda (.ics)").click()
    [event] = Calendar.from_ical(Path(waiting.value.path()).read_bytes()).walk("VEVENT")
    meeting = Meeting.objects.get(uid=str(event["uid"]))
    assert event.decoded("dtstart") == meeting.starts_at
    assert waiting.value.suggested_filename.endswith(".ics")


def test_a_meeting_is_planned_moved_and_cancelled(open_page, screen, outbox):
    page = open_page(**screen, user=ORGANISER)
    look_at(page, DESK)
    follow(page, "Prévoir une réunion")
    look(page)
    page.get_by_label("Titre").fill("Réunion sur les bancs")
    submit(page, "Mettre dans l’agenda")
    assert page.locator(".error-summary").is_visible()
    look(page)
    page.get_by_label("Jour", exact=True).fill("2028-03-15")
    page.get_by_label("Début").fill("18:30")
    page.get_by_label("Lieu").fill("Maison de quartier")
    submit(page, "Mettre dans l’agenda")
    meeting = Meeting.objects.get(title="Réunion sur les bancs")
    look_at(page, meeting.get_absolute_url())

    look_at(page, f"{DESK}reunions/{meeting.pk}/")
    assert page.get_by_label("Début").input_value() == "18:30"
    page.get_by_label("Début").fill("19:00")
    submit(page, "Enregistrer")
    assert "déplacée" in outbox.last(to=ORGANISER).subject
    look_at(page, meeting.get_absolute_url())
    assert page.get_by_text("vérifiez le jour").is_visible()

    look_at(page, f"{DESK}reunions/{meeting.pk}/annuler/")
    page.get_by_label("Pourquoi elle n’a pas lieu").fill("La salle est fermée.")
    submit(page, "Annuler ce rendez-vous")
    look(page)
    look_at(page, meeting.get_absolute_url())
    assert page.get_by_text("La salle est fermée.").is_visible()


def test_a_decision_is_noted_and_settled(open_page):
    page = open_page(width=360, user=ORGANISER)
    look_at(page, f"{DESK}decisions/nouvelle/")
    page.get_by_label("Décision", exact=True).fill("Repeindre la rampe")
    submit(page, "Publier")
    follow(page, "Repeindre la rampe")
    look(page)
    page.get_by_label("Faite").check()
    page.get_by_label("En une phrase").fill("Peinte un samedi, à huit.")
    submit(page, "Publier")
    look_at(page, COUNCIL)
    assert page.get_by_text("Peinte un samedi, à huit.").is_visible()


def test_an_opinion_gets_its_answer(open_page):
    page = open_page(width=360, user=ORGANISER)
    look_at(page, f"{DESK}avis/nouveau/")
    submit(page, "Publier")
    assert page.locator(".error-summary").is_visible()
    look(page)
    look_at(page, DESK)
    follow(page, "Avis n° 2, un arrêt de bus abrité")
    look(page)
    page.get_by_label("En partie").check()
    page.get_by_label("Ce que dit la réponse").fill("Un banc d’abord, l’abri ensuite.")
    submit(page, "Publier")
    look_at(page, COUNCIL)
    assert page.get_by_text("Un banc d’abord, l’abri ensuite.").is_visible()


def test_every_public_page_and_state(open_page, screen):
    page = open_page(**screen)
    cancelled = Meeting.objects.get(title="Pied d’immeuble, place Écochard")
    past = Meeting.objects.filter(title="Visite de quartier à Canto-Perdrix").get()
    addresses = [
        "/conseils/",
        "/conseils/?quartier=canto-perdrix",
        "/conseils/?quartier=paradis-saint-roch",
        *(council.get_absolute_url() for council in Council.objects.all()),
        f"{COUNCIL}decisions/",
        f"{COUNCIL}reunions/",
        "/conseils/reunion-tripartite-de-boudeme/rejoindre/",
        "/agenda/",
        "/agenda/?vue=passe",
        "/agenda/?quartier=canto-perdrix",
        cancelled.get_absolute_url(),
        past.get_absolute_url(),
    ]
    for address in addresses:
        look_at(page, address)


def test_the_coordination_creates_a_council_and_announces_an_event(open_page):
    page = open_page(width=360, user=COORDINATION)
    look_at(page, "/agents/conseils/")
    follow(page, "Créer un conseil")
    look(page)
    page.get_by_label("Nom", exact=True).fill("Conseil citoyen de Mas de Pouane")
    submit(page, "Créer le conseil")
    assert heading(page) == "Conseil citoyen de Mas de Pouane"
    look(page)
    look_at(page, "/conseils/conseil-citoyen-de-mas-de-pouane/")
    look_at(page, "/agents/agenda/nouveau/")
    page.get_by_label("Titre").fill("Café du marché")
    page.get_by_label("Jour", exact=True).fill("2028-03-15")
    page.get_by_label("Début").fill("10:00")
    submit(page, "Mettre dans l’agenda")
    look(page)
    assert Meeting.objects.get(title="Café du marché").council is None
