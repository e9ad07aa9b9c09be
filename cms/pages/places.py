"""Sentences and tables about one quartier: its status, its figures, its residences."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.drawing.tables import Row, Table
from participation.base.text import numbers
from participation.territory.selectors import (
    DwellingTotal,
    LandlordResidences,
    PlaceRef,
    QuartierDetail,
    QuartierLine,
    StatusFact,
)


def status_of(detail: QuartierDetail) -> str:
    """The sentence under the street sign: the quartier prioritaire around it, or what it is today, or what it was."""
    within = detail.line.within
    if within and detail.within_statuses:
        status = detail.within_statuses[0]
        named = {"name": within.name, "code": status.code, "period": status.period}
        return (_("Dans le quartier prioritaire %(name)s (%(code)s) %(period)s") % named).strip()
    return line_sentence(detail.line)


def line_sentence(line: QuartierLine) -> str:
    statuses = line.current_statuses or line.past_statuses
    if statuses:
        return statuses[0].sentence
    if line.within:
        return _("Se trouve dans %(name)s") % {"name": line.within.name}
    return ""


def facts_of(detail: QuartierDetail) -> list[dict]:
    """Label and value of each fact that some document gives, for the `facts` component."""
    line, quartier = detail.line, detail.quartier
    found = [
        (_("Commune"), ", ".join([line.commune_name, *line.other_communes])),
        (_("Aujourd’hui"), _statuses(line.current_statuses)),
        (_("Avant"), _statuses(line.past_statuses)),
        (_("Se trouve dans"), _links([line.within]) if line.within else ""),
        (_("Contient"), _links(detail.parts)),
        (_("Population"), _population(quartier)),
        (_("À savoir"), quartier.note),
    ]
    return [{"label": label, "value": value} for label, value in found if value]


def _statuses(statuses: tuple[StatusFact, ...]):
    return format_html_join("", "<p>{}{}</p>", ((status.sentence, _source(status.source)) for status in statuses))


def _source(source: str):
    return (
        format_html('<br><span class="small soft">{}</span>', _("Source : %(source)s") % {"source": source})
        if source
        else ""
    )


def _links(refs: tuple[PlaceRef, ...] | list[PlaceRef]):
    return format_html_join(", ", '<a href="{}">{}</a>', ((ref.url, ref.name) for ref in refs))


def _population(quartier):
    """The figure with its source and its year; a source without a year says so, nothing is rounded."""
    if quartier.population is None:
        return ""
    told = ngettext("%(count)s habitant", "%(count)s habitants", quartier.population)
    told = told % {"count": numbers.grouped(quartier.population)}
    if quartier.population_year:
        told = _("%(figure)s en %(year)s") % {"figure": told, "year": quartier.population_year}
    return format_html("{}{}", told, _source(quartier.population_source))


def totals_of(total: DwellingTotal) -> list[dict]:
    """The sum for the `figures` component, with what it leaves out; nothing where no residence has a figure."""
    if not total.known:
        return []
    if not total.unknown:
        text = ngettext("logements dans une résidence", "logements dans %(count)s résidences", total.known)
    else:
        text = ngettext(
            "logements dans la seule résidence dont le nombre est connu",
            "logements dans les %(count)s résidences dont le nombre est connu",
            total.known,
        )
        rest = ngettext(
            " ; %(rest)s autre n’en donne pas le nombre",
            " ; %(rest)s autres n’en donnent pas le nombre",
            total.unknown,
        )
        text += rest % {"rest": total.unknown}
    return [{"value": numbers.grouped(total.dwellings), "text": text % {"count": total.known}}]


def landlord_block(landlord: LandlordResidences) -> dict:
    """One landlord: its residences and their dwellings, summed when there are several, and who keeps its lifts."""
    rows = [Row(one.name, [_dwellings(one.dwellings)]) for one in landlord.residences]
    footer = []
    if landlord.total.known > 1:
        label = _("Ensemble") if not landlord.total.unknown else _("Ensemble des nombres connus")
        footer = [Row(label, [numbers.grouped(landlord.total.dwellings)])]
    return {
        "table": Table(_name(landlord), [_("Résidence"), _("Logements")], rows, footer),
        "contact_phone": landlord.contact_phone,
        "lifts": _lifts(landlord),
    }


def urgent_numbers(landlords: tuple[LandlordResidences, ...]) -> list[dict]:
    """On-call numbers, one for a landlord where it is the same for all its residences here, else one a residence."""
    found = []
    for landlord in landlords:
        if landlord.on_call_number:
            found.append(_call(landlord, _name(landlord), landlord.on_call_number))
            continue
        found += [
            _call(landlord, f"{_name(landlord)}, {one.name}", one.on_call_number)
            for one in landlord.residences
            if one.on_call_number
        ]
    return found


def _call(landlord, name, number):
    return {"name": name, "number": number, "fictional": landlord.fictional}


def _lifts(landlord):
    name, phone = landlord.lift_operator
    if name or phone:
        return [{"place": "", "name": name, "phone": phone}]
    return [
        {"place": one.name, "name": one.lift_operator, "phone": one.lift_operator_phone}
        for one in landlord.residences
        if one.lift_operator or one.lift_operator_phone
    ]


def _name(landlord: LandlordResidences) -> str:
    return _("%(name)s (fictif)") % {"name": landlord.display_name} if landlord.fictional else landlord.display_name


def _dwellings(count: int | None) -> str:
    return _("Non renseigné") if count is None else numbers.grouped(count)
