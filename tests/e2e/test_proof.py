"""In a rush the browser does a little work while one writes; without JavaScript the message is read first."""

import re

import pytest

from cms.models import ProjectPage
from participation.comments.models import PublicComment
from participation.moderation import forms_guard

SOLVED = "input[data-proved]"


@pytest.fixture
def rush(settings):
    settings.PROOF_FROM_MESSAGES = 0


def address():
    return ProjectPage.objects.get(slug="12-eclairer-les-passages").get_url()


def write(page, email):
    page.goto(address())
    page.get_by_role("link", name="Écrire un commentaire").first.click()
    page.get_by_label("Votre commentaire").fill("Les lampes du passage sont-elles éteintes la nuit ?")
    page.get_by_label("Votre adresse e-mail").fill(email)


def send(page, email):
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile("/commentaires/"))
    page.get_by_role("heading", level=1, name="Confirmez votre adresse").wait_for()
    assert PublicComment.objects.filter(user_email=email).count() == 1


@pytest.fixture
def judged(monkeypatch):
    """What became of each proof the portal looked at; nothing where none was asked."""
    seen, judge = [], forms_guard.is_proof

    def remember(payload):
        seen.append(judge(payload))
        return seen[-1]

    monkeypatch.setattr(forms_guard, "is_proof", remember)
    return seen


def test_the_browser_proves_its_work_in_the_background(open_page, rush, judged):
    page = open_page(width=360)
    write(page, "preuve@exemple.fr")
    page.wait_for_selector(SOLVED, state="attached", timeout=15_000)
    send(page, "preuve@exemple.fr")
    assert judged == [True]


def test_who_sends_at_once_waits_for_the_work_not_for_an_error(open_page, rush, judged, settings):
    settings.PROOF_MAX_NUMBER = 200_000
    page = open_page()
    write(page, "presse@exemple.fr")
    send(page, "presse@exemple.fr")
    assert judged == [True]


def test_the_page_answers_while_it_works(open_page, rush, settings):
    settings.PROOF_MAX_NUMBER = 2_000_000
    page = open_page()
    write(page, "calme@exemple.fr")
    longest = page.evaluate(
        """() => new Promise(resolve => {
            let last = performance.now(), longest = 0, left = 60;
            const tick = () => {
                const now = performance.now();
                longest = Math.max(longest, now - last);
                last = now;
                if (--left) setTimeout(tick, 5); else resolve(longest);
            };
            tick();
        })"""
    )
    assert longest < 150, f"{longest:.0f} ms without an answer"


def test_without_javascript_it_is_read_first_and_never_refused(open_page, rush, judged):
    page = open_page(width=360, javascript=False)
    write(page, "sans@exemple.fr")
    send(page, "sans@exemple.fr")
    assert judged == [False]


def test_when_it_is_calm_nothing_is_asked(open_page, settings, judged):
    settings.PROOF_FROM_MESSAGES = 1000
    page = open_page()
    write(page, "tranquille@exemple.fr")
    assert page.locator("input[data-proof]").count() == 0 and page.locator("script[src*=proof]").count() == 0
    send(page, "tranquille@exemple.fr")
    assert judged == []
