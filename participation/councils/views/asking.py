"""What an address asks for (whatever is not there is not found), and the hours of a meeting in words."""

from django.http import Http404
from django.utils.translation import gettext as _

from participation.councils.wording import clock, weekday
from participation.territory.models import Quartier


def quartier_asked(request):
    """The quartier of `?quartier=`, or None without it. Raises Http404."""
    slug = request.GET.get("quartier")
    if slug is None:
        return None
    found = Quartier.objects.only("name", "slug").filter(slug=slug[:160].replace("\x00", "")).first()
    if found is None:
        raise Http404(_("Ce quartier n’existe pas."))
    return found


def behind(request, rows, name: str = "avant"):
    """The row of `rows` after which a page goes on, or None on the first one. Raises Http404."""
    value = request.GET.get(name)
    if value is None:
        return None
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 10 else 0
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(_("Cette page n’existe pas."))
    return found


def hours(meeting) -> dict:
    """The words for the hours of a meeting, empty where there is none."""
    if meeting is None:
        return {"weekday": "", "starts": "", "ends": ""}
    ends = clock(meeting.ends_at) if meeting.ends_at else ""
    return {"weekday": weekday(meeting.starts_at), "starts": clock(meeting.starts_at), "ends": ends}
