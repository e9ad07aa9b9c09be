"""A line of `FactChange` in words."""

from datetime import date

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.base.text import dates


def who(line) -> str:
    return str(line.actor) if line.actor else _("compte effacé ou démonstration")


def as_what(line) -> str:
    return str(Role(line.role).label) if line.role in Role.values else ""


def fields_changed(line) -> str:
    """« promise au plus tard le : 12 mars 2026 → 1er avril 2026 ; étape »."""
    model = line.content_type.model_class()
    return " ; ".join(_one(model, name, values) for name, values in line.changes.items())


def _one(model, name, values):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    label = str(field.verbose_name)
    if not values or field.is_relation:
        return label
    return f"{label} : {_value(field, values['from'])} → {_value(field, values['to'])}"


def _value(field, value):
    if value in (None, ""):
        return _("vide")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if field.get_internal_type() == "DateField":
        return dates.day(date.fromisoformat(value))
    return str(value)


def named(model):
    """Rows of one kind of fact with what their `str()` reads."""
    return model.objects.select_related("partner") if hasattr(model, "partner") else model.objects.all()
