"""A convention: what is kept, what is late and why, when, for how much, where, and who signed."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.models import ConventionPage
from cms.pages import tables, words
from cms.pages.frame import breadcrumb, choice
from cms.pages.threads import thread_of
from cms.selectors.conventions import ConventionDetail, Place, Signature, ThemeNode, convention_detail, nothing_yet
from cms.selectors.money import Statement
from cms.selectors.projects import DatedStep
from participation.base.calendar import today
from participation.base.geo.map_view import MapView, Perimeter, build_map
from participation.base.text import dates, numbers
from participation.territory.enums import PartnerKind
from participation.territory.selectors import quartiers_for_map

VIEWS = ("theme", "quartier")
GROUPS = (
    (
        gettext_lazy("L’État et les collectivités"),
        {
            PartnerKind.STATE,
            PartnerKind.REGION,
            PartnerKind.DEPARTMENT,
            PartnerKind.METROPOLIS,
            PartnerKind.CITY,
        },
    ),
    (gettext_lazy("La police et la justice"), {PartnerKind.POLICE}),
    (gettext_lazy("Les bailleurs sociaux"), {PartnerKind.LANDLORD}),
    (gettext_lazy("L’association des bailleurs"), {PartnerKind.FEDERATION}),
    (gettext_lazy("Les associations"), {PartnerKind.ASSOCIATION}),
    (gettext_lazy("Autres signataires"), {PartnerKind.OTHER}),
)


def convention(page: ConventionPage, request) -> dict:
    """The context of `cms/convention.html`. A page that was never saved (its first preview) has no facts yet."""
    view = choice(request, "vue", VIEWS)
    name = page.short_title or page.title
    day = today()
    detail = convention_detail(page, day) if page.pk else nothing_yet(day)
    return {
        "breadcrumb": breadcrumb(page),
        "name": name,
        "short_name": words.capital(name),
        "kicker": words.capital(page.get_kind_display()),
        "day": day,
        "detail": detail,
        "fact": _fact(detail),
        "whole": detail.progress.whole,
        "crossed": tables.crossed(detail.progress, view),
        "tabs": _tabs(page, view),
        "late": [late_line(step, _theme_label(detail, step)) for step in detail.fiches.late],
        "silent": detail.fiches.silent,
        "calendar": tables.calendar(detail.fiches, day),
        "theme_groups": _theme_groups(detail.themes),
        "has_projects": bool(detail.fiches.projects),
        **_money(detail.money),
        "map": quartiers_map(detail.places, page),
        "places_title": _places_title(detail.places),
        "places_intro": _places_intro(detail.places),
        "places": _places(detail.places),
        "signatories": signatory_groups(detail.signatures),
        "terms": _terms(page),
        "thread": thread_of(page, "convention", request, day) if page.pk else None,
    }


def late_line(step: DatedStep, theme: str = "") -> dict:
    """One delay for the `lines` component: what was promised, for when, by whom, and what they say about it."""
    lead = _("Porteur : %(lead)s.") % {"lead": step.project.lead} if step.project.lead else ""
    return {
        "title": step.title,
        "url": f"{step.project.url}#etapes",
        "meta": ", ".join(part for part in (step.quartier, theme) if part),
        "state": step.state.value,
        "label": words.STATE_LABELS[step.state],
        "strong": words.promised(step),
        "text": f"{lead} {words.why(step)}".strip(),
    }


def quartiers_map(places: list[Place], page: ConventionPage) -> MapView | None:
    """The outlines of the convention's quartiers, or of the wider one that holds them; None when there is none."""
    known = [place.quartier.pk for place in places if place.quartier.perimeter_mark is not None]
    around = [place.quartier.within_id for place in places if place.quartier.perimeter_mark is None]
    if not any((*known, *around)):
        return None
    known += [quartier for quartier in around if quartier]
    shapes = [Perimeter(one.name, one.perimeter, one.url) for one in quartiers_for_map(known)]
    if not shapes:
        return None
    title = _("Carte des quartiers de la convention : %(names)s") % {"names": ", ".join(one.label for one in shapes)}
    return build_map("carte-quartiers", title, perimeters=shapes, sprite=static("icons.svg"))


def signatory_groups(signatures: list[Signature]) -> list[dict]:
    """Bodies with the function that signed for each, for the `facts` component."""
    items = []
    for label, kinds in GROUPS:
        own = [one for one in signatures if one.kind in kinds]
        if own:
            lines = format_html_join("", "<li>{}{}</li>", ((one.name, _function(one)) for one in own))
            items.append({"label": label, "value": format_html('<ul class="plain">{}</ul>', lines)})
    return items


