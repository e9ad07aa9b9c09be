"""Rows to find: a model of the base stands for what a feature would register."""

from datetime import date

import pytest

from participation.base.search import registry, services
from participation.base.search.registry import Document
from participation.base.worker.models import Heartbeat

ROWS = {
    "ascenseur": ("signalement", "Ascenseur en panne", "L’ascenseur du bâtiment C est arrêté.", date(2026, 3, 6)),
    "lampes": (
        "signalement",
        "Passage Desnos dans le noir",
        "Deux lampadaires éteints, à l’école.",
        date(2026, 3, 9),
    ),
    "réparé": ("signalement", "Éclairage réparé", "Les lampadaires sont réparés.", date(2026, 2, 1)),
    "jeux": ("page", "Aire de jeux", "Les travaux de l’aire commencent en mai.", None),
    "réunion": ("réunion", "Réunion du conseil citoyen", "Ordre du jour : éclairage, propreté.", date(2026, 4, 2)),
    "guillemets": ("page", 'Le « cœur » de "Canto"', "Une œuvre <b>partagée</b> & signée.", date(2025, 1, 1)),
    "arabe": ("signalement", "المصعد معطل", "لا يعمل المصعد", date(2026, 1, 5)),
}
REFERENCES = {"ascenseur": "MAR-26-000123", "lampes": "MAR-26-000412"}


class Source:
    """`public` holds the names of the rows that may be read; `documents` what is said of them."""

    def __init__(self):
        self.public = set(ROWS)
        self.documents = {
            name: Document(title, text, f"/signalements/{index}/", REFERENCES.get(name, ""), day, "Canto-Perdrix")
            for index, (name, (_kind, title, text, day)) in enumerate(ROWS.items())
        }

    def queryset(self):
        return Heartbeat.objects.filter(worker_id__in=self.public)

    def document(self, row):
        return self.documents[row.worker_id]


@pytest.fixture
def source(monkeypatch):
    """One source, alone in the register."""
    monkeypatch.setattr(registry, "_sources", {})
    source = Source()
    registry.register("signalement", "Signaux", model=Heartbeat, queryset=source.queryset, document=source.document)
    return source


@pytest.fixture
def corpus(source, db):
    rows = [Heartbeat.objects.create(worker_id=name) for name in ROWS]
    services.rebuild()
    source.rows = {row.worker_id: row for row in rows}
    return source
