"""What a line of history says."""

from datetime import date

import pytest
from django.urls import reverse

from cms.services.facts import save_fact
from participation.accounts.enums import Role
from participation.accounts.services import erase_account
from tests.factories.accounts import staff_with
from tests.factories.cms import MilestoneFactory, SignatoryFactory, ThemeFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db


def page(client, fact):
    return client.get(reverse(f"faits_{fact._meta.model_name}:history", args=[fact.pk])).content.decode()


def test_dates_in_full_and_texts_by_name(editor):
    author = staff_with(Role.GUSP_COORDINATOR)
    author.display_name = "Coordination de Martigues"
    author.save()
    fact = MilestoneFactory(due_on=date(2026, 3, 12), status_note="")
    fact.due_on, fact.status_note, fact.quartier = date(2026, 4, 1), "Le gel a duré.", QuartierFactory()
    save_fact(fact, actor=author, role=Role.GUSP_COORDINATOR)
    text = page(editor, fact).replace("\N{NO-BREAK SPACE}", " ")
    assert "promise au plus tard le : 12 mars 2026 → 1er avril 2026" in text
    assert "où en est-on" in text
    assert "Le gel a duré." not in text
    assert "Coordination de Martigues" in text
    assert "chargé·e de mission GUSP" in text


def test_an_erased_author_leaves_the_line(editor):
    author = staff_with(Role.GUSP_COORDINATOR)
    author.display_name = "Quelqu’un"
    author.save()
    fact = save_fact(ThemeFactory.build(page=ThemeFactory().page), actor=author, role=Role.GUSP_COORDINATOR)
    erase_account(user=author)
    text = page(editor, fact)
    assert "Quelqu’un" not in text
    assert "créé" in text


def test_the_journal_names_what_is_left_and_what_is_gone(editor):
    author = staff_with(Role.GUSP_COORDINATOR)
    kept = save_fact(
        SignatoryFactory.build(page=ThemeFactory().page, partner=SignatoryFactory().partner), actor=author, role=""
    )
    gone = save_fact(ThemeFactory.build(page=kept.page, title="Éphémère"), actor=author, role="")
    gone.delete()
    text = editor.get(reverse("faits_journal:index")).content.decode()
    assert kept.partner.name in text
    assert "supprimé depuis" in text
