"""The list of quartiers, and a quartier: where it is, who lives there, who owns what, what was promised for it."""

import re
from dataclasses import replace

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import QuartierIndexPage, QuartierPage
from cms.pages import places
from cms.pages.neighbours import life_of
from cms.pages.threads import thread_of
from cms.selectors.quartiers import CommunePlaces, QuartierFacts, places_by_commune, quartier_facts
from participation.base.cache import remembered
from participation.base.calendar import today
from participation.base.geo.map_view import MapView, Perimeter, Point, build_map
from participation.territory.selectors import (
    QuartierDetail,
    QuartierLine,
    quartier_detail,
    quartier_detail_by_id,
)

# The list has the same name and address whatever its editors call it: no query asks for them.
_ABOVE = ({"label": gettext_lazy("Les quartiers"), "url": "/quartiers/"},)
_PERIMETERS = re.compile(r"^\s*périmètres?\s*:\s*", re.IGNORECASE)


def index(page: QuartierIndexPage, request) -> dict:
    """The context of `cms/quartier_index.html`: one section a commune, its list beside its map."""
    day = today()
    communes = remembered("quartiers:list", lambda: places_by_commune(day))
    return {
        "breadcrumb": [],
        "fact": _how_many(communes),
        "communes": [
            {
                "title": one.commune.name,
                "anchor": f"commune-{one.commune.slug}",
                "intro": _drawn(one),
                "items": [_line(line) for line in one.commune.quartiers],
                "map": _commune_map(one),
            }
            for one in communes
        ],
    }


def quartier(page: QuartierPage, request) -> dict:
    """The context of `cms/quartier.html` where editors wrote a page, its quartier chosen or not yet (first preview)."""
    day = today()
    detail = quartier_detail_by_id(page.quartier_id, day) if page.quartier_id else None
    facts = quartier_facts(detail, day) if detail else None
    status = places.status_of(detail) if detail else ""
    return {
        "breadcrumb": _ABOVE,
        "name": page.title,
        "title": page.seo_title or _title(page.title, facts),
        "description": page.description or status or page.title,
        "lead": page.intro,
        "picture": page.picture,
        "body": page.body,
        "known": facts is not None,
        **(_facts(facts, request, day) if facts else {}),
    }


def facts_alone(slug: str, request=None) -> dict | None:
    """The same context where nobody wrote a page, or None when there is no such quartier."""
    day = today()
    detail = quartier_detail(slug, day)
    if detail is None:
        return None
    facts, name = quartier_facts(detail, day), detail.line.name
    return {
        "breadcrumb": _ABOVE,
        "name": name,
        "title": _title(name, facts),
        "description": places.status_of(detail) or name,
        "lead": "",
        "picture": None,
        "body": None,
        "known": True,
        **_facts(facts, request, day),
    }


def _title(name: str, facts: QuartierFacts | None) -> str:
    """« Les Pins, Vitrolles »: two communes may have a quartier of the same name, no two pages have the same title."""
    return f"{name}, {facts.detail.line.commune_name}" if facts else name


def _facts(facts: QuartierFacts, request, day) -> dict:
    detail = facts.detail
    return {
        "slug": detail.line.slug,
        "commune": detail.line.commune_name,
        "fact": places.status_of(detail),
        "where": places.facts_of(detail),
        "map": _quartier_map(facts),
        "map_caption": _caption(detail),
        "total": places.totals_of(detail.residences.total),
        "landlords": [places.landlord_block(landlord) for landlord in detail.residences.landlords],
        "urgent": places.urgent_numbers(detail.residences.landlords),
        "residences_intro": _residences_intro(detail),
        "conventions": facts.conventions,
        "promises_intro": _promises_intro(facts),
        "experiences": [{"title": one.title, "url": one.url, "text": one.intro} for one in facts.experiences],
        "news": [
            {"title": one.title, "url": one.url, "text": one.intro, "date": one.published_on} for one in facts.news
        ],
        "thread": thread_of(detail.quartier, "quartier", request, day),
        **life_of(detail.line, day),
    }


