"""What is told of a report: each step to who reported it and to those who follow it, its quartier or the place.

Of a report that is not public nobody hears but who reported it, and no event holds a word or a place they wrote before
it was read.
"""

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from participation.base.text import dates
from participation.notifications.registry import register_event
from participation.notifications.services import notify, recipient_of
from participation.reports.emails import CLOSING, FOLLOW, MODULE, link
from participation.reports.enums import State, Verb, Visibility
from participation.reports.models import ReportContact
from participation.reports.workflow import answer_until, sentence

TOPIC = "signalement"
STEP, REPAIRED = "reports/step", "reports/repaired"
WORDS = {
    "reference": "MAR-26-000123",
    "title": "Lampadaire éteint",
    "place": "Passage Robert-Desnos",
    "heading": "Une date est prévue",
    "own": "Une date est prévue",
    "sentence": "Phare Habitat (fictif) s’en occupe depuis le 9 mars, réparation prévue le 20 mars.",
    "answer": "La lampe est commandée.",
}
# Longer than this, an answer is read on the page.
ANSWER_LENGTH = 900
# A point told to those who follow a part of the map: four decimals, as it is drawn.
DECIMALS = 4

_RECEIVED = (gettext_lazy("Nouveau signalement"), gettext_lazy("Nous avons bien reçu votre signalement"))
# Verb → what everyone reads of it, and what who reported it reads; empty where they are not written to.
_HEADINGS = {
    Verb.CREATE: _RECEIVED,
    Verb.CONFIRM_ADDRESS: _RECEIVED,
    Verb.PUBLISH: (gettext_lazy("Nouveau signalement"), ""),
    Verb.ACKNOWLEDGE: (
        gettext_lazy("Quelqu’un s’en occupe"),
        gettext_lazy("Quelqu’un s’occupe de votre signalement"),
    ),
    Verb.PLAN: (gettext_lazy("Une date est prévue"), gettext_lazy("Une date est prévue")),
    Verb.START: (gettext_lazy("L’intervention commence"), ""),
    Verb.RESOLVE: (gettext_lazy("Dit réparé"), gettext_lazy("Est-ce réparé ?")),
    Verb.REFUSE: (gettext_lazy("Pas de suite"), gettext_lazy("Réponse à votre signalement")),
    Verb.CONFIRM_REPAIR: (gettext_lazy("Réparation confirmée"), ""),
    Verb.CONTEST_REPAIR: (gettext_lazy("Réparation contestée"), ""),
    Verb.CLOSE: (gettext_lazy("Clos, sans réponse des habitants"), ""),
}


def register() -> None:
    own = gettext_lazy("Suivre ce signalement")
    see = gettext_lazy("Voir le signalement")
    register_event(
        STEP, label=gettext_lazy("Suites d’un signalement"), module=MODULE, words=WORDS, action=see, own_action=own
    )
    register_event(
        REPAIRED,
        label=gettext_lazy("« Est-ce réparé ? »"),
        module=MODULE,
        words={**WORDS, "until": "23 mars 2026"},
        action=see,
        own_action=gettext_lazy("Dire si c’est réparé"),
    )


def tell(report, event, *, contact, answer: str = "") -> None:
    """One step, once. `contact`: of who reported it, None where nobody is known. In the caller's transaction."""
    heading, own = _HEADINGS.get(event.verb, ("", ""))
    if not heading or report.state == State.AWAITING_CONFIRMATION:
        return
    people = _people(contact) if own else []
    public = report.visibility == Visibility.PUBLIC
    if event.verb == Verb.RESOLVE:
        until = dates.day(answer_until(report))
        _notify(REPAIRED, report, event, answer, people=people, personal=CLOSING, public=public, until=until)
    else:
        _notify(STEP, report, event, answer, people=people, personal=FOLLOW, public=public)


def published(report, event, *, was_public: bool) -> None:
    """What was private is news for its quartier; what was public without its place, for those who follow a part of the
    map, and for nobody else a second time."""
    if not was_public:
        _notify(STEP, report, event, "", public=True)
    elif report.cell is not None:
        heading = _HEADINGS[Verb.PUBLISH][0]
        notify(
            STEP,
            key=_key(report, event),
            url=report.get_absolute_url(),
            words=_words(report, event, "", heading=heading),
            at=event.at,
            **_point(report),
        )


def _notify(name, report, event, answer, *, people=(), personal="", public=False, **more) -> None:
    if not (people or public):
        return
    heading, own = _HEADINGS[event.verb]
    shown = {"topics": [(TOPIC, report.reference)], "quartier": report.quartier, **_point(report)} if public else {}
    notify(
        name,
        key=_key(report, event),
        url=report.get_absolute_url(),
        words={**_words(report, event, answer, heading=heading, own=own), **more},
        people=people,
        personal_url=link(personal, report) if people else "",
        at=event.at,
        **shown,
    )


def _key(report, event) -> str:
    return f"report-{report.pk}-{event.verb}-{event.pk}"


def _words(report, event, answer, *, heading, own="") -> dict[str, str]:
    return {
        "reference": report.reference,
        "title": report.headline,
        "place": report.public_place,
        "heading": str(heading),
        "own": str(own),
        "sentence": sentence(report, dates.local_day(event.at)),
        "answer": Truncator(answer).chars(ANSWER_LENGTH),
    }


def _point(report) -> dict[str, float]:
    """Only once somebody has read where it is."""
    if not report.text_published or report.latitude is None:
        return {}
    return {"latitude": round(report.latitude, DECIMALS), "longitude": round(report.longitude, DECIMALS)}


def _people(contact: ReportContact | None) -> list:
    """Who reported it, once the address is known to be theirs."""
    if contact is None or not contact.address:
        return []
    if contact.user_id:
        return [recipient_of(user=contact.user)] if contact.user.is_active else []
    return [recipient_of(email=contact.email, confirmed=True)]
