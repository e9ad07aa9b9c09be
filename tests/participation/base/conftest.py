import pytest
from django.template import engines
from django.template.loaders.locmem import Loader


@pytest.fixture
def templates(monkeypatch):
    """`templates({"mail/a.txt": "…"})` adds templates for one test, in front of those on disk."""
    engine = engines["django"].engine
    added = {}
    monkeypatch.setattr(engine, "template_loaders", [Loader(engine, added), *engine.template_loaders])
    return added.update


@pytest.fixture
def modules(monkeypatch):
    """The registry of modules, emptied for one test."""
    from participation.base.site import modules

    monkeypatch.setattr(modules, "_modules", {})
    return modules
