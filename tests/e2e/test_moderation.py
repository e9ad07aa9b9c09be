"""The desk of moderation in the browser: two hundred messages by keyboard alone, without JavaScript, on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.models import User
from participation.base.links.signing import make_token
from participation.moderation import registry, rules, services
from participation.moderation.enums import CaseState, Decision, Ground, Rule
from participation.moderation.models import Ban, Case, CaseEvent, Flag, ModerationSettings
from participation.moderation.registry import Item, Kind, Photo
from participation.moderation.workflow import rank_of
from participation.territory.models import Commune
from tests.e2e.steps import assert_focus_is_seen, follow, heading, look, look_at, submit, tab_to

READER = "coordination@demo.example"
QUEUE = "/agents/moderation/"
KIND = "essai"
REFUSED = "400|409"
everywhere = pytest.mark.parametrize(
    ("width", "javascript"), [(320, True), (1280, True), (320, False), (1280, False)], ids=str
)


class Desk:
    """Things of a kind that lives in memory; `done`: what was asked of it."""

    def __init__(self):
        self.items, self.done = {}, []

    def hold(self, text, rule=Rule.NO_ACCOUNT, minutes=5, photos=(), **values):
        key, at = str(len(self.items) + 1), timezone.now() - timedelta(minutes=minutes)
        self.items[key] = Item(
            title="12. Éclairer les passages",
            url="/conventions/",
            text=text,
            author="Nour, des Marches",
            written_at=at,
            context=(("En réponse à Luc", "Qui a la clé du local ?"),),
            photos=tuple(Photo(photo, "/static/favicon.svg", "Le hall du bâtiment C") for photo in photos),
        )
        values = {"commune": Commune.objects.get(name="Martigues"), "author_key": f"auteur-{key}", **values}
        return Case.objects.create(
            kind=KIND, key=key, rule=rule, rules=[rule], rank=rank_of([rule]), held_at=at, **values
        )

    def refused(self, text="Achetez mes vélos."):
        at = timezone.now() - timedelta(days=1)
        return self.hold(
            text,
            state=CaseState.CLOSED,
            decision=Decision.REFUSE,
            ground=Ground.ADVERTISING,
            reason="Le portail ne passe pas d’annonces.",
            decided_by=User.objects.get(email="administration@demo.example")
            if User.objects.filter(email="administration@demo.example").exists()
            else None,
            decided_at=at,
            apply_at=at,
            applied_at=at,
        )


@pytest.fixture
def desk(portal, monkeypatch):
    made = Desk()
    kind = Kind(
        key=KIND,
        label="essai",
        module="commentaires",
        find=lambda keys: {key: made.items[key] for key in keys if key in made.items},
        reach=rules.city_reach,
        publish=lambda key, by, at, text: made.done.append((key, text)),
        refuse=lambda key, by, at, ground, reason: made.done.append((key, ground)),
        tell=lambda *told: None,
        blur=lambda key, photo, boxes, by, at: made.done.append((key, tuple(boxes))),
        erase=lambda key, at: None,
    )
    # The demonstration's own messages are not what is counted here.
    for other in registry.kinds():
        monkeypatch.delitem(registry._kinds, other.key)
    monkeypatch.setitem(registry._kinds, KIND, kind)
    return made


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def number(page):
    return int(re.search(r"/moderation/(\d+)/", page.url)[1])


def test_two_hundred_by_keyboard_alone(open_page, desk):
    for minutes in range(200, 0, -1):
        text = "Appelez le 06 12 34 56 78." if minutes % 20 == 0 else f"Message {minutes}."
        desk.hold(text, minutes=minutes)
    page = open_page(user=READER)
    page.goto(QUEUE)
    press(page, "n")
    seen = []
    while "/moderation/" in page.url and re.search(r"/moderation/\d+/", page.url):
        seen.append(number(page))
        turn = len(seen)
        if turn % 20 == 1 and page.locator(".held-text mark").count():
            page.keyboard.press("e")
            assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
            page.keyboard.type(" pn?")  # letters are letters while one types
            page.keyboard.press("Tab")
            press(page, "Enter")
        elif turn % 10 == 2:
            page.keyboard.press("r")
            page.keyboard.press("Space")
            press(page, "Enter")
        else:
            press(page, "p")
        assert turn <= 200
    assert len(set(seen)) == 200
    assert page.get_by_text("Rien à lire").is_visible()
    decisions = list(Case.objects.filter(kind=KIND).values_list("decision", flat=True))
    assert decisions.count(Decision.EDIT) == 10
    assert decisions.count(Decision.REFUSE) == 20
    assert decisions.count(Decision.PUBLISH) == 170
    assert not Case.objects.filter(kind=KIND, state=CaseState.WAITING).exists()
    edited = Case.objects.filter(kind=KIND, decision=Decision.EDIT).values_list("key", flat=True)
    services.apply_due(at=timezone.now() + timedelta(seconds=11))
    assert len(desk.done) == 200
    assert {text for key, text in desk.done if key in edited} == {"Appelez le […]. pn?"}
    assert CaseEvent.objects.filter(case__kind=KIND, verb__in=["published", "edited", "refused"]).count() == 200


def test_the_other_keys(open_page, desk):
    first, second = desk.hold("Le premier.", minutes=9, photos=["a"]), desk.hold("Le second.", minutes=5)
    page = open_page(user=READER)
    page.goto(f"{QUEUE}{first.pk}/")
    press(page, "j")
    assert number(page) == second.pk
    press(page, "j")
    press(page, "p")
    assert page.get_by_role("status").filter(has_text="Publié.").is_visible()
    assert re.search(r"\((10|9|8) s\)", page.locator("[data-left]").inner_text())
    look(page)
    press(page, "z")
    assert number(page) == first.pk
    assert page.get_by_text("La décision est annulée").is_visible()
    press(page, "p")
    press(page, "u")
    first.refresh_from_db()
    assert first.state == CaseState.WAITING

    page.keyboard.press("?")
    assert page.get_by_text("ôter les données personnelles").is_visible()
    look(page)
    for key, words in (("f", "Flouter des zones"), ("b", "Suspendre l’auteur")):
        page.goto(f"{QUEUE}{first.pk}/")
        press(page, key)
        assert heading(page) == words
    page.goto(f"{QUEUE}{first.pk}/")
    page.keyboard.press("s")
    assert page.get_by_role("button", name="Sceller et retirer").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_label("Raccourcis actifs sur cet appareil").uncheck()
    page.reload()
    page.keyboard.press("p")
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    first.refresh_from_db()
    assert first.state == CaseState.WAITING, "switched off is off"
    page.locator("[data-keys] summary").click()
    page.get_by_label("Raccourcis actifs sur cet appareil").check()
    page.locator("body").press("Control+p")
    page.locator("h1").click()
    press(page, "p")
    first.refresh_from_db()
    assert first.state == CaseState.DECIDED


def test_everything_is_reached_by_tab_too(open_page, desk):
    case = desk.hold("Le seul.")
    page = open_page(width=360, user=READER)
    page.goto(QUEUE)
    tab_to(page, page.get_by_role("link", name="Commencer à lire"))
    press(page, "Enter")
    tab_to(page, page.get_by_text("Ne pas publier", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("insulte ou attaque une personne").first, most=1)
    assert_focus_is_seen(page)
    case.refresh_from_db()
    assert case.state == CaseState.WAITING


def test_a_countdown_ends(open_page, desk):
    case = desk.hold("Le seul.")
    page = open_page(user=READER)
    page.goto(f"{QUEUE}{case.pk}/")
    page.clock.install()
    press(page, "p")
    assert page.get_by_role("button", name=re.compile("^Annuler")).is_visible()
    page.clock.run_for(11_000)
    assert page.get_by_text("Il est trop tard pour annuler.").is_visible()
    assert page.get_by_role("button", name=re.compile("^Annuler")).count() == 0
    look(page)


@everywhere
def test_every_page_of_the_desk(open_page, desk, guard, width, javascript):
    guard.allow(REFUSED)
    page = open_page(width=width, javascript=javascript, user=READER)
    look_at(page, QUEUE)
    assert page.get_by_text("Rien à lire").is_visible()
    long = desk.hold("Anticonstitutionnellement" * 20 + " 06 12 34 56 78", Rule.PERSONAL_DATA, photos=["a"])
    others = [desk.hold(f"Message {n}.", minutes=n) for n in range(3)]
    look_at(page, QUEUE)
    look_at(page, f"{QUEUE}?regle=personal_data")

    follow(page, "Commencer à lire")
    look(page)
    page.get_by_text("Publier sans les données personnelles", exact=True).click()
    assert "06 12" not in page.get_by_label("Le texte qui sera publié").input_value()
    page.get_by_text("Ne pas publier", exact=True).click()
    submit(page, "Ne pas publier, dire pourquoi")
    assert page.locator(".error-summary").is_visible()
    look(page)

    follow(page, re.compile("^Flouter des zones"))
    look(page)
    page.get_by_label("Ligne 1, colonne 2", exact=True).check()
    submit(page, "Flouter pour de bon")
    assert page.locator(".error-summary").is_visible()
    look(page)
    page.get_by_label("J’ai vérifié : la photo d’origine sera détruite.").check()
    submit(page, "Flouter pour de bon")
    assert desk.done == [(long.key, ((125, 0, 250, 125),))]

    follow(page, "Suspendre l’auteur…")
    look(page)
    page.get_by_label("menace une personne").check()
    page.get_by_label(re.compile("^J’ai vérifié")).check()
    submit(page, "Suspendre")
    assert Ban.objects.count() == 1
    look(page)
    page.get_by_text("Mettre sous scellé", exact=True).click()
    look(page)
    page.get_by_label("menace une personne").last.check()
    submit(page, "Sceller et retirer")
    assert page.get_by_text("Mis sous scellé.").is_visible()
    if not javascript:
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Annuler")).click()
        long.refresh_from_db()
        assert long.state == CaseState.WAITING
        submit(page, "Publier")

    page.goto(QUEUE)
    for one in others[:2]:
        page.get_by_label(f"Choisir le n° {one.pk} :").check()
    submit(page, "Ne pas publier…")
    look(page)
    page.get_by_label("fait de la publicité ou de la propagande").check()
    submit(page, "Ne pas publier")
    assert page.get_by_text("c’est fait pour 2 messages").is_visible()
    look(page)
    assert Case.objects.filter(kind=KIND, decision=Decision.REFUSE).count() == 2


@everywhere
def test_sealed_and_stale(open_page, desk, guard, width, javascript):
    guard.allow(REFUSED)
    page = open_page(width=width, javascript=javascript, user=READER)
    look_at(page, f"{QUEUE}scelles/")
    case = desk.hold("On va te retrouver.", Rule.THREAT)
    page.goto(f"{QUEUE}{case.pk}/")
    somebody = User.objects.exclude(email=READER).filter(grants__role="administrator").first()
    services.decide(case=case, by=somebody, decision=Decision.SEAL, version=1, ground=Ground.THREAT)
    page.get_by_text("Ne pas publier", exact=True).click()
    page.get_by_label("menace une personne").first.check()
    page.get_by_label("Vos mots à l’auteur").first.fill("Des mots que je ne veux pas perdre.")
    submit(page, "Ne pas publier, dire pourquoi")
    assert page.get_by_text(re.compile("a déjà décidé")).is_visible()
    assert page.get_by_text("Des mots que je ne veux pas perdre.").first.is_visible()
    look(page)
    services.apply_due(at=timezone.now() + timedelta(seconds=11))
    look_at(page, f"{QUEUE}scelles/")
    follow(page, re.compile(f"n° {case.pk}|n° {case.pk}"))
    assert page.get_by_text("On va te retrouver.").count() == 0
    look(page)
    submit(page, "Ouvrir le scellé")
    assert page.get_by_text("On va te retrouver.").is_visible()
    look(page)


@everywhere
def test_contested_and_given_to_the_contact_outside(open_page, desk, guard, width, javascript):
    guard.allow(REFUSED)
    case = desk.refused()
    page = open_page(width=width, javascript=javascript)
    address = f"/moderation/recours/{make_token(services.APPEAL, {'case': case.pk}, max_age=3600)}/"
    look_at(page, address)
    submit(page, "Contester")
    assert page.locator(".error-summary").is_visible()
    look(page)
    page.get_by_label("Pourquoi vous n’êtes pas d’accord").fill("C’est un don, pas une annonce.")
    submit(page, "Contester")
    assert heading(page) == "C’est reçu"
    look(page)
    look_at(page, address)

    made = case.appeals.get()
    made.outside = True
    made.save()
    look_at(page, f"/moderation/avis/{make_token(services.OUTSIDE, {'appeal': made.pk}, max_age=3600)}/")
    assert page.get_by_text("C’est un don, pas une annonce.").is_visible()
    submit(page, "Publier le message")
    assert page.get_by_text("Le message paraît.").is_visible()
    look(page)


def test_the_second_moderator_answers(open_page, desk):
    case = desk.refused()
    services.appeal(case=case, text="C’est un don, pas une annonce.")
    case.appeals.update(outside=False)
    page = open_page(width=360, user=READER)
    look_at(page, f"{QUEUE}?etat=contestes")
    follow(page, re.compile("Achetez mes vélos"))
    look(page)
    submit(page, "Annuler le refus et publier")
    assert page.get_by_text("Le refus est annulé").is_visible()


@everywhere
def test_a_reader_flags(open_page, desk, guard, width, javascript):
    guard.allow(REFUSED)
    desk.hold("Un message publié.").delete()
    page = open_page(width=width, javascript=javascript)
    look_at(page, f"/moderation/alerter/{KIND}/1/")
    submit(page, "Alerter")
    assert page.locator(".error-summary").is_visible()
    look(page)
    page.get_by_label("insulte ou attaque une personne").check()
    submit(page, "Alerter")
    assert heading(page) == "C’est noté, merci"
    look(page)
    assert Flag.objects.get().ground == Ground.INSULT


@everywhere
def test_the_public_figures_and_the_charter(open_page, desk, width, javascript):
    now = timezone.now()
    for back in (65, 35, 34, 33, 1):
        case = desk.hold("Lu.", state=CaseState.CLOSED)
        CaseEvent.objects.create(case=case, verb="held", at=now - timedelta(days=back, hours=back % 7 + 1))
        CaseEvent.objects.create(
            case=case, verb="refused" if back == 34 else "published", at=now - timedelta(days=back)
        )
    page = open_page(width=width, javascript=javascript)
    look_at(page, "/moderation/")
    assert page.locator("svg.chart").count() == 2
    follow(page, "Lire la charte")
    assert heading(page) == "Charte de modération"
    look(page)
    assert ModerationSettings.objects.get().charter_page.url in page.url
