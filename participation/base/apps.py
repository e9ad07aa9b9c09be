from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "participation.base"
    label = "base"
    verbose_name = _("Socle")

    def ready(self):
        """Every model is loaded by now, so that a declaration of a field that no longer exists stops the start."""
        autodiscover_modules("personal_data")
