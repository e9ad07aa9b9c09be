"""Following a report: those the public may read, and no other."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.notifications.enums import Delivery
from participation.notifications.following import readable
from participation.notifications.registry import register_topic
from participation.reports.models import Report


def register() -> None:
    register_topic(
        "signalement",
        label=gettext_lazy("Les signalements que je suis"),
        find=_reports,
        delivery=Delivery.NOW,
        about=gettext_lazy("qui s’en occupe, la date prévue, la réparation, et ce qu’en disent les habitants"),
    )


def _reports(keys):
    found = Report.objects.public().select_related("category").filter(reference__in=list(keys))
    return readable((one.reference, _title(one), one.get_absolute_url()) for one in found)


def _title(report):
    return _("%(what)s, n° %(reference)s") % {"what": report.category.label, "reference": report.reference}
