"""The two places files live in, by their names in STORAGES.

Functions, so that a model field can be given one (`storage=private_storage`) and its migration names the function and
not the folder of the machine that wrote it. In code: `private_storage().open(name)`.
"""

import secrets
from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage, Storage, storages

_EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp", ".pdf", ".csv", ".odt", ".docx", ".ods", ".xlsx", ".svg", ".txt"}


class PrivateFiles(FileSystemStorage):
    """A folder that no web server serves: its files have no address, and only our own account reads them."""

    def __init__(self, location=None):
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        raise ValueError("A private file has no address: a view serves it after asking a rule.")


def public_storage() -> Storage:
    """Published copies: anyone may read them by their address."""
    return storages["default"]


def private_storage() -> Storage:
    """Originals, photos nobody moderated yet, papers: only a view that asks a rule reads them."""
    return storages["private"]


def random_name(instance, filename: str) -> str:
    """An `upload_to` that tells nothing: 160 random bits, and the extension when it is one we know.

    Two levels of folders, so that no folder holds more than a few thousand files.
    """
    token = secrets.token_hex(20)
    extension = PurePosixPath(filename.lower()).suffix
    return f"{token[:2]}/{token[2:4]}/{token[4:]}{extension if extension in _EXTENSIONS else ''}"
