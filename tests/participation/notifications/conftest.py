"""Kinds of one test: topics « essai » and « autre », events « essai/nouvelle » and « essai/reponse »."""

import pytest
from django.template import engines
from django.template.loaders.locmem import Loader

from participation.notifications import registry
from participation.notifications.enums import Delivery
from participation.notifications.registry import Followed

TEMPLATES = {
    "mail/events/essai/nouvelle.subject.txt": "{{ words.title }}",
    "mail/events/essai/nouvelle.txt": "{{ words.title }} depuis hier.\n\nAllez voir.",
    "mail/events/essai/reponse.subject.txt": "{% if personal %}Votre réponse{% else %}Une réponse{% endif %}",
    "mail/events/essai/reponse.txt": "La ville a répondu.",
}


@pytest.fixture
def templates(monkeypatch):
    """`templates({"mail/a.txt": "…"})` adds templates for one test, in front of those on disk."""
    engine = engines["django"].engine
    added = {}
    monkeypatch.setattr(engine, "template_loaders", [Loader(engine, added), *engine.template_loaders])
    return added.update


@pytest.fixture
def kinds(monkeypatch, templates):
    """The registry with the kinds of this test beside the real ones."""
    monkeypatch.setattr(registry, "_topics", dict(registry._topics))
    monkeypatch.setattr(registry, "_events", dict(registry._events))
    templates(TEMPLATES)

    def find(keys):
        return {key: Followed(f"La chose {key}", f"/essai/{key}/") for key in keys if not key.startswith("cachee")}

    registry.register_topic("essai", label="Les essais", find=find, delivery=Delivery.DAILY, about="les essais")
    registry.register_topic("autre", label="Les autres", find=find, delivery=Delivery.NOW)
    registry.register_event("essai/nouvelle", label="Nouvelle", module="", words=["title"], action="Voir la nouvelle")
    registry.register_event("essai/reponse", label="Réponse", module="commentaires", action="Lire la réponse")
    return registry
