"""What every form of the portal says about a field, for eyes, screen readers and browsers alike."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, EmailInput, RadioSelect, widgets
from django.utils.functional import cached_property

# HTML « autofill » tokens (WCAG 2.2, 1.3.5) by the name a field has in our forms; a widget's own attribute wins.
AUTOCOMPLETE = {
    "email": "email",
    "courriel": "email",
    "phone": "tel",
    "telephone": "tel",
    "display_name": "nickname",
    "address": "street-address",
    "adresse": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
}


class PortalBoundField(BoundField):
    """A field with the attributes of our controls. Django itself links the control to its hint and error."""

    @cached_property
    def shape(self) -> str:
        """Which markup the field template draws: `hidden`, `check` (one box), `choices` (a group) or `input`."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, CheckboxInput):
            return "check"
        return "fieldset" if self.use_fieldset else "input"

    @property
    def control(self) -> str:
        """The control with the class of the design system and, where the name tells, its autocomplete token."""
        widget = self.field.widget
        own_class = widget.attrs.get("class", "")
        attrs = {} if self.shape in ("hidden", "check") else {"class": f"input {own_class}".strip()}
        token = AUTOCOMPLETE.get(self.name) or ("email" if isinstance(widget, EmailInput) else None)
        if token and "autocomplete" not in widget.attrs and isinstance(widget, widgets.Input | widgets.Textarea):
            attrs["autocomplete"] = token
        return self.as_widget(attrs=attrs)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def focus_id(self) -> str:
        """The id the error summary leads to: the control, or the first one of a group."""
        widget_id = self.field.widget.attrs.get("id") or self.auto_id
        if self.use_fieldset and self.subwidgets:
            return self.subwidgets[0].id_for_label or widget_id
        return self.id_for_label or widget_id
