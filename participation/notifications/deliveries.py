"""The words in which pages say when somebody hears of what they follow."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.notifications.enums import Delivery

# As `date.weekday()` counts them.
WEEKDAYS = (
    (0, gettext_lazy("lundi")),
    (1, gettext_lazy("mardi")),
    (2, gettext_lazy("mercredi")),
    (3, gettext_lazy("jeudi")),
    (4, gettext_lazy("vendredi")),
    (5, gettext_lazy("samedi")),
    (6, gettext_lazy("dimanche")),
)
HOURS = tuple((hour, f"{hour} h") for hour in range(24))


def when(delivery: str, *, hour: int = 8, weekday: int = 3) -> str:
    """« une fois par semaine, le jeudi à 8 h »"""
    if delivery == Delivery.DAILY:
        return _("une fois par jour, à %(hour)s h, s’il y a du nouveau") % {"hour": hour}
    if delivery == Delivery.WEEKLY:
        words = {"day": WEEKDAYS[weekday][1], "hour": hour}
        return _("une fois par semaine, le %(day)s à %(hour)s h, s’il y a du nouveau") % words
    return _("tout de suite, un courriel à chaque fois") if delivery == Delivery.NOW else _("jamais par courriel")