# --- The list ---------------------------------------------------------------------------------------------------------
def _how_many(communes: tuple[CommunePlaces, ...]) -> str:
    """« 14 quartiers dans 3 communes »."""
    count = sum(len(one.commune.quartiers) for one in communes)
    if not count:
        return _("Aucun quartier pour le moment")
    told = ngettext("%(count)s quartier", "%(count)s quartiers", count) % {"count": count}
    if len(communes) == 1:
        return _("%(quartiers)s à %(commune)s") % {"quartiers": told, "commune": communes[0].commune.name}
    return _("%(quartiers)s dans %(communes)s communes") % {"quartiers": told, "communes": len(communes)}


def _drawn(one: CommunePlaces) -> str:
    count, drawn = len(one.commune.quartiers), len(one.shapes)
    if drawn == count:
        return ""
    if not drawn:
        return _("Aucune source ne publie leur tracé : il n’y a pas de carte.")
    missing = count - drawn
    return ngettext(
        "%(missing)s quartier n’est pas sur la carte : aucune source ne publie son tracé.",
        "%(missing)s quartiers ne sont pas sur la carte : aucune source ne publie leur tracé.",
        missing,
    ) % {"missing": missing}


def _line(line: QuartierLine) -> dict:
    about = [_("dans %(name)s") % {"name": line.within.name}] if line.within else []
    if line.other_communes:
        about.append(_("aussi à %(communes)s") % {"communes": ", ".join(line.other_communes)})
    if not line.has_perimeter:
        about.append(_("sans périmètre publié"))
    meta = ", ".join(about)
    return {
        "title": line.name,
        "url": line.url,
        "meta": meta[:1].upper() + meta[1:],
        "text": places.line_sentence(line),
    }


def _commune_map(one: CommunePlaces) -> MapView | None:
    names = ", ".join(shape.name for shape in one.shapes)
    title = _("Carte de %(commune)s : %(names)s") % {"commune": one.commune.name, "names": names}
    drawn = [Perimeter(shape.name, shape.perimeter, shape.url) for shape in one.shapes]
    return _map(f"carte-{one.commune.slug}", title, one.shapes, drawn, [])


# --- One quartier -----------------------------------------------------------------------------------------------------
def _quartier_map(facts: QuartierFacts) -> MapView | None:
    """Its own outline is no link: one is there already. Residences are points where a file gives them one."""
    own = facts.detail.line.slug
    drawn = [Perimeter(one.name, one.perimeter, "" if one.slug == own else one.url) for one in facts.detail.shapes]
    points = [
        Point(one.name, one.latitude, one.longitude)
        for one in facts.detail.residences.residences
        if one.latitude is not None and one.longitude is not None
    ]
    return _map(
        "carte-quartier", _("Carte de %(name)s") % {"name": facts.detail.line.name}, facts.detail.shapes, drawn, points
    )


def _map(identifier, title, shapes, drawn, points) -> MapView | None:
    view = build_map(identifier, title, perimeters=drawn, points=points, sprite=static("icons.svg"))
    if view is None:
        return None
    return replace(view, credit=_credit(shape.source for shape in shapes))


def _credit(sources) -> str:
    """« Périmètres : ANCT, QPV 2024, Licence Ouverte 2.0. », each source once, with the word once."""
    told = dict.fromkeys(_PERIMETERS.sub("", source) for source in sources if source)
    return _("Périmètres : %(sources)s.") % {"sources": _sources(told)} if told else ""


def _caption(detail: QuartierDetail) -> str:
    if detail.line.has_perimeter:
        return ""
    unsaid = _("Aucune source ne publie le tracé de ce quartier.")
    if detail.shapes and detail.line.within:
        return unsaid + " " + _("La carte montre celui de %(name)s.") % {"name": detail.shapes[0].name}
    return unsaid


def _residences_intro(detail: QuartierDetail) -> str:
    sources = _sources(detail.residences.sources)
    return _("Source : %(sources)s.") % {"sources": sources} if sources else ""


def _promises_intro(facts: QuartierFacts) -> str:
    if not any(one.tally.total for one in facts.conventions):
        return ""
    return _("Une fenêtre est une étape promise dans ce quartier. Allumée, elle est tenue.")


def _sources(sources) -> str:
    return " ; ".join(source.rstrip(".") for source in sources)
