"""/signalements/nouveau/: the form that takes a report in, and the picture of its map."""

import math

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.calendar import add_working_days, today
from participation.base.limits.clients import client_key
from participation.base.limits.services import check
from participation.base.links.signing import make_token
from participation.moderation.services import Banned
from participation.reports import services
from participation.reports.forms.entrance import ReportForm
from participation.reports.forms.places import Places
from participation.reports.validators import PLACE_LENGTH
from participation.reports.views.links import SENT, SENT_FOR
from participation.reports.views.touching import live_map, picture_url, touch_map, touched
from participation.territory.selectors import closures

# How often one network address may send the form in an hour, right or wrong; a neighbourhood house has one address for
# all its visitors.
REPORTS_PER_HOUR = settings.REPORTS_PER_HOUR
HOUR = 3600
NO_PIN = {"latitude": "", "longitude": ""}


class _Check(CsrfViewMiddleware):
    """Says whether a post carries its token, instead of answering for the view."""

    def _reject(self, request, reason):
        return reason


@csrf_exempt  # checked below: an expired page must not cost what was typed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    if request.method != "POST":
        return _show(request, ReportForm(initial=_asked(request.GET), user=request.user))
    verdict = check("report", client_key(request), limit=REPORTS_PER_HOUR, per_seconds=HOUR)
    if verdict.limited:
        return _too_many(request, verdict)
    refused = _Check(lambda _request: None).process_view(request, None, (), {})
    if any(name in request.POST for name in ("carte.x", "carte.y")):
        return _touched(request)
    if "sans_repere" in request.POST:
        return _show(request, ReportForm(initial={**_kept(request), **NO_PIN}, user=request.user))
    form = ReportForm(request.POST, request.FILES, user=request.user)
    if refused:
        return _show(request, ReportForm(initial=_kept(request), user=request.user), status=403, expired=True)
    if not form.is_valid():
        return _show(request, form, status=400)
    return _create(request, form)


def _create(request, form):
    data = form.cleaned_data
    try:
        report = services.create_report(
            commune=data["commune"],
            category=data["category"],
            quartier=data["quartier"],
            residence=data["residence"],
            place=data["place"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            text=data["text"],
            photo=data["photo"],
            email=data.get("email", ""),
            user=request.user if request.user.is_authenticated else None,
            client=client_key(request),
            publish=not data["private"],
            token=data["token"],
        )
    except Banned as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, status=403)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else "place", sentences)
        return _show(request, form, status=400)
    return redirect("reports:sent", token=make_token(SENT, {"report": report.reference}, max_age=SENT_FOR))


def _asked(query) -> dict:
    """What the front page, a poster or a quartier's page already knows; anything else is left out."""
    places = Places()
    quartier = places.quartier(query.get("quartier", ""))
    place = query.get("lieu", "").replace("\x00", "")[:PLACE_LENGTH]
    number = query.get("residence", "")
    residence = next((one for one in places.residences if str(one.pk) == number), None) if number else None
    if residence:
        place, quartier = residence.name, places.quartier_of(residence)
    return {"quartier": quartier.slug if quartier else "", "place": place}


def _kept(request) -> dict:
    """Everything typed, for a form that is shown again without being judged."""
    data = request.POST
    return {name: data[name] for name in ReportForm.base_fields if name in data and name not in ("photo", "website")}


def _touched(request):
    """A tap on the picture: the pin goes there, the map comes nearer, all else stays as it was typed."""
    kept = _kept(request)
    form = ReportForm(initial=kept, user=request.user)
    point = touched(request.POST)
    drawing = touch_map(form.places, request.POST.get("carte_de", ""))
    missed = point is None or not drawing
    if not missed:
        kept["latitude"], kept["longitude"] = (round(value, 6) for value in drawing.at(*point))
        form = ReportForm(initial=kept, user=request.user)
    return _show(request, form, touched=not missed, missed=missed)


def _show(request, form, status=200, **said):
    quartier, pin = form.chosen_quartier, form.pin
    slug = quartier.slug if quartier else ""
    drawing = touch_map(form.places, slug)
    category = form.chosen_category
    if category and category.redirects:
        category = None  # nothing is promised for what is not taken
    day = today()
    closed = closures(quartier.commune_id if quartier else None) if category else ()
    shown = {
        "form": form,
        "on_call": form.places.on_call(quartier),
        "redirecting": [one for one in form.categories.values() if one.redirects],
        "category": category,
        "pin": pin,
        "map": live_map(drawing) if drawing else None,
        "map_of": slug,
        "picture": picture_url(slug, pin),
        "lost_photo": bool(request.FILES),
        "answer_by": add_working_days(day, category.acknowledge_days, closed=closed) if category else None,
        "repair_by": add_working_days(day, category.resolve_days, closed=closed) if category else None,
        "expired": False,
        "touched": False,
        "missed": False,
        "limited_minutes": 0,
        **said,
    }
    return render(request, "reports/new.html", shown, status=status)


def _too_many(request, verdict):
    minutes = -(-verdict.retry_after // 60)
    form = ReportForm(initial=_kept(request), user=request.user)
    response = _show(request, form, status=429, limited_minutes=minutes)
    response.headers["Retry-After"] = str(verdict.retry_after)
    return response


@require_safe
@cache_control(public=True, max_age=300)
def new_map(request):
    """The picture of the form's map, with the pin where there is one."""
    try:
        pin = float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        pin = None
    if pin and not (all(map(math.isfinite, pin)) and abs(pin[0]) <= 85 and abs(pin[1]) <= 180):
        pin = None
    drawing = touch_map(Places(), request.GET.get("quartier", ""))
    if not drawing:
        return HttpResponse(_("Aucune carte."), status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(drawing.svg(*(pin or ())), content_type="image/svg+xml")
