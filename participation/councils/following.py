"""Following a council, or one meeting."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.text.dates import day
from participation.councils.models import Council, Meeting
from participation.notifications.enums import Delivery
from participation.notifications.following import numbers, readable
from participation.notifications.registry import register_topic


def register() -> None:
    register_topic(
        "conseil",
        label=gettext_lazy("Les conseils que je suis"),
        find=_councils,
        about=gettext_lazy("ses réunions, ses décisions, ses avis et les réponses qui leur sont faites"),
    )
    register_topic(
        "reunion",
        label=gettext_lazy("Les réunions que je suis"),
        find=_meetings,
        delivery=Delivery.NOW,
        about=gettext_lazy("tout changement de jour, d’heure ou de lieu, et une annulation"),
    )


def _councils(keys):
    found = Council.objects.filter(slug__in=list(keys)).only("slug", "name")
    return readable((one.slug, one.name, one.get_absolute_url()) for one in found)


def _meetings(keys):
    found = Meeting.objects.filter(pk__in=numbers(keys)).select_related("council")
    return readable((str(one.pk), _title(one), one.get_absolute_url()) for one in found)


def _title(meeting):
    return _("%(title)s, le %(day)s") % {"title": meeting.title, "day": day(meeting.starts_at)}
