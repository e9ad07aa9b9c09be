"""The commune's two colours as a small style sheet: everything else derives from them, light and dark.

The colours themselves are refused under 4.5:1 when they are entered (PortalSettings); what is derived here is moved
until it reads as well: links on paper, the brand at night.
"""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from participation.base.site.contrast import MINIMUM, contrast
from participation.base.site.models import PortalSettings
from participation.base.site.selectors import portal_settings

LIGHT_PAPER, DARK_PAPER = "#fbf9f5", "#22201d"
WHITE, INK, BLACK = "#ffffff", "#1d1d22", "#000000"
YEAR = 31_536_000
_DEFAULT = {name: PortalSettings._meta.get_field(name).default for name in ("brand_colour", "sun_colour")}


def mixed(one: str, other: str, share: float) -> str:
    """`share` of `other` in `one`; both `#rrggbb`."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str, towards: str) -> str:
    """The nearest shade of `colour`, moved `towards` black or white, that reads on `ground` at 4.5:1."""
    return next(shade for step in range(21) if contrast(shade := mixed(colour, towards, step / 20), ground) >= MINIMUM)


def light(brand: str, sun: str) -> dict[str, str]:
    link = readable(brand, LIGHT_PAPER, BLACK)
    return {
        "brand": brand,
        "on-brand-soft": readable(mixed(brand, WHITE, 0.8), brand, WHITE),
        "brand-line": mixed(brand, WHITE, 0.48),
        "link": link,
        "go": link,
        "tint": mixed(LIGHT_PAPER, brand, 0.09),
        "foot": mixed(brand, BLACK, 0.27),
        "wall": brand,
        "unlit": brand,
        "pane": mixed(brand, WHITE, 0.13),
        "pane-edge": mixed(brand, WHITE, 0.48),
        "bar": mixed(brand, WHITE, 0.48),
        "sun": sun,
        "lit": sun,
        "sun-strong": mixed(sun, BLACK, 0.1) if contrast(mixed(sun, BLACK, 0.1), INK) >= MINIMUM else sun,
    }


def dark(brand: str) -> dict[str, str]:
    night = readable(mixed(brand, BLACK, 0.05), WHITE, BLACK)
    link = readable(mixed(brand, WHITE, 0.6), DARK_PAPER, WHITE)
    return {
        "brand": night,
        "on-brand-soft": readable(mixed(brand, WHITE, 0.82), night, WHITE),
        "link": link,
        "go": link,
        "tint": mixed("#181715", brand, 0.3),
        "foot": mixed(brand, BLACK, 0.5),
        "wall": night,
        "unlit": mixed(brand, BLACK, 0.3),
        "pane": mixed(brand, BLACK, 0.3),
        "pane-edge": mixed(brand, WHITE, 0.5),
        "bar": mixed(night, WHITE, 0.15),
    }


def _properties(values):
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def css(brand: str, sun: str) -> str:
    """The custom properties of a theme, in the layer that holds the default ones."""
    return (
        f"@layer tokens {{\n  :root {{ {_properties(light(brand, sun))} }}\n"
        f"  @media (prefers-color-scheme: dark) {{ :root {{ {_properties(dark(brand))} }} }}\n}}\n"
    )


def stylesheet_url(site) -> str:
    """The address of the theme, with the colours in it; empty for the default ones, which need no second sheet."""
    if (site.brand_colour, site.sun_colour) == (_DEFAULT["brand_colour"], _DEFAULT["sun_colour"]):
        return ""
    return f"{reverse('theme')}?v={site.brand_colour[1:]}-{site.sun_colour[1:]}"


@require_safe
def stylesheet(request):
    """`/theme.css?v=…`: the colours are in the address, so browsers keep it a year."""
    site = portal_settings()
    response = HttpResponse(css(site.brand_colour, site.sun_colour), content_type="text/css; charset=utf-8")
    fresh = request.get_full_path() == stylesheet_url(site)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fresh else "no-cache"
    return response
