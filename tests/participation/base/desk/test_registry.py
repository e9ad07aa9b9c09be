from datetime import date

import pytest

from participation.base.desk import registry
from participation.base.desk.registry import DeskItem, DeskLink

DAY = date(2026, 3, 24)


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(registry, "_desks", {})


def test_a_desk_gives_what_is_theirs_to_those_who_may_enter():
    item = DeskItem("Porte cassée", "/agents/signalements/MAR-26-000377/", "Entrée 4", "Répondre")
    link = DeskLink("/agents/signalements/", "Signalements", 1)
    registry.register(
        "reports",
        lambda user, day: [item] if day == DAY else [],
        may_enter=lambda user: user == "agent",
        links=lambda user: [link],
    )
    registry.register("councils", lambda user, day: [], may_enter=lambda user: user == "conseil")
    assert registry.items_for("agent", DAY) == [item]
    assert registry.links("agent") == [link]
    assert registry.items_for("conseil", DAY) == registry.links("conseil") == []
    assert registry.may_enter("agent") and registry.may_enter("conseil")
    assert not registry.may_enter("habitant") and registry.items_for("habitant", DAY) == []


def test_a_key_is_taken_once():
    provider, allowed = (lambda user, day: []), (lambda user: True)
    registry.register("reports", provider, may_enter=allowed)
    registry.register("reports", provider, may_enter=allowed)
    with pytest.raises(ValueError, match="registered twice"):
        registry.register("reports", lambda user, day: [], may_enter=allowed)
