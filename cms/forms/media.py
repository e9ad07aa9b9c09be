"""What editors upload. A stored picture holds pixels alone, whichever of Wagtail's upload paths it takes."""

from pathlib import PurePath

from django import forms
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from participation.base.media.images import BadImage, clean_image

# First bytes of what a document may be, by its extension; text is known by the absence of NUL.
_MAGIC = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("odt", "ods", "odp", "docx", "xlsx", "pptx", "zip"), (b"PK\x03\x04", b"PK\x05\x06")),
}
_CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
_TEXT = {"csv", "txt"}
_PROBE = 4096


class PortalImageField(WagtailImageField):
    """Cleans before Wagtail looks: its own checks end in an error page on a file that is broken."""

    def to_python(self, data):
        """Rewrites the uploaded file in place: the multi-upload stores the request's own file object when the
        description is still missing, not what the form returns."""
        if data not in self.empty_values:
            try:
                cleaned = clean_image(data)
            except BadImage as error:
                raise forms.ValidationError(str(error), code="bad_image") from error
            _replace_content(data, cleaned.read())
            suffix = PurePath(cleaned.name).suffix
            data.name = f"{PurePath(data.name).stem}{suffix}"
            data.content_type = _CONTENT_TYPES[suffix]
        return super().to_python(data)


class PortalImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = PortalImageField(label=theirs.label, required=theirs.required, widget=theirs.widget)


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
