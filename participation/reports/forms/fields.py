"""What the forms of reports have in common: words that stay readable, pictures that are pictures, tiles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.base.media.images import MAX_BYTES, sniff
from participation.reports.validators import tidy_line, tidy_text, validate_length


class WordsField(forms.CharField):
    """Text of one's own: what is not shown is taken out, what is too long is refused with the count."""

    def __init__(self, *, limit, **options):
        super().__init__(**options)
        self.limit = limit
        self.widget.attrs.setdefault("maxlength", str(limit))

    def to_python(self, value):
        tidy = tidy_text if isinstance(self.widget, forms.Textarea) else tidy_line
        return tidy(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        validate_length(value, self.limit)


class PhotoField(forms.FileField):
    """One picture. Only what a glance can tell is told here; it is decoded and written anew when it is kept."""

    widget = forms.FileInput(attrs={"accept": "image/*"})
    default_error_messages = {
        "empty": _("Ce fichier est vide."),
        "missing": _("Choisissez une photo."),
        "max_length": _("Le nom de ce fichier est trop long."),
    }

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > MAX_BYTES:
            raise ValidationError(_("Cette photo pèse plus de %(limit)s Mo."), params={"limit": MAX_BYTES // 1024**2})
        head = file.read(32)
        file.seek(0)
        if sniff(head) is None:
            raise ValidationError(_("Ce fichier n’est pas une photo. Choisissez une image JPEG, PNG, WebP ou HEIC."))
        return file


class CategoryTiles(forms.RadioSelect):
    """Tiles with a pictogram; style sheets tell the kinds apart that need a word of advice."""

    tiles = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        category = self.categories.get(value)
        if category is not None:
            option["icon"] = category.icon
            if category.urgent:
                option["attrs"]["data-urgent"] = True
            if category.redirects:
                option["attrs"]["data-redirects"] = True
        return option
