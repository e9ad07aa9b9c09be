from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from participation.accounts.models import RoleEvent, RoleGrant, UserSession
from participation.accounts.rules import grants_of
from participation.base.calendar import today


def public_name(user) -> str:
    """The only name of a person that others may read: the one they chose, or none at all. Never the e-mail.

    `None` (someone erased since) and anonymous people are residents like any other.
    """
    return getattr(user, "display_name", "") or _("un·e habitant·e")


@dataclass(frozen=True, slots=True)
class HeldRole:
    label: str
    scope: str
    since: object
    until: object
    waits_for_verification: bool


def held_roles(user) -> list[HeldRole]:
    """What this person is today, and what still waits for its date or its verification; ended roles left out."""
    day = today()
    return [
        HeldRole(
            label=grant.get_role_display(),
            scope=str(grant.partner or grant.commune or _("tout le portail")),
            since=grant.from_date,
            until=grant.until,
            waits_for_verification=grant.role == "elected_member" and grant.verified_at is None,
        )
        for grant in grants_of(user)
        if grant.ended_on is None and (grant.until is None or grant.until >= day)
    ]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the account page says about one's own account."""

    pending_email: str
    second_factor: bool
    open_sessions: int
    roles: tuple[HeldRole, ...]


def overview(user, now) -> Overview:
    """Four queries, whatever the account holds. `now`: an aware instant."""
    pending = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first()
    return Overview(
        pending_email=pending.email if pending else "",
        second_factor=has_second_factor(user),
        open_sessions=UserSession.objects.of(user).filter(expire_date__gt=now).count(),
        roles=tuple(held_roles(user)),
    )


def has_second_factor(user) -> bool:
    """Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def export(user) -> dict:
    """What this app, allauth and the sessions hold about a person. No secret: neither password nor second factor."""
    grants = RoleGrant.objects.filter(user=user).select_related("commune", "partner")
    events = RoleEvent.objects.filter(user=user).select_related("commune", "partner").order_by("id")
    return {
        "compte": {
            "adresse e-mail": user.email,
            "nom affiché": user.display_name,
            "mon quartier": str(user.preferred_quartier) if user.preferred_quartier else None,
            "créé le": user.date_joined,
            "dernière connexion": user.last_login,
            "prévenu de l’effacement le": user.unused_warned_at,
        },
        "adresses": [
            {"adresse e-mail": address.email, "confirmée": address.verified, "principale": address.primary}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "double authentification": [
            {"moyen": str(row.get_type_display()), "activé le": row.created_at, "utilisé le": row.last_used_at}
            for row in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "rôles": [
            {
                "rôle": str(grant.get_role_display()),
                "périmètre": str(grant.partner or grant.commune or _("tout le portail")),
                "depuis le": grant.from_date,
                "jusqu’au": grant.until,
                "retiré le": grant.ended_on,
                "accordé le": grant.granted_at,
                "vérifié le": grant.verified_at,
            }
            for grant in grants
        ],
        "historique des rôles": [
            {
                "rôle": str(event.get_role_display()),
                "événement": str(event.get_verb_display()),
                "périmètre": str(event.partner or event.commune or _("tout le portail")),
                "le": event.at,
            }
            for event in events
        ],
        "sessions ouvertes": [
            {"jusqu’au": expires} for expires in UserSession.objects.of(user).values_list("expire_date", flat=True)
        ],
    }
