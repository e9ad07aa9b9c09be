"""Every kind of news that an app registers is rendered, in every format: none is left out."""

import re

import pytest
from django.db import transaction

from participation.notifications import registry, services
from participation.notifications.digests import send_due_digests
from participation.notifications.distribution import distribute_events
from participation.notifications.enums import Delivery
from participation.notifications.models import Recipient, Subscription
from participation.notifications.selectors import news_for
from participation.notifications.wording import wording
from tests.factories.accounts import UserFactory
from tests.factories.notifications import EventFactory
from tests.factories.territory import QuartierFactory

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(kind, id=kind.name) for kind in registry.events()]
# What a template shows instead of a word it does not have, or a word that has no value.
HOLES = re.compile(r"\{\{|\{%|\bNone\b|STRING_IF_INVALID")


def samples(kind):
    """The word an app gave as a sample, or its name: enough to be seen in the text."""
    return {name: kind.samples.get(name) or f"mot-{name}" for name in kind.words}


def test_there_are_some():
    assert len(KINDS) >= 8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("personal", [True, False])
def test_a_kind_has_a_title_and_a_text(kind, personal):
    event = EventFactory(kind=kind.name, words=samples(kind), quartier=QuartierFactory())
    said = wording(event, personal=personal)
    assert said.title
    assert said.paragraphs
    assert len(said.title) <= 200
    assert str(kind.action) and str(kind.label)
    for text in (said.title, *said.paragraphs):
        assert not HOLES.search(text), text
        assert "<" not in text and "&#" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_that_is_missing_is_refused(kind):
    """Words are all required: templates may rely on them."""
    for missing in kind.words:
        words = samples(kind)
        del words[missing]
        with pytest.raises(KeyError, match=missing), transaction.atomic():
            services.notify(kind.name, key="essai", url="/", words=words)


@pytest.mark.parametrize("kind", KINDS)
def test_its_mail_in_both_formats(kind, outbox):
    person = services.recipient_of(email="nadia@exemple.fr", confirmed=True)
    services.notify(kind.name, key="essai", url="/essai/", words=samples(kind), people=[person], personal_url="/moi/")
    mail = outbox.last("nadia@exemple.fr")
    for text in (mail.subject, mail.text, mail.html):
        assert not HOLES.search(text), text
    assert "http://testserver/moi/" in mail.text
    assert 'href="http://testserver/moi/"' in mail.html
    assert kind.action_for(personal=True) in mail.html
    assert mail.module == kind.module


@pytest.mark.parametrize("kind", KINDS)
def test_its_line_in_a_digest_and_in_the_list(kind, outbox):
    person = services.recipient_of(user=UserFactory())
    quartier = QuartierFactory(name="Canto-Perdrix")
    services.follow(recipient=person, kind="quartier", key=quartier.slug, delivery=Delivery.DAILY)
    services.notify(kind.name, key="essai", url="/essai/", words=samples(kind), quartier=quartier)
    (line,) = news_for(person)
    assert line.title and line.quartier == "Canto-Perdrix"
    assert send_due_digests(person.next_digest_at) == 1
    mail = outbox.last(person.user.email)
    assert "== Canto-Perdrix ==" in mail.text
    for text in (mail.subject, mail.text, mail.html):
        assert not HOLES.search(text), text
        assert mail.subject


def test_hostile_words_in_every_kind(outbox):
    """Text as people type it, in place of every word: shown as it is, never as HTML."""
    hostile = "<script>alert(1)</script> & \u202eabc\u200b {{ words }} " + "x" * 5000
    person = services.recipient_of(user=UserFactory())
    Subscription.objects.filter(recipient=person).update(delivery=Delivery.NOW)
    for kind in registry.events():
        services.notify(kind.name, key=kind.name, url="/", words=dict.fromkeys(kind.words, hostile), people=[person])
    distribute_events()
    assert len(outbox.all()) == len(registry.events())
    for mail in outbox.all():
        assert "<script>" not in mail.html
        assert len(mail.subject) <= 200
        assert "\n" not in mail.subject
    assert Recipient.objects.count() == 1
