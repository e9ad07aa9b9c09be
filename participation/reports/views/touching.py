"""The map of the form: one of the chosen quartier, else of all quartiers of the commune; live with a script, a picture
that takes a tap without one."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from participation.base.geo.map_view import Perimeter, build_map
from participation.base.geo.touch_map import TouchMap
from participation.reports.forms.places import Places
from participation.territory.models import Quartier

# Far more than a coordinate needs: what a tap gives has about one metre.
DIGITS = 6


def touch_map(places: Places, slug: str) -> TouchMap:
    """`slug`: of the quartier to show; any other text shows all those of the portal's own commune."""
    chosen = places.quartier(slug)
    drawn = _outlined(pk=chosen.pk) if chosen else []
    if not drawn:
        home = (chosen.commune if chosen else None) or places.default_commune or (places.communes or [None])[0]
        drawn = _outlined(commune=home) if home else []
    title = _("Carte : touchez l’endroit du problème")
    return TouchMap(title, [Perimeter(one.name, one.perimeter) for one in drawn])


def _outlined(**where):
    found = Quartier.objects.with_perimeter().filter(**where).order_by("name", "slug")
    return list(found.only("slug", "name", "perimeter"))


def live_map(drawing: TouchMap):
    """What the script needs to draw the same outlines; None where there is none."""
    return build_map("carte-du-lieu", _("Où est le problème ?"), perimeters=drawing.perimeters)


def picture_url(slug: str, pin: tuple[float, float] | None) -> str:
    query = {"quartier": slug} if slug else {}
    if pin:
        query |= {"lat": round(pin[0], DIGITS), "lon": round(pin[1], DIGITS)}
    return reverse("reports:new-map") + (f"?{urlencode(query)}" if query else "")


def touched(data) -> tuple[float, float] | None:
    """The point of the picture that was touched, in its pixels; None for the key Enter, which posts the corner."""
    try:
        x, y = int(data["carte.x"]), int(data["carte.y"])
    except (KeyError, ValueError, OverflowError):
        return None
    return (x, y) if (x, y) != (0, 0) else None
