from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from participation.notifications.sms import international


@transaction.atomic
def set_phone(*, recipient, phone: str) -> None:
    """Where answers to what somebody gave also arrive as SMS; « » for nowhere. Raises ValidationError."""
    try:
        recipient.phone = international(phone) if phone.strip() else ""
    except ValueError as error:
        raise ValidationError(_("Écrivez un numéro entier, par exemple 06 12 34 56 78."), code="phone") from error
    recipient.save(update_fields=["phone"])
