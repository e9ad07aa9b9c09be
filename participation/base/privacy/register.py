"""The register of processing activities (RGPD, art. 30), kept in code beside the tables it speaks of.

Each app has a `personal_data.py` that declares its personal fields and, for fields that only look personal, says why
they are not. A test fails on a field that nobody decided about (see `audit.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from participation.base.privacy.enums import FinalFate, LegalBasis


@dataclass(frozen=True, slots=True)
class PersonalField:
    """What is held about people in one field, and what becomes of it. Sentences are French: they are published."""

    model_label: str
    field: str
    purpose: str
    legal_basis: LegalBasis
    seen_by: str
    active_period: str
    intermediate_period: str
    final_fate: FinalFate


@dataclass(frozen=True, slots=True)
class Exemption:
    model_label: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class InheritedExemption:
    base: type
    field: str
    reason: str


_declared: dict[tuple[str, str], PersonalField] = {}
_exempted: dict[tuple[str, str], Exemption] = {}
_inherited: dict[tuple[type, str], InheritedExemption] = {}


def declare(
    model_label: str,
    field: str | Iterable[str],
    *,
    purpose: str,
    legal_basis: LegalBasis,
    seen_by: str,
    active_period: str,
    intermediate_period: str,
    final_fate: FinalFate,
) -> None:
    """Enter one field, or several that share everything, into the register.

    `model_label`: « accounts.User ». Periods are sentences (« deux ans après la dernière connexion »).
    Raises LookupError for a model and FieldDoesNotExist for a field that is not there, ValueError for an empty or
    contradictory entry.
    """
    for sentence in (purpose, seen_by, active_period, intermediate_period):
        if not str(sentence).strip():
            raise ValueError(f"{model_label}: an entry of the register leaves nothing out")
    for name in _names(field):
        key = _existing(model_label, name)
        if key in _exempted:
            raise ValueError(f"{model_label}.{name} is declared and exempted")
        entry = PersonalField(
            key[0],
            name,
            purpose,
            LegalBasis(legal_basis),
            seen_by,
            active_period,
            intermediate_period,
            FinalFate(final_fate),
        )
        if _declared.get(key, entry) != entry:
            raise ValueError(f"{model_label}.{name} is declared twice")
        _declared[key] = entry


def exempt(model_label: str, field: str | Iterable[str], reason: str) -> None:
    """Say why a field, or several, that could hold a person's data does not. Raises as `declare`."""
    if not str(reason).strip():
        raise ValueError(f"{model_label}: say why")
    for name in _names(field):
        key = _existing(model_label, name)
        if key in _declared:
            raise ValueError(f"{model_label}.{name} is declared and exempted")
        _exempted[key] = Exemption(key[0], name, reason)


def exempt_inherited(base: type, field: str | Iterable[str], reason: str) -> None:
    """The same once for every model of ours that inherits the field from `base` (an abstract model or a mixin)."""
    if not str(reason).strip():
        raise ValueError(f"{base.__name__}: say why")
    for name in _names(field):
        base._meta.get_field(name)
        _inherited[base, name] = InheritedExemption(base, name, reason)


def entries() -> tuple[PersonalField, ...]:
    """The whole register, in the order of models and fields."""
    return tuple(_declared[key] for key in sorted(_declared))


def is_decided(model, field_name: str) -> bool:
    """Whether someone declared the field or said why it need not be."""
    key = (model._meta.label, field_name)
    if key in _declared or key in _exempted:
        return True
    return any(name == field_name and issubclass(model, base) for base, name in _inherited)


def _names(field) -> tuple[str, ...]:
    return (field,) if isinstance(field, str) else tuple(field)


def _existing(model_label: str, field_name: str) -> tuple[str, str]:
    model = apps.get_model(model_label)
    model._meta.get_field(field_name)
    return model._meta.label, field_name
