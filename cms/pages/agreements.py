"""The list of conventions, and the two other documents that stand in it: deliberation and fiche expérience."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.enums import Outcome
from cms.models import DeliberationPage, ExperiencePage
from cms.models.experiences import MARKS
from cms.pages import words
from cms.pages.frame import breadcrumb, quartier_links
from cms.selectors.agreements import ConventionLine, documents
from participation.base.calendar import today
from participation.base.text import dates

MARK_MAX = 4


def index(page, request) -> dict:
    found = documents(today())
    return {
        "breadcrumb": breadcrumb(page),
        "conventions": [_line(one) for one in found.conventions],
        "deliberations": [_deliberation_line(one) for one in found.deliberations],
        "experiences": [_experience_line(one) for one in found.experiences],
    }


def deliberation(page: DeliberationPage, request) -> dict:
    """What the document leaves blank is said so: an unknown vote is not « 0 pour »."""
    unsaid = _("Non renseigné dans le document")
    outcome = page.get_outcome_display() if page.outcome != Outcome.UNSTATED else unsaid

    def said(value):
        return unsaid if value is None or value == "" else str(value)

    return {
        "breadcrumb": breadcrumb(page),
        "session": [
            {"label": _("Assemblée"), "value": page.body_name},
            {"label": _("Séance du"), "value": dates.day(page.session_date)},
            {"label": _("Identifiant"), "value": said(page.identifier)},
            {"label": _("Numéro d’ordre"), "value": said(page.order_number)},
            {"label": _("Nomenclature"), "value": said(page.nomenclature)},
            {"label": _("Fonction du rapporteur"), "value": said(page.rapporteur_function)},
        ],
        "vote": [
            {"label": _("Résultat"), "value": words.capital(str(outcome))},
            {"label": _("Quorum"), "value": said(page.quorum)},
            {"label": _("Membres présents"), "value": said(page.members_present)},
            {"label": _("Pour"), "value": said(page.votes_for)},
            {"label": _("Contre"), "value": said(page.votes_against)},
            {"label": _("Abstentions"), "value": said(page.abstentions)},
        ],
        "convention": page.convention if page.convention_id and page.convention.live else None,
    }


def experience(page: ExperiencePage, request) -> dict:
    marks = [
        {"label": label, "value": getattr(page, name), "rest": MARK_MAX - getattr(page, name), "maximum": MARK_MAX}
        for name, label in MARKS.items()
        if getattr(page, name) is not None
    ]
    unmarked = [str(label) for name, label in MARKS.items() if getattr(page, name) is None]
    facts = [
        {"label": _("Commune"), "value": page.commune.name},
        {"label": _("Opérateur"), "value": page.operator},
        {"label": _("Partenaires"), "value": page.partners_text},
        {"label": _("Période"), "value": page.period_label},
        {"label": _("Document source"), "value": page.source},
    ]
    return {
        "breadcrumb": breadcrumb(page),
        "marks": marks,
        "unmarked": ", ".join(unmarked),
        "facts": [item for item in facts if item["value"]],
        "quartiers": quartier_links(page),
    }


def _line(one: ConventionLine) -> dict:
    page = one.page
    meta = [words.capital(page.get_kind_display()), page.commune.name if page.commune else "", page.period_label]
    if one.projects:
        count = ngettext("%(count)s fiche projet", "%(count)s fiches projets", one.projects) % {"count": one.projects}
        meta.append(count)
    return {
        "title": page.title,
        "url": page.get_absolute_url(),
        "text": page.intro,
        "meta": " · ".join(part for part in meta if part),
        "invented": page.invented,
        "tally": one.tally,
    }


def _deliberation_line(page):
    return {
        "title": page.title,
        "url": page.get_absolute_url(),
        "text": page.intro,
        "meta": f"{page.body_name}, {dates.day(page.session_date)}",
    }


def _experience_line(page):
    return {
        "title": page.title,
        "url": page.get_absolute_url(),
        "text": page.intro,
        "meta": " · ".join(part for part in (page.commune.name, page.period_label) if part),
    }
