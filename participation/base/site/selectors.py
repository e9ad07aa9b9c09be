from participation.base import cache
from participation.base.site import modules, remembered
from participation.base.site.models import PortalSettings


def portal_settings() -> PortalSettings:
    """The settings of this portal, with defaults where nobody entered any. At most one query, then remembered.

    Every caller gets a copy of its own.
    """
    version = cache.version()
    found = remembered.recall(version)
    if found is None:
        found = PortalSettings.base_queryset().first() or PortalSettings()
        remembered.keep(version, found)
    return found


def module_enabled(key: str) -> bool:
    """Whether a registered module is on. Raises LookupError for a key that no app registered."""
    if not modules.is_registered(key):
        raise LookupError(f"no module is registered as {key!r}")
    return key not in portal_settings().disabled_modules


def path_is_open(path: str) -> bool:
    """False for a path that belongs to a module which is switched off."""
    module = modules.module_of_path(path)
    return module is None or module_enabled(module.key)
