from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """When somebody hears of what they follow."""

    NOW = "now", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")
    NONE = "none", _("jamais par courriel")


# Deliveries that wait for a digest.
DIGESTS = (Delivery.DAILY, Delivery.WEEKLY)
