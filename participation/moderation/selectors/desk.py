"""What moderation puts on a person's desk: one line, whatever waits."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.calendar import working_days_between
from participation.base.desk.registry import DeskItem, DeskLink
from participation.base.text.dates import local_day, since
from participation.moderation.selectors.queue import waiting_for

# Working days after which what waits is late.
LATE_AFTER = 2


def desk_items(user, day) -> list[DeskItem]:
    waiting = _waiting(user)
    if not waiting["n"]:
        return []
    oldest = local_day(waiting["oldest"])
    title = ngettext("%(n)s message à lire", "%(n)s messages à lire", waiting["n"]) % {"n": waiting["n"]}
    detail = ngettext("Il attend %(since)s.", "Le plus ancien attend %(since)s.", waiting["n"])
    return [
        DeskItem(
            title=title,
            url=reverse("moderation:queue"),
            detail=detail % {"since": since(max(0, (day - oldest).days))},
            action=_("Lire"),
            late=working_days_between(oldest, day) > LATE_AFTER,
            icon="recu",
        )
    ]


def desk_links(user) -> list[DeskLink]:
    return [DeskLink(reverse("moderation:queue"), _("Modération"), _waiting(user)["n"])]


def _waiting(user):
    found = waiting_for(user).select_related(None).order_by()
    return found.aggregate(n=Count("pk", distinct=True), oldest=Min("held_at"))
