"""The filters of the queue, in its address: what is in force, what one tap removes, where one goes on."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.moderation import registry
from participation.moderation.enums import CaseState, Rule

# What `etat` says, and what it means; the empty one is what waits.
STATES = {
    "": "",
    "contestes": CaseState.APPEALED,
    "annulables": CaseState.DECIDED,
    "regles": CaseState.CLOSED,
}
LABELS = {
    "": gettext_lazy("À lire"),
    "contestes": gettext_lazy("Contestés"),
    "annulables": gettext_lazy("Encore annulables"),
    "regles": gettext_lazy("Réglés"),
}
_LIMIT = 80


def asked(query) -> dict[str, str]:
    """What the address says, as far as it means something; the rest is not repeated in our links."""
    kind, rule, state = (query.get(name, "") for name in ("sorte", "regle", "etat"))
    return {
        "sorte": kind if kind in {one.key for one in registry.kinds()} else "",
        "regle": rule if rule in Rule.values else "",
        "etat": state if state in STATES else "",
    }


def filters(values: dict) -> dict[str, str]:
    """For the selectors."""
    return {"kind": values["sorte"], "rule": values["regle"], "state": STATES[values["etat"]]}


def after(query) -> str | None:
    """Where the page before ended; the selector ignores what it does not understand."""
    return query.get("apres", "")[:_LIMIT] or None


def address(path: str, values: dict, **changed) -> str:
    kept = {name: value for name, value in {**values, **changed}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def tabs(path: str, values: dict, counts: dict) -> list[dict]:
    """Only what waits is counted."""
    return [
        {
            "label": label,
            "url": address(path, values, etat=key),
            "count": counts.get(key),
            "current": values["etat"] == key,
        }
        for key, label in LABELS.items()
    ]


def tags(path: str, values: dict) -> list[dict]:
    labels = {
        "sorte": next((str(one.label) for one in registry.kinds() if one.key == values["sorte"]), ""),
        "regle": str(Rule(values["regle"]).label) if values["regle"] else "",
    }
    return [
        {"label": labels[name], "url": address(path, values, **{name: ""}), "on": True}
        for name in ("sorte", "regle")
        if values[name]
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "sorte": [("", _("Toutes")), *((one.key, str(one.label)) for one in registry.kinds())],
        "regle": [("", _("Toutes")), *((rule.value, str(rule.label)) for rule in Rule)],
    }
