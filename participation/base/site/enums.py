from django.db import models
from django.utils.translation import gettext_lazy as _


class Conformity(models.TextChoices):
    """The three levels a public site must state in its footer (décret n° 2019-768, art. 5)."""

    NONE = "non", _("non conforme")
    PARTIAL = "partielle", _("partiellement conforme")
    FULL = "totale", _("totalement conforme")
