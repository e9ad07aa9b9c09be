"""What the invented residents follow, and what they have not read yet.

Events are written by the features while mail is held, in the order in which the stories are loaded: here they get the
order in which they happened. The crowd of reports is drawn without events: the last step of those nearby gets one.
"""

from django.db import transaction
from django.db.models import F

from cms.models import ProjectPage
from participation.accounts.models import User
from participation.notifications import services
from participation.notifications.models import Event
from participation.notifications.positions import place_events
from participation.notifications.registry import topic
from participation.notifications.selectors import news_for
from participation.reports import news
from participation.reports.enums import Visibility
from participation.reports.models import Report

# Account → what it follows, by kind; « fiche » and « enquete » by slug.
FOLLOWS = {
    "habitant@demo.example": (
        ("quartier", "canto-perdrix"),
        ("fiche", "12-eclairer-les-passages"),
        ("conseil", "conseil-citoyen-de-canto-perdrix"),
        ("enquete", "eclairage-du-soir-canto-perdrix"),
    ),
    "conseil@demo.example": (
        ("conseil", "conseil-citoyen-de-canto-perdrix"),
        ("quartier", "canto-perdrix"),
    ),
    "bailleur@demo.example": (("quartier", "canto-perdrix"), ("quartier", "notre-dame-des-marins")),
}
# How far back a follower began, how many reports are told, how many news each has not read.
SINCE_DAYS, REPORTS, UNREAD = 200, 10, 3
_FAR = 10**12


def forget_former() -> None:
    """Only a load of the demonstration writes events while mail is held."""
    Event.objects.filter(silent=True).delete()


def load(load) -> None:
    _tell_reports()
    _order()
    since = load.clock.instant(-SINCE_DAYS)
    fiches = _fiches()
    for email, followed in FOLLOWS.items():
        user = load.marks.find(f"account:{email}", User)
        if user is None:
            continue
        recipient = services.recipient_of(user=user)
        for kind, name in followed:
            key = fiches.get(name, "") if kind == "fiche" else name
            if key in topic(kind).find([key]):
                services.follow(recipient=recipient, kind=kind, key=key, at=since)
        _read(recipient)


def _fiches() -> dict[str, str]:
    return {slug: str(pk) for slug, pk in ProjectPage.objects.values_list("slug", "pk")}


def _tell_reports() -> None:
    quartiers = {name for followed in FOLLOWS.values() for kind, name in followed if kind == "quartier"}
    found = Report.objects.with_names().filter(visibility=Visibility.PUBLIC, quartier__slug__in=quartiers)
    with transaction.atomic():
        for report in found.order_by("-state_since", "-pk")[:REPORTS]:
            news.tell(report, report.events.order_by("-pk").first(), contact=None)


def _order() -> None:
    """Among themselves: events of real life keep the positions they have."""
    place_events()
    with transaction.atomic():
        rows = list(Event.objects.filter(silent=True).order_by("at", "pk"))
        positions = sorted(row.position for row in rows)
        Event.objects.filter(silent=True).update(position=F("position") + _FAR)
        for row, row.position in zip(rows, positions, strict=True):
            row.save(update_fields=["position"])


def _read(recipient) -> None:
    """All but the newest ones."""
    newest = news_for(recipient, limit=UNREAD + 1)
    recipient.seen_through = newest[UNREAD].position if len(newest) > UNREAD else 0
    recipient.save(update_fields=["seen_through"])
