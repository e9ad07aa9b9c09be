"""Checking a data file against what its table may say (`tables.py`). Errors carry the path of the first wrong key."""

from datetime import date

from portal.demo.errors import DataError

WORDS = {str: "un texte", int: "un nombre entier", float: "un nombre", bool: "true ou false", date: "une date"}


def check(value, spec, where: str):
    """`value` in the types `spec` asks for. Raises DataError with the path of the first thing that is wrong."""
    if isinstance(spec, dict):
        return _table(value, spec, where)
    if isinstance(spec, list):
        if not isinstance(value, list):
            raise DataError(where, "une liste est attendue")
        return [check(item, spec[0], f"{where}[{index}]") for index, item in enumerate(value, 1)]
    if not isinstance(spec, type):
        try:
            return spec(value)
        except ValueError as error:
            raise DataError(where, f"{error} est attendu, pas {value!r}") from error
    if spec is float and type(value) is int:
        return float(value)
    if type(value) is not spec:
        raise DataError(where, f"{WORDS[spec]} est attendu, pas {value!r}")
    if spec is str and not value.strip():
        raise DataError(where, "le texte est vide : enlevez la clé")
    return value.strip() if spec is str else value


def _table(value, spec, where):
    if not isinstance(value, dict):
        raise DataError(where, "une table est attendue")
    keys = {name.rstrip("?"): (name.endswith("?"), kind) for name, kind in spec.items()}
    anything = keys.pop("", None)
    unknown = [] if anything else sorted(set(value) - set(keys))
    if unknown:
        raise DataError(f"{where}.{unknown[0]}", f"clé inconnue ; connues : {', '.join(sorted(keys))}")
    missing = [name for name, (optional, _kind) in keys.items() if not optional and name not in value]
    if missing:
        raise DataError(f"{where}.{missing[0]}", "la clé manque")
    return {name: check(item, keys.get(name, anything)[1], f"{where}.{name}") for name, item in value.items()}
