"""What editors upload. A stored picture holds pixels alone, whichever of Wagtail's upload paths it takes."""

from pathlib import PurePath

from django import forms
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from participation.base.media.images import BadImage, clean_image

# First bytes of what a document may be, by its extension; text is known by the absence of NUL.
_MAGIC = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("odt", "ods", "odp", "docx", "xlsx", "pptx", "zip"), (b"PK\x03\x04", b"PK\x05\x06")),
}
_TEXT = {"csv", "txt"}
_PROBE = 4096


class PortalImageForm(BaseImageForm):
    def clean_file(self):
        """Rewrite the uploaded file in place: the multi-upload stores the request's own file object when the
        description is still missing, not what the form returns."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            cleaned = clean_image(file)
        except BadImage as error:
            raise forms.ValidationError(str(error), code="bad_image") from error
        _replace_content(file, cleaned.read())
        file.name = f"{PurePath(file.name).stem}{PurePath(cleaned.name).suffix}"
        file.content_type = {".png": "image/png", ".webp": "image/webp"}.get(
            PurePath(cleaned.name).suffix, "image/jpeg"
        )
        for stale in ("image", "_dimensions_cache"):
            file.__dict__.pop(stale, None)
        return file


def _replace_content(file, data):
    file.file.seek(0)
    file.file.truncate()
    file.file.write(data)
    file.file.flush()
    file.seek(0)
    file.size = len(data)


class PortalDocumentForm(BaseDocumentForm):
    """The extension is Wagtail's to check; here the content must be what the extension says."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        extension = PurePath(file.name).suffix.lower().lstrip(".")
        file.seek(0)
        start = file.read(_PROBE)
        file.seek(0)
        if not (b"\x00" not in start if extension in _TEXT else start.startswith(_MAGIC.get(extension, ()))):
            raise forms.ValidationError(
                _("Ce fichier n’est pas un vrai fichier « %s » : enregistrez-le à nouveau.") % extension, code="content"
            )
        return file
