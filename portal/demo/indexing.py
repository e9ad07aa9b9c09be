"""A load writes hundreds of indexed rows: the search and reference indexes are filled once, at its end."""

from collections import defaultdict
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.backends import get_search_backends
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from participation.base.search import services as search


@contextmanager
def no_indexing():
    """No indexing task for what is saved in the block. For a command: it holds for the whole process."""
    models = [
        model for model in index.get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update(), search.held():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


def index_now(instances) -> None:
    by_model = defaultdict(list)
    for instance in {(type(row), row.pk): row for row in instances}.values():
        by_model[type(instance)].append(instance)
        ReferenceIndex.create_or_update_for_object(instance)
    for backend in get_search_backends(with_auto_update=True):
        for model, rows in by_model.items():
            backend.add_bulk(model, rows)
    search.rebuild()
