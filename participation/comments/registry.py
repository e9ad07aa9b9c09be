"""What people may comment on. An app above this one registers a model in its `AppConfig.ready()`:

    register(ProjectPage, key="fiche", title=str, url=..., is_open=..., queryset=..., owner=...)

Nothing here knows which. A comment goes with its object: deleting one deletes the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete

# What an address may name: SQLite refuses a number that no column holds.
LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose business an object is: the commune whose agents read and answer, the partner who answers too."""

    commune: Model | None = None
    partner: Model | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of object. `queryset()` gives those the public may read, with what `title` and `url` need."""

    key: str
    model: type[Model]
    title: Callable[[Model], str]
    url: Callable[[Model], str]
    is_open: Callable[[Model], bool]
    queryset: Callable[[], QuerySet]
    owner: Callable[[Model], Owner]
    label: str

    def find(self, pk):
        """The object with this key that the public may read, or None."""
        return self.queryset().filter(pk=pk).first() if pk <= LARGEST_KEY else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands, as a link."""

    title: str
    url: str

    @property
    def trail(self) -> list[dict]:
        """For the breadcrumb of a page about a comment."""
        return [{"label": self.title, "url": self.url}]


_targets: dict[type[Model], Target] = {}


def register(
    model: type[Model],
    *,
    key: str,
    title: Callable[[Model], str],
    url: Callable[[Model], str],
    is_open: Callable[[Model], bool] = lambda target: True,
    queryset: Callable[[], QuerySet] | None = None,
    owner: Callable[[Model], Owner] = lambda target: Owner(),
    label: str = "",
) -> None:
    """`key`: the word in addresses (« fiche »). `is_open(object)`: whether one may still write. `label`: the kind in
    the plural (« Fiches projets »), the model's own name by default.

    Raises ValueError for a key or a model that is taken by another registration.
    """
    label = label or model._meta.verbose_name_plural
    target = Target(key, model, title, url, is_open, queryset or model._default_manager.all, owner, label)
    taken = [one for one in _targets.values() if one.key == key or one.model is model]
    if taken and [_shape(one) for one in taken] != [_shape(target)]:
        raise ValueError(f"comments on {key} are registered twice")
    _targets[model] = target
    post_delete.connect(_forget, sender=model, dispatch_uid=f"comments.{key}")


def _shape(target):
    """Default callables are new objects each time: two registrations are alike by name and model."""
    return replace(target, title=str, url=str, is_open=bool, queryset=dict, owner=str)


def targets() -> tuple[Target, ...]:
    return tuple(_targets.values())


def by_key(key: str) -> Target | None:
    return next((target for target in _targets.values() if target.key == key), None)


def of(instance) -> Target:
    """Raises LookupError for an object nobody registered."""
    try:
        return _targets[type(instance)]
    except KeyError as error:
        raise LookupError(f"nobody may comment on {type(instance).__name__}") from error


def of_type(content_type_id: int) -> Target | None:
    """The registration of this kind of object. No query: kinds are remembered."""
    return _targets.get(ContentType.objects.get_for_id(content_type_id).model_class())


def places(comments: Iterable) -> dict[tuple[int, str], Place]:
    """The objects of these comments by (content type, key): one query per kind, whatever their number."""
    wanted: dict[int, set[str]] = {}
    for comment in comments:
        wanted.setdefault(comment.content_type_id, set()).add(comment.object_pk)
    found = {}
    for kind, keys in wanted.items():
        target = of_type(kind)
        if target is not None:
            for thing in target.model._default_manager.filter(pk__in=keys):
                found[kind, str(thing.pk)] = Place(target.title(thing), target.url(thing))
    return found


def _forget(sender, instance, **kwargs):
    from participation.comments.models import Discussion, PublicComment

    PublicComment.objects.about(instance).delete()
    Discussion.objects.about(instance).delete()
