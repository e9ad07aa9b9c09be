"""Texts as the forms of councils take them: tidied, bounded, nothing invisible in them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.councils.validators import tidy_line, tidy_text, validate_line, validate_text

TOO_LONG = _("C’est trop long : %(limit_value)d caractères au plus, et non %(show_value)d.")
EMPTY = _("Écrivez quelque chose ici.")
NUMBER_LENGTH = 18  # digits that a key may have: SQLite takes no longer one
NUL = _("Ce texte contient un caractère invisible. Réécrivez-le au clavier.")


class _Tidy(forms.CharField):
    tidy, validator = staticmethod(tidy_text), staticmethod(validate_text)

    def __init__(self, *, empty=EMPTY, **kwargs):
        kwargs.setdefault("error_messages", {"required": empty, "max_length": TOO_LONG})
        super().__init__(**kwargs)
        self.validators.append(self.validator)
        for validator in self.validators:
            if validator.__class__.__name__ == "ProhibitNullCharactersValidator":
                validator.message = NUL

    def clean(self, value):
        return self.tidy(super().clean(value))


class LineField(_Tidy):
    tidy, validator = staticmethod(tidy_line), staticmethod(validate_line)


class TextField(_Tidy):
    def __init__(self, *, rows=5, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class DayField(forms.DateField):
    """A day, as the browser's own picker writes it or as one types it in French."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        kwargs.setdefault(
            "error_messages",
            {"required": _("Choisissez un jour."), "invalid": _("Écrivez le jour ainsi : 02/04/2026.")},
        )
        super().__init__(**kwargs)


class HourField(forms.TimeField):
    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%Hh%M", "%H:%M:%S"])
        kwargs.setdefault(
            "error_messages",
            {"required": _("Choisissez une heure."), "invalid": _("Écrivez l’heure ainsi : 18:30.")},
        )
        super().__init__(**kwargs)


class QuartiersField(forms.ModelMultipleChoiceField):
    """Quartiers ticked in a list. A number that no database takes is none of them."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        for number in value:
            if len(str(number)) > NUMBER_LENGTH:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(number)[:40]}
                )
        return super()._check_values(value)
