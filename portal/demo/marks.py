"""Writing the demonstration's rows so that they can be found again, and no other row be touched.

A row of the demonstration is written in place when it is there already: what people tied to it (a report in a
quartier, a page under a convention) keeps its tie.
"""

from collections import Counter
from functools import reduce

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, Q, RestrictedError
from wagtail.models import Page

from portal.demo.errors import DataError
from portal.demo.models import DemoRow


class Marks:
    """`wanted` rows are given under their key; `written`, `left` and `removed` count what became of the rows."""

    def __init__(self):
        self.rows = {row.key: row for row in DemoRow.objects.select_related("content_type")}
        self.seen = set()
        self.written, self.left, self.removed = Counter(), Counter(), Counter()

    def find(self, key: str, model):
        """The row of the demonstration under this key, or None when it is not (or no longer) there."""
        row = self.rows.get(key)
        if row is None or row.content_type != _type(model):
            return None
        return model._base_manager.filter(pk=row.object_id).first()

    def mark(self, key: str, instance) -> None:
        self._mark_all({key: instance})

    def write_all(self, model, wanted: dict[str, dict], *, natural=(), bulk=True) -> dict:
        """Create or overwrite one row for each key; the instances by key.

        A row somebody else made with the same `natural` fields is given back untouched. `bulk`: in few queries, for a
        model whose `save` keeps no invariant. Raises DataError, with the key, when a row is not valid.
        """
        kept = self._kept(model, wanted)
        foreign = self._foreign(model, {key: wanted[key] for key in wanted if key not in kept}, natural)
        created, changed = {}, {}
        for key, fields in wanted.items():
            if key in foreign:
                continue
            instance = kept.get(key) or model()
            overwrite(instance, fields)
            clean(instance, key, whole=not bulk)
            if not bulk:
                instance.save()
            (changed if key in kept else created)[key] = instance
        if bulk:
            model._base_manager.bulk_create(created.values())
            names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
            model._base_manager.bulk_update(changed.values(), names)
        self._mark_all({**created, **changed})
        self.left[model] += len(foreign)
        return {key: foreign.get(key) or created.get(key) or changed.get(key) for key in wanted}

    def _kept(self, model, wanted):
        kind = _type(model)
        rows = [self.rows[key] for key in wanted if key in self.rows and self.rows[key].content_type == kind]
        found = model._base_manager.in_bulk([row.object_id for row in rows])
        return {row.key: found[row.object_id] for row in rows if row.object_id in found}

    def _foreign(self, model, wanted, natural):
        if not natural or not wanted:
            return {}
        alike = [Q(**{name: fields[name] for name in natural}) for fields in wanted.values()]
        found = model._base_manager.filter(reduce(Q.__or__, alike))
        by_natural = {tuple(getattr(row, name) for name in natural): row for row in found}
        pairs = {key: by_natural.get(tuple(fields[name] for name in natural)) for key, fields in wanted.items()}
        return {key: row for key, row in pairs.items() if row is not None}

    def _mark_all(self, instances):
        new, moved = [], []
        for key, instance in instances.items():
            self.written[type(instance)] += key not in self.seen
            self.seen.add(key)
            kind, row = _type(type(instance)), self.rows.get(key)
            if row is None:
                self.rows[key] = row = DemoRow(key=key, content_type=kind, object_id=instance.pk)
                new.append(row)
            elif (row.content_type, row.object_id) != (kind, instance.pk):
                row.content_type, row.object_id = kind, instance.pk
                moved.append(row)
        DemoRow.objects.bulk_create(new)
        DemoRow.objects.bulk_update(moved, ["content_type", "object_id"])

    def remove_unseen(self) -> None:
        """Remove what the data files no longer name, except what rows of other people stand on."""
        gone = [row for key, row in self.rows.items() if key not in self.seen]
        gone.sort(key=lambda row: -row.pk)
        for row in gone:
            model = row.content_type.model_class()
            instance = model and model._base_manager.filter(pk=row.object_id).first()
            if instance is not None and not self._removed(instance):
                self.left[model] += 1
                continue
            row.delete()

    def _removed(self, instance):
        try:
            if isinstance(instance, Page):
                pages = set(instance.get_descendants().values_list("pk", flat=True))
                ours = {row.object_id for row in self.rows.values() if issubclass(row.content_type.model_class(), Page)}
                if pages - ours:
                    return False
            instance.delete()
        except (ProtectedError, RestrictedError):
            return False
        self.removed[type(instance)] += 1
        return True


def overwrite(instance, fields: dict) -> None:
    """Give these fields their values and the model's other own fields their defaults, as on the first day."""
    for field in instance._meta.local_concrete_fields:
        if not field.primary_key and field.name not in fields:
            setattr(instance, field.name, field.get_default())
    for name, value in fields.items():
        setattr(instance, name, value)


def clean(instance, key: str, *, whole: bool = False) -> None:
    """As a form would: SQLite lets a text pass that is too long. `whole`: constraints and relations too (queries)."""
    try:
        if whole:
            instance.full_clean(exclude=[field.name for field in instance._meta.fields if not field.editable])
        else:
            instance.clean_fields(exclude=[field.name for field in instance._meta.fields if field.is_relation])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise DataError(f"{key}.{name}", " ".join(messages)) from error


def _type(model):
    return ContentType.objects.get_for_model(model, for_concrete_model=False)
