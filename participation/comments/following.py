"""Following a thread: « fiche:12 » is the comments under that fiche."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.site.selectors import module_enabled
from participation.comments import registry
from participation.notifications.following import numbers, readable
from participation.notifications.registry import register_topic


def register() -> None:
    register_topic(
        "fil",
        label=gettext_lazy("Les discussions que je suis"),
        find=_threads,
        about=gettext_lazy("les réponses de la Ville et de ses partenaires, et le bilan de la discussion"),
    )


def _threads(keys):
    """One query per kind of object."""
    if not module_enabled("commentaires"):
        return {}
    wanted: dict[str, list[str]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        wanted.setdefault(kind, []).append(number)
    return readable(row for kind, keys_of_kind in wanted.items() for row in _rows(kind, keys_of_kind))


def _rows(kind, keys):
    target = registry.by_key(kind)
    if target is None:
        return
    for thing in target.queryset().filter(pk__in=numbers(keys)):
        title = _("Commentaires : %(title)s") % {"title": target.title(thing)}
        yield f"{kind}:{thing.pk}", title, target.url(thing)
