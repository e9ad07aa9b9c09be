"""Finds the fields of our own models that could hold a person's data and that nobody decided about.

Strict on purpose: besides e-mails, users and telling names it asks about *every* field that holds free text, a file
or an address, so that adding one fails a test until someone declares it or says why it is harmless.
"""

import re

from django.apps import apps
from django.conf import settings
from django.db import models

from participation.base.privacy.register import is_decided

OUR_APPS = re.compile(r"^(portal|home|cms|participation)(\.|$)")
_FREE = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    models.GenericIPAddressField,
    models.BinaryField,
)
_TELLING_WORDS = {
    "name", "firstname", "lastname", "email", "mail", "courriel", "phone", "telephone", "mobile", "address", "adresse",
    "ip", "birth", "birthday", "born", "age", "gender", "sex", "author", "user", "owner", "person", "signature", "iban",
    "latitude", "longitude", "position", "password", "secret", "token",
}  # fmt: skip


def undeclared_fields() -> list[str]:
    """« app.Model.field » for each, sorted. Empty when the register is complete."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in own_fields(model)
        if may_be_personal(field) and not is_decided(model, field.name)
    )


def our_models() -> list[type[models.Model]]:
    """Concrete models of our apps, tables that Django makes for many-to-many fields left out."""
    configs = (config for config in apps.get_app_configs() if OUR_APPS.match(config.name))
    return [model for config in configs for model in config.get_models() if not model._meta.proxy]


def own_fields(model) -> list:
    """Fields whose column is in the model's own table, and its many-to-many fields.

    What a page inherits from Wagtail's own table (owner, locked by…) is Wagtail's and is declared once, for that table.
    """
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def may_be_personal(field) -> bool:
    if field.is_relation:
        return _is_a_person(field.remote_field.model) or bool(_words(field.name) & _TELLING_WORDS - {"position"})
    if isinstance(field, _FREE):
        return not field.choices
    return bool(_words(field.name) & _TELLING_WORDS)


def _is_a_person(model) -> bool:
    label = model if isinstance(model, str) else model._meta.label
    return label.lower() == settings.AUTH_USER_MODEL.lower()


def _words(name: str) -> set[str]:
    return set(name.lower().split("_"))
