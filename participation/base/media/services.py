from participation.base.media.images import clean_image
from participation.base.media.storages import private_storage, public_storage


def publish_copy(private_name: str) -> str:
    """Write a re-encoded copy of a private picture into the public storage and return its name there.

    The name is new each time: an address that was unpublished never answers again. Files know no transaction, so that
    the caller keeps the returned name in the same row and cleans up with `unpublish` if that fails.
    Raises BadImage, FileNotFoundError.
    """
    with private_storage().open(private_name) as original:
        copy = clean_image(original)
    return public_storage().save(copy.name, copy)


def unpublish(public_name: str) -> None:
    """Delete a published copy; nothing happens when it is gone already."""
    if public_name:
        public_storage().delete(public_name)
