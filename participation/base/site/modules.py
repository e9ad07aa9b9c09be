"""The parts of the portal a commune may switch off: no menu entry, 404, no mail.

An app registers its module in `AppConfig.ready()`. What is switched off is kept in PortalSettings.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Module:
    key: str
    label: str
    url_prefixes: tuple[str, ...]


_modules: dict[str, Module] = {}


def register(key: str, label: str, url_prefixes) -> None:
    """`label`: what the settings page shows (may be lazy). `url_prefixes`: « /signalements/ », with both slashes.

    Raises ValueError for a key that another module took, or for a prefix that would shut more than its own pages.
    """
    module = Module(key, label, tuple(url_prefixes))
    for prefix in module.url_prefixes:
        if len(prefix) < 3 or not (prefix.startswith("/") and prefix.endswith("/")):
            raise ValueError(f"module {key}: a prefix is « /name/ », not {prefix!r}")
    if _modules.get(key, module) != module:
        raise ValueError(f"module {key} is registered twice")
    _modules[key] = module


def registered() -> tuple[Module, ...]:
    return tuple(_modules.values())


def is_registered(key: str) -> bool:
    return key in _modules


def module_of_path(path: str) -> Module | None:
    """The module that answers for a path, if any."""
    return next((module for module in _modules.values() if path.startswith(module.url_prefixes)), None)
