"""Pictures going public, coming back, or losing a part for good."""

from django.db import transaction

from participation.base import cache
from participation.base.media.blurring import blur_file
from participation.base.media.services import publish_copy, unpublish
from participation.base.media.storages import private_storage


def publish_photo(photo) -> None:
    """In the caller's transaction. The copy goes when the row cannot be written."""
    name = publish_copy(photo.file.name)
    try:
        photo.public_name = name
        photo.save(update_fields=["public_name"])
    except BaseException:
        unpublish(name)
        raise


def unpublish_photo(photo) -> None:
    """The copy goes once it is sure that no page shows it any more."""
    name, photo.public_name = photo.public_name, ""
    photo.save(update_fields=["public_name"])
    transaction.on_commit(lambda: unpublish(name))


@transaction.atomic
def blur_photo(*, photo, boxes) -> None:
    """Cover parts of a picture, and of the copy everyone sees if there is one; the original is destroyed."""
    former, shown, storage = photo.file.name, photo.public_name, private_storage()
    with storage.open(former) as original:
        covered = blur_file(original, boxes)
    fresh = storage.save(covered.name, covered)
    photo.file.name = fresh
    try:
        photo.save(update_fields=["file"])
        if shown:
            publish_photo(photo)
    except BaseException:
        storage.delete(fresh)
        raise
    transaction.on_commit(lambda: _remove(former, shown))
    cache.bump()


def _remove(former: str, shown: str) -> None:
    private_storage().delete(former)
    unpublish(shown)
