"""Everything dated, one meeting, and both as calendar files."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.base.site.selectors import module_enabled, portal_settings
from participation.base.text import dates
from participation.councils import ics, selectors
from participation.councils.models import Meeting
from participation.councils.views.asking import behind, hours, quartier_asked

TYPE = "text/calendar; charset=utf-8"


@require_safe
def agenda(request):
    """`?vue=passe`: what was. A page behind another: `avant` in the past, `apres` in what is to come."""
    view = request.GET.get("vue", "avenir")
    if view not in ("avenir", "passe"):
        raise Http404(_("Cette vue n’existe pas."))
    past, quartier = view == "passe", quartier_asked(request)
    last = behind(request, Meeting.objects.all(), "avant" if past else "apres")
    ics_url = reverse("councils:agenda-ics") + (f"?quartier={quartier.slug}" if quartier else "")
    page = selectors.agenda(timezone.now(), past=past, behind=last, quartier=quartier)
    return render(
        request,
        "councils/agenda.html",
        {
            "agenda": page,
            "past": past,
            "quartier": quartier,
            "here": _title(past, quartier, last),
            "tabs": _tabs(past, quartier),
            "next_url": _address(past, quartier, further=page.further) if page.further else "",
            "ics_url": ics_url,
            "ics_address": settings.BASE_URL + ics_url,
        },
    )


@require_safe
def agenda_ics(request):
    """To be subscribed to: the address never changes, cancelled meetings stay in it."""
    if not module_enabled("agenda"):
        raise Http404(_("Cette rubrique est fermée."))
    quartier = quartier_asked(request)
    meetings = selectors.calendar_meetings(timezone.now(), quartier)
    return _file(ics.calendar(meetings, name=_calendar_name(quartier)), "agenda.ics")


@require_safe
def meeting(request, pk, slug=None):
    found = _found(pk, slug)
    return render(
        request,
        "councils/meeting.html",
        {
            "meeting": found,
            **hours(found),
            "ways": [{"label": _("Agenda"), "url": reverse("councils:agenda")}],
            "is_over": (found.ends_at or found.starts_at) < timezone.now(),
        },
    )


@require_safe
def meeting_ics(request, pk, slug=None):
    found = _found(pk, slug)
    day = timezone.localdate(found.starts_at)
    name = slugify(f"{found.title} {day:%Y-%m-%d}")[:80] or "reunion"
    return _file(ics.calendar([found], name=found.title), f"{name}.ics")


def _found(pk, slug):
    found = selectors.meeting_page(pk, slug)
    if found is None:
        raise Http404(_("Cette réunion n’existe pas."))
    return found


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _calendar_name(quartier) -> str:
    site = portal_settings()
    names = [site.portal_name, site.place_line, quartier.name if quartier else ""]
    return ", ".join(name for name in names if name)


def _address(past, quartier, further=None) -> str:
    """The parameters in one order, so that a page has one address."""
    asked = {
        "vue": "passe" if past else None,
        "quartier": quartier.slug if quartier else None,
        "avant" if past else "apres": further,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("councils:agenda") + (f"?{query}" if query else "")


def _tabs(past, quartier) -> list[dict]:
    return [
        {"label": label, "url": _address(view, quartier), "count": None, "current": view == past}
        for view, label in ((False, _("À venir")), (True, _("Passé")))
    ]


def _title(past, quartier, last) -> str:
    """Each page of the agenda has a title of its own."""
    parts = [_("Agenda, dates passées") if past else _("Agenda"), quartier.name if quartier else ""]
    if last is not None:
        day = dates.day(last.starts_at)
        parts.append((_("avant le %(day)s") if past else _("après le %(day)s")) % {"day": day})
    return ", ".join(part for part in parts if part)
