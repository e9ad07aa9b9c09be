"""What one person may take along and have erased (RGPD, art. 15, 17, 20), gathered from every app that knows them."""

from collections.abc import Callable

from django.db import transaction

_exporters: dict[str, Callable] = {}
_erasers: dict[str, Callable] = {}


def register_exporter(app: str, export: Callable[..., dict]) -> None:
    """`export(user)` returns a dict that JSON can hold (dates included, by DjangoJSONEncoder); empty when nothing."""
    _register(_exporters, app, export)


def register_eraser(app: str, erase: Callable) -> None:
    """`erase(user)` removes or anonymises what the app holds about the user; may run twice."""
    _register(_erasers, app, erase)


def export_person(user) -> dict[str, dict]:
    """Everything held about a user, by app; apps that hold nothing are left out."""
    found = {app: export(user) for app, export in sorted(_exporters.items())}
    return {app: data for app, data in found.items() if data}


def erase_person(user) -> None:
    """Erase in every app, all or nothing. A mail that says good-bye is queued afterwards: older ones are erased too."""
    with transaction.atomic():
        for _app, erase in sorted(_erasers.items()):
            erase(user)


def _register(registry, app, function):
    if registry.get(app, function) is not function:
        raise ValueError(f"{app} is registered twice")
    registry[app] = function
