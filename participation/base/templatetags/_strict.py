"""What a template does when a component is misused: loud while we build, quiet and logged in front of a resident."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger("portal.templates")


def misuse(message: str) -> str:
    """Raise ImproperlyConfigured under `TEMPLATE_STRICT` (dev, tests); elsewhere log and render nothing."""
    if settings.TEMPLATE_STRICT:
        raise ImproperlyConfigured(message)
    logger.error(message)
    return ""