def _function(one: Signature):
    told = [words.lower(one.function)] if one.function else []
    if one.signed_on:
        told.append(_("le %(day)s") % {"day": dates.day(one.signed_on)})
    return format_html('<span class="soft">, {}</span>', ", ".join(told)) if told else ""


def _fact(detail: ConventionDetail) -> str:
    if detail.progress.whole.total:
        return words.kept(detail.progress.whole)
    count = len(detail.fiches.projects)
    if not count:
        return ""
    return ngettext("%(count)s fiche projet", "%(count)s fiches projets", count) % {"count": count}


def _tabs(page, view):
    url = page.get_absolute_url()
    return [
        {"label": _("Par thème"), "url": f"{url}#croise", "current": view == "theme"},
        {"label": _("Par quartier"), "url": f"{url}?vue=quartier#croise", "current": view == "quartier"},
    ]


def _theme_label(detail, step):
    root = detail.root_of_project.get(step.project.id)
    return next((line.label for line in detail.progress.themes if line.id == root), "") if root else ""


def _theme_groups(themes: list[ThemeNode]) -> list[dict]:
    """Themes under the words the document uses for them: its enjeux, then its priorités."""
    groups: dict[str, list[ThemeNode]] = {}
    for theme in themes:
        groups.setdefault(theme.label, []).append(theme)
    return [{"title": words.capital(words.plural_of(label)), "themes": own} for label, own in groups.items()]


def _money(statements: list[Statement]) -> dict:
    """Tables for what has several lines or a discrepancy, large figures for single amounts."""
    single = [one for one in statements if len(one.lines) == 1 and not one.gap]
    return {
        "statements": [
            {"table": tables.statement_table(one), "gap": _gap(one), "explanation": one.explanation}
            for one in statements
            if one not in single
        ],
        "amounts": [{"value": numbers.euros(one.lines[0].amount, 0), "text": one.name} for one in single],
        "money_sources": " ; ".join(dict.fromkeys(one.source for one in statements if one.source)),
    }


def _gap(statement):
    if not statement.gap:
        return None
    title = _("Les deux totaux diffèrent de %(gap)s.") % {"gap": numbers.euros(abs(statement.gap), 0)}
    return {"title": title, "text": tables.gap_sentence(statement)}


def _places_title(places):
    if len(places) == 1:
        return _("Le quartier")
    return _("Les %(count)s quartiers") % {"count": words.in_words(len(places), masculine=True)}


def _places_intro(places):
    nowhere = (place.quartier for place in places if place.quartier.perimeter_mark is None)
    without = [quartier.name for quartier in nowhere if not quartier.within_id]
    if not without:
        return ""
    sentence = ngettext(
        "Aucune source ne publie le tracé de %(names)s : il n’est pas sur la carte.",
        "Aucune source ne publie le tracé de %(names)s : ils ne sont pas sur la carte.",
        len(without),
    )
    return sentence % {"names": words.listed(without)}


def _places(places):
    return [
        {
            "label": format_html('<a href="{}">{}</a>', place.quartier.get_absolute_url(), place.quartier.name),
            "value": _statuses(place) or _("Aucun statut renseigné"),
        }
        for place in places
    ]


def _statuses(place):
    """In force first; what ended is smaller."""
    current = format_html_join("", "<p>{}</p>", ((one.sentence,) for one in place.statuses if one.is_current))
    past = ((one.sentence,) for one in place.statuses if one.is_past)
    return current + format_html_join("", '<p class="small soft">{}</p>', past)


def _terms(page):
    """What binds, for how long and how it ends; what the document leaves out is said, never filled in."""
    unsaid = _("Non renseigné dans le document")
    start = _("à partir du %(day)s") % {"day": dates.day(page.starts_on)} if page.starts_on else ""
    items = [
        {"label": _("Période"), "value": page.period_label or start or unsaid},
        {"label": _("Durée"), "value": page.duration_text or unsaid},
        {"label": _("Terme"), "value": words.capital(dates.day(page.ends_on)) if page.ends_on else unsaid},
        {"label": _("Résiliation"), "value": page.termination_text or unsaid},
    ]
    if page.source:
        items.append({"label": _("Document source"), "value": page.source})
    return items
