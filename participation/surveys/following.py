"""Following a survey: its end, its results, what is decided."""

from django.utils.translation import gettext_lazy as _

from participation.notifications.enums import Delivery
from participation.notifications.following import readable
from participation.notifications.registry import register_topic
from participation.surveys.models import Survey


def register() -> None:
    register_topic(
        "enquete",
        label=_("Les enquêtes que je suis"),
        find=_surveys,
        delivery=Delivery.NOW,
        about=_("ses résultats, et ce qui est décidé"),
    )


def _surveys(keys):
    found = Survey.objects.public().filter(slug__in=list(keys)).only("slug", "title")
    return readable((one.slug, one.title, one.get_absolute_url()) for one in found)
