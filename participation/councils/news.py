"""What is told of a council: its meetings, decisions and opinions, to those who follow it or its quartiers. A meeting
that moves or is cancelled concerns its members themselves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.calendar import today
from participation.councils.emails import MODULE
from participation.councils.enums import DecisionState
from participation.councils.models import Membership
from participation.councils.wording import decision_said, opinion_said, when
from participation.notifications.registry import register_event
from participation.notifications.selectors import subscription_of
from participation.notifications.services import follow, notify, recipient_of, unfollow

COUNCIL, REUNION = "conseil", "reunion"
MEETING, DECISION, OPINION = "councils/meeting", "councils/decision", "councils/opinion"

_MEETING_HEADINGS = {
    "planned": _("Réunion prévue"),
    "moved": _("Réunion déplacée"),
    "cancelled": _("Réunion annulée"),
}


def register() -> None:
    register_event(
        MEETING,
        label=_("Réunion fixée, déplacée ou annulée"),
        module=MODULE,
        words={
            "heading": "Réunion déplacée",
            "title": "Réunion du conseil",
            "council": "Conseil citoyen du Mas",
            "when": "jeudi 2 avril 2026 à 18 h 30",
            "place": "Maison de quartier",
            "cancelled": "",
            "reason": "",
        },
        action=_("Voir la réunion"),
    )
    register_event(
        DECISION,
        label=_("Décision d’un conseil"),
        module=MODULE,
        words={
            "heading": "Décision du conseil",
            "text": "Poser un banc devant l’école",
            "council": "Conseil citoyen du Mas",
            "said": "À faire au plus tard le 30 juin.",
            "outcome": "",
        },
        action=_("Voir ce que le conseil a décidé"),
    )
    register_event(
        OPINION,
        label=_("Avis d’un conseil"),
        module=MODULE,
        words={
            "heading": "Avis du conseil",
            "title": "un arrêt de bus abrité",
            "council": "Conseil citoyen du Mas",
            "said": "La Ville doit répondre au plus tard le 12 mai.",
            "reply": "",
        },
        action=_("Voir l’avis"),
    )


def meeting_told(meeting, what: str, *, at) -> None:
    """`what`: planned, moved or cancelled. Nobody hears of a meeting that is over. In the caller's transaction."""
    if meeting.starts_at < max(at, timezone.now()):
        return
    council = meeting.council
    topics = [(REUNION, meeting.pk)] + ([(COUNCIL, council.slug)] if council else [])
    notify(
        MEETING,
        key=f"council-meeting-{meeting.pk}-{meeting.sequence}",
        url=meeting.get_absolute_url(),
        words={
            "heading": str(_MEETING_HEADINGS[what]),
            "title": meeting.title,
            "council": council.name if council else "",
            "when": when(meeting.starts_at),
            "place": meeting.place or str(_("lieu à préciser")),
            "cancelled": "oui" if meeting.is_cancelled else "",
            "reason": meeting.cancel_reason,
        },
        people=[] if what == "planned" or council is None else _members(council),
        at=at,
        **_around(topics, meeting.quartiers.all() if council is None else council.quartiers.all()),
    )


def decision_told(decision, *, at) -> None:
    """That it was taken, and each time what became of it."""
    council, day = decision.council, timezone.localdate(at)
    _shape, said, outcome = decision_said(decision, day)
    topics = [(COUNCIL, council.slug)] + ([(REUNION, decision.meeting_id)] if decision.meeting_id else [])
    recorded = decision.state == DecisionState.OPEN
    notify(
        DECISION,
        key=f"council-decision-{decision.pk}-{decision.state}",
        url=council.get_absolute_url(),
        words={
            "heading": str(_("Décision du conseil") if recorded else _("Ce qu’une décision est devenue")),
            "text": decision.text,
            "council": council.name,
            "said": said,
            "outcome": outcome,
        },
        at=at,
        **_around(topics, council.quartiers.all()),
    )


def opinion_told(opinion, *, reply=None, at) -> None:
    """That it was given, and what the authority answered."""
    council, day = opinion.council, timezone.localdate(at)
    _shape, said, rest = opinion_said(opinion, reply, day)
    heading = _("Avis du conseil") if reply is None else _("Réponse à un avis du conseil")
    notify(
        OPINION,
        key=f"council-opinion-{opinion.pk}-{'given' if reply is None else 'answered'}",
        url=council.get_absolute_url(),
        words={
            "heading": str(heading),
            "title": opinion.title,
            "council": council.name,
            "said": said,
            "reply": rest,
        },
        at=at,
        **_around([(COUNCIL, council.slug)], council.quartiers.all()),
    )


def joined(membership, *, at) -> None:
    """Who sits there follows the council from that day on, until they choose otherwise."""
    if membership.user_id and membership.user.is_active:
        recipient = recipient_of(user=membership.user)
        if subscription_of(recipient, COUNCIL, membership.council.slug) is None:
            follow(recipient=recipient, kind=COUNCIL, key=membership.council.slug, confirmed=True, at=at)


def left(membership) -> None:
    """Whoever wants to hear of it as a neighbour follows it anew."""
    if membership.user_id is None:
        return
    subscription = subscription_of(membership.user, COUNCIL, membership.council.slug)
    if subscription is not None:
        unfollow(subscription=subscription)


def _members(council) -> list:
    """Those who sit there today and have an account."""
    members = Membership.objects.in_force(today()).filter(council=council, user__is_active=True)
    return [recipient_of(user=one.user) for one in members.select_related("user")]


def _around(topics, quartiers) -> dict:
    """Topics with the quartiers it is for; under the name of its quartier where there is one alone."""
    quartiers = list(quartiers)
    if len(quartiers) == 1:
        return {"topics": topics, "quartier": quartiers[0]}
    return {"topics": [*topics, *(("quartier", one.slug) for one in quartiers)]}
