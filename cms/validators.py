from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

_web_address = URLValidator(schemes=["http", "https"])
# Served by the web server or by a prefix that has no page of its own.
_RESERVED_SLUGS = frozenset({"static", "media", "documents"})


def validate_link(value: str) -> None:
    """A web address or a path of this portal; `javascript:` or `data:` would run in a reader’s browser."""
    if value.startswith("/") and not value.startswith("//"):
        return
    try:
        _web_address(value)
    except ValidationError as error:
        raise ValidationError(
            _("Donnez une adresse complète (https://…) ou un chemin de ce portail (/documents/…)."), code="link"
        ) from error


# Of the tree: the root, then the front page; its children are the first segment of a path.
FRONT_PAGE_DEPTH = 2


def validate_free_path(slug: str) -> None:
    """Refuse a page directly under the front page whose address the portal itself already answers."""
    if slug not in _RESERVED_SLUGS:
        try:
            match = resolve(f"/{slug}/")
        except Resolver404:
            return
        if match.url_name == "wagtail_serve":
            return
    sentence = _("Le portail se sert déjà de l’adresse /%(slug)s/ : choisissez-en une autre.")
    raise ValidationError(sentence % {"slug": slug}, code="reserved")
