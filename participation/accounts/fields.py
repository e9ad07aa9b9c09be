from django.db import models


class LoginEmailField(models.EmailField):
    """An address that is a login: kept in lower case whoever writes it, so that a plain unique index tells them apart.

    Strictly, the part before the @ may be case-sensitive; no mail service in use makes the difference, people do not
    either, and allauth looks addresses up in lower case.
    """

    def to_python(self, value):
        value = super().to_python(value)
        return value.lower() if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
