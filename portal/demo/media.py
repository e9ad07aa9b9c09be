"""Pictures drawn at load time, and the invented evidence of kept steps, as files of the public storage."""

from contextlib import contextmanager
from hashlib import sha1

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Collection

from cms.models import PortalDocument, PortalImage
from cms.models.media import Licence
from portal.demo.drawings import street
from portal.demo.marks import clean

CREDIT = "Quartiers ouverts"


class Written:
    """Files put into the storage by a load that may still fail: a transaction does not take them back."""

    def __init__(self):
        self.files = []

    def remove(self):
        for storage, name in self.files:
            storage.delete(name)


@contextmanager
def files_follow_the_transaction():
    """Remove the new files when the block fails."""
    written = Written()
    try:
        yield written
    except BaseException:
        written.remove()
        raise


def load_pictures(load, written) -> None:
    for row in load.files["pictures.toml"]["picture"]:
        key = f"picture:{row['key']}"
        image = load.marks.find(key, PortalImage) or PortalImage()
        image.title, image.alt_text = row["title"], row["alt"]
        image.credit, image.licence = CREDIT, Licence.CC_BY_SA_4
        content = street(row)
        load.pictures[row["key"]] = _save(
            load, key, image, ImageFile(ContentFile(content), f"{row['key']}.png"), written
        )


def evidence_document(load, key: str, title: str, text: str, written) -> PortalDocument:
    """A plain text that says it is invented. The byte order mark tells every browser that it is UTF-8."""
    document = load.marks.find(key, PortalDocument) or PortalDocument()
    document.title, document.credit, document.licence = title, CREDIT, Licence.CC_BY_SA_4
    content = ContentFile("\ufeff".encode() + text.encode(), f"{key.partition(':')[2].replace('/', '-')}.txt")
    return _save(load, key, document, content, written)


def _save(load, key, instance, file, written):
    """Write the row, and its file when it is new or no longer the same."""
    digest = sha1(file.read(), usedforsecurity=False).hexdigest()
    file.seek(0)
    former = (instance.file.storage, instance.file.name) if instance.pk else None
    same = former is not None and instance.file_hash == digest and former[0].exists(former[1])
    if not same:
        instance.file, instance.file_hash, instance.file_size = file, digest, file.size
    if former is None:
        instance.collection = Collection.get_first_root_node()
    clean(instance, key)
    instance.save()
    if not same:
        written.files.append((instance.file.storage, instance.file.name))
        if former is not None:
            transaction.on_commit(lambda: former[0].delete(former[1]))
            if isinstance(instance, PortalImage):
                instance.renditions.all().delete()
    load.marks.mark(key, instance)
    load.indexed.append(instance)
    return instance
