"""What each data file may say. A key that ends in « ? » may be left out; nothing else may, and nothing may be added."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation


def slug(value):
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("une adresse en minuscules, chiffres et tirets")
    return value


def amount(value):
    try:
        return Decimal(value) if isinstance(value, str) else _refuse_amount()
    except InvalidOperation:
        return _refuse_amount()


def _refuse_amount():
    raise ValueError('un montant en euros entre guillemets, par exemple "29174.12"')


def past(value):
    if type(value) is not int or not -720 <= value < 0:
        raise ValueError("un nombre de jours de -720 à -1")
    return value


def coming(value):
    if type(value) is not int or not 0 < value <= 360:
        raise ValueError("un nombre de jours de 1 à 360")
    return value


def offset(value):
    return past(value) if type(value) is int and value < 0 else coming(value)


BODY = {
    "heading?": str,
    "text?": str,
    "steps?": [str],
    "notice?": str,
    "title?": str,
    "kind?": str,
    "picture?": str,
    "caption?": str,
}
STATUS = {"kind": str, "code?": str, "label?": str, "from_date?": date, "until?": date, "source": str}
QUARTIER = {
    "name": str,
    "slug": slug,
    "within?": slug,
    "perimeter?": str,
    "population?": int,
    "population_year?": int,
    "population_source?": str,
    "note?": str,
    "intro": str,
    "text?": str,
    "picture?": str,
    "status": [STATUS],
}
THEME = {
    "key?": str,
    "parent?": str,
    "label": str,
    "number?": str,
    "title": str,
    "summary?": str,
    "children?": [str],
    "chantier?": [{"number": str, "title": str, "summary?": str}],
}
MILESTONE = {
    "title": str,
    "quartier?": slug,
    "due?": offset,
    "late?": int,
    "new_due?": coming,
    "done?": past,
    "evidence?": str,
    "note?": str,
}
PROJECT = {
    "slug": slug,
    "number?": str,
    "title": str,
    "theme": str,
    "quartiers?": [slug],
    "lead?": slug,
    "life_cycle?": str,
    "updated?": past,
    "intro?": str,
    "detail?": str,
    "location?": str,
    "diagnosis?": str,
    "expectations?": str,
    "description_text?": str,
    "lead_text?": str,
    "partners_text?": str,
    "schedule_text?": str,
    "means_text?": str,
    "evaluation_text?": str,
    "feasibility_text?": str,
    "tools_text?": str,
    "quality_text?": str,
    "charges_text?": str,
    "milestone?": [MILESTONE],
}
CONVENTION = {
    "slug": slug,
    "title": str,
    "short_title": str,
    "kind": str,
    "commune?": str,
    "quartiers?": [slug],
    "follows?": slug,
    "invented?": bool,
    "intro": str,
    "period_label?": str,
    "starts_on?": date,
    "ends_on?": date,
    "starts_year?": int,
    "ends_year?": int,
    "duration_text?": str,
    "termination_text?": str,
    "source": str,
    "body?": [BODY],
}
DELIBERATION = {
    "slug": slug,
    "title": str,
    "commune": str,
    "intro": str,
    "body_name": str,
    "session_date": date,
    "identifier": str,
    "order_number": int,
    "nomenclature": str,
    "quorum": int,
    "outcome": str,
    "source": str,
    "body": [BODY],
}
EXPERIENCE = {
    "slug": slug,
    "title": str,
    "commune": str,
    "quartiers": [slug],
    "intro": str,
    "operator": str,
    "partners_text": str,
    "period_label": str,
    "mark_partnership": int,
    "mark_participation": int,
    "mark_coordination": int,
    "mark_innovation": int,
    "author_note": str,
    "source": str,
    "body": [BODY],
}
DOCUMENT = {
    "convention?": CONVENTION,
    "deliberation?": DELIBERATION,
    "experience?": EXPERIENCE,
    "theme?": [THEME],
    "signatory?": [{"partner": slug, "function": str}],
    "budget?": [
        {
            "title": str,
            "year?": int,
            "source": str,
            "printed_total?": amount,
            "explanation?": str,
            "line": [{"label": str, "quartier?": slug, "amount": amount}],
        }
    ],
    "project?": [PROJECT],
}
INDEX = {"slug": slug, "title": str, "intro": str}
FILES = {
    "communes.toml": {
        "commune": [{"code": str, "insee_code": str, "name": str, "slug": slug, "quartier?": [QUARTIER]}]
    },
    "partners.toml": {
        "partner": [
            {
                "slug": slug,
                "name": str,
                "short_name?": str,
                "kind": str,
                "commune?": str,
                "fictional?": bool,
                "contact_phone?": str,
            }
        ]
    },
    "residences.toml": {
        "file": [{"name": str, "source": str}],
        "service": [
            {"landlord": slug, "on_call_number": str, "lift_operator": str, "lift_operator_phone": str},
        ],
    },
    "accounts.toml": {"account": [{"email": str, "display_name": str, "quartier?": slug, "role": str, "scope?": str}]},
    "martigues-2016.toml": DOCUMENT,
    "vitrolles.toml": DOCUMENT,
    "salon.toml": DOCUMENT,
    "poitiers.toml": DOCUMENT,
    "metropole-ar-hlm.toml": DOCUMENT,
    "martigues-demonstration.toml": DOCUMENT,
    "news.toml": {
        "news": [
            {
                "slug": slug,
                "day": past,
                "title": str,
                "intro": str,
                "quartiers?": [slug],
                "picture?": str,
                "body": [BODY],
            }
        ]
    },
    "pages.toml": {
        "home": {"title": str, "headline": str, "intro": str, "convention": slug},
        "index": {"quartiers": INDEX, "conventions": INDEX, "news": INDEX},
        "page": [{"slug": slug, "title": str, "intro": str, "body": [BODY]}],
    },
    "pictures.toml": {
        "picture": [
            {
                "key": slug,
                "title": str,
                "alt": str,
                "buildings": [[float]],
                "lit": float,
                "trees?": [float],
                "lamps?": [float],
                "benches?": [float],
                "sofas?": [float],
            }
        ]
    },
    "site.toml": {"site": {"?": str}},
}
DOCUMENTS = tuple(name for name, spec in FILES.items() if spec is DOCUMENT)
