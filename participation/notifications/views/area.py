"""/suivre/zone/: a circle on the map, touched with or without a script, or put around a quartier."""

import math

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from participation.notifications import services
from participation.notifications.areas import Outlines, live_map
from participation.notifications.forms import AreaForm
from participation.notifications.registry import AREA
from participation.notifications.validators import RADII
from participation.notifications.views.doors import ask, private, too_often, wait_sentence

# What a tap gives has about one metre.
DIGITS = 6
NO_PIN = {"latitude": "", "longitude": ""}


@private
def area(request):
    user = request.user if request.user.is_authenticated else None
    if request.method != "POST":
        return _show(request, AreaForm(user=user, initial={"quartier": request.GET.get("quartier", "")}))
    if any(name in request.POST for name in ("carte.x", "carte.y")):
        return _touched(request, user)
    if "sans_repere" in request.POST or "montrer" in request.POST:
        removed = NO_PIN if "sans_repere" in request.POST else {}
        return _show(request, AreaForm(user=user, initial={**_kept(request), **removed}))
    form = AreaForm(request.POST, user=user)
    if not form.is_valid():
        return _show(request, form, status=400)
    wait = too_often(request, form.cleaned_data.get("email", ""))
    if wait:
        form.add_error(None, wait_sentence(wait))
        response = _show(request, form, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    return _follow(request, form, user)


def _follow(request, form, user):
    data = form.cleaned_data
    what = {"kind": AREA, "label": data["label"], "area": data["area"]}
    if user is None:
        ask(email=data["email"], **what)
        return redirect("notifications:asked")
    try:
        services.follow(recipient=services.recipient_of(user=user), confirmed=True, **what)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, status=409)
    messages.success(request, _("C’est noté : vous suivez « %(title)s ».") % {"title": data["label"]})
    return redirect("notifications:choices")


def _kept(request) -> dict:
    """Everything typed, for a form that is shown again without being judged."""
    return {name: request.POST[name] for name in AreaForm.base_fields if name in request.POST and name != "website"}


def _touched(request, user):
    form = AreaForm(user=user, initial=_kept(request))
    drawing = _drawing(form, request.POST.get("carte_de", ""))
    point = _point(request.POST)
    missed = point is None or not drawing
    if not missed:
        latitude, longitude = (round(value, DIGITS) for value in drawing.at(*point))
        form.initial |= {"latitude": latitude, "longitude": longitude}
    return _show(request, form, touched=not missed, missed=missed)


def _point(data) -> tuple[int, int] | None:
    """In pixels of the picture; None for the key Enter, which posts the corner."""
    try:
        x, y = int(data["carte.x"]), int(data["carte.y"])
    except (KeyError, ValueError, OverflowError):
        return None
    return (x, y) if (x, y) != (0, 0) else None


def _drawing(form, slug):
    return form.outlines.touch_map(slug) if form.outlines.quartiers else None


def _show(request, form, status=200, *, touched=False, missed=False):
    slug, pin = str(form["quartier"].value() or ""), form.pin
    slug = slug if form.outlines.quartier(slug) else ""
    drawing = _drawing(form, slug)
    context = {
        "form": form,
        "pin": pin,
        "map": live_map(drawing) if drawing else None,
        "map_of": slug,
        "picture": _picture_url(slug, pin, form.radius),
        "touched": touched,
        "missed": missed,
    }
    return render(request, "notifications/area.html", context, status=status)


def _picture_url(slug, pin, radius) -> str:
    query = {"quartier": slug} if slug else {}
    if pin:
        query |= {"lat": round(pin[0], DIGITS), "lon": round(pin[1], DIGITS), "rayon": radius}
    return reverse("notifications:area-map") + (f"?{urlencode(query)}" if query else "")


@require_safe
@cache_control(public=True, max_age=300)
def area_map(request):
    """The picture of the form's map, with the pin and its circle where there is one."""
    outlines = Outlines()
    drawing = outlines.touch_map(request.GET.get("quartier", "")) if outlines.quartiers else None
    if not drawing:
        return HttpResponse(_("Aucune carte."), status=404, content_type="text/plain; charset=utf-8")
    pin = _asked(request.GET)
    return HttpResponse(drawing.svg(*pin) if pin else drawing.svg(), content_type="image/svg+xml")


def _asked(query) -> tuple[float, float, int] | None:
    try:
        lat, lon, radius = float(query["lat"]), float(query["lon"]), int(query["rayon"])
    except (KeyError, ValueError, OverflowError):
        return None
    fits = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 85 and abs(lon) <= 180 and radius in RADII
    return (lat, lon, radius) if fits else None
