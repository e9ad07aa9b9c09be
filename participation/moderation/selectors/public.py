"""What the public pages of moderation show."""

from participation.base.site.selectors import module_enabled
from participation.moderation import registry
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import Decision
from participation.moderation.models import Case
from participation.moderation.registry import Item
from participation.moderation.workflow import OPEN


def charter_url() -> str:
    """The address of the charter; empty while it is not online."""
    page = moderation_settings().charter_page
    return (page.url or "") if page is not None and page.live else ""


def public_item(kind: str, key: str) -> Item | None:
    """What everybody may see and therefore flag; None for anything else."""
    try:
        found = registry.kind(kind)
    except LookupError:
        return None
    if "\x00" in key or not module_enabled(found.module):
        return None
    if found.public is not None:
        return found.find([key]).get(key) if found.public(key) else None
    waits = Case.objects.about(kind, key).filter(state__in=OPEN).exclude(decision=Decision.PUBLISH)
    return None if waits.exists() else found.find([key]).get(key)
