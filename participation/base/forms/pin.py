from django import forms


class WithPin:
    """A form with `latitude` and `longitude`, which people set by touching a map and never see as numbers."""

    def say_nowhere(self, sentence) -> None:
        """Whatever is wrong with the numbers is told in this sentence; the validators carry their own words."""
        for name in ("latitude", "longitude"):
            field = self.fields[name]
            field.error_messages.update(dict.fromkeys(("invalid", "min_value", "max_value"), sentence))
            for validator in field.validators:
                validator.message = sentence

    @property
    def pin(self) -> tuple[float, float] | None:
        """Where the pin stands (degrees WGS 84), whether the rest of the form is right or not."""
        values = []
        for name in ("latitude", "longitude"):
            try:
                values.append(self.fields[name].clean(self[name].value()))
            except forms.ValidationError:
                return None
        return None if None in values else tuple(values)
