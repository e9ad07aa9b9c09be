from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.councils.models import JoinRequest, Membership
from participation.councils.services import leave_council, withdraw_request

REQUESTS_KEPT_FOR = timedelta(days=365)

_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_ORGANISERS = _("Vous, l’organisation du conseil et la coordination de la commune.")

_READERS = _("Vous et l’organisation du conseil ; la coordination de la commune là où personne n’organise.")

declare(
    "councils.Membership",
    ("user", "public_name_consent"),
    purpose=_("Savoir qui siège dans un conseil, l’inviter et compter les membres."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_ORGANISERS,
    active_period=_("Le temps du mandat."),
    intermediate_period=_("L’historique reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "councils.JoinRequest",
    ("user", "motivation", "reason"),
    purpose=_("Répondre aux personnes qui demandent à siéger dans un conseil."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_READERS,
    active_period=_("Jusqu’à la réponse, puis douze mois."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "councils.CouncilEvent",
    "actor",
    purpose=_("Savoir qui a agi pour un conseil : réponse à une demande, réunion fixée, décision notée."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_ORGANISERS,
    active_period=_("Tant que le conseil existe."),
    intermediate_period=_("L’historique reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
exempt(
    "councils.Council",
    ("name", "slug", "fact", "presentation", "join_terms", "contact_email"),
    "Speaks of a public body; its address is that of a function, as its help text says.",
)
exempt("councils.College", "note", "Says which groups make up a college, never who; its help text says so.")
exempt(
    "councils.Meeting",
    ("title", "place", "access", "agenda", "cancel_reason", "uid"),
    "Announces a public meeting.",
)
exempt("councils.Decision", ("text", "outcome"), "A council's public decision and what became of it.")
exempt("councils.Opinion", ("title", "text"), "A council's public opinion.")
exempt("councils.Reply", "text", "A public body's answer to an opinion.")


def _export(user):
    """What a person did with councils, their own words included."""
    memberships = Membership.objects.filter(user=user).select_related("council").order_by("pk")
    requests = JoinRequest.objects.filter(user=user).select_related("council").order_by("pk")
    found = {
        "mandats": [
            {
                "conseil": one.council.name,
                "rôle": str(one.get_role_display()),
                "depuis le": one.from_date,
                "jusqu’au": one.until,
                "terminé le": one.ended_on,
                "accepte d’être nommé·e en public": one.public_name_consent,
            }
            for one in memberships
        ],
        "demandes pour siéger": [
            {
                "conseil": one.council.name,
                "état": str(one.get_state_display()),
                "demandé le": one.asked_at,
                "motivation": one.motivation,
                "réponse": one.reason,
                "réglée le": one.settled_at,
            }
            for one in requests
        ],
    }
    return found if any(found.values()) else {}


def _erase(user):
    """Mandates end, requests are withdrawn, the texts go; that a seat was held and a request answered stays."""
    with transaction.atomic():
        for membership in Membership.objects.not_ended().filter(user=user):
            leave_council(membership=membership, by=user)
        for request in JoinRequest.objects.waiting().filter(user=user):
            withdraw_request(request=request)
        Membership.objects.filter(user=user).update(public_name_consent=False)
        _blank(JoinRequest.objects.filter(user=user))


def _blank(requests) -> int:
    return requests.update(user=None, motivation="", reason="")


def _propose(now):
    rows = JoinRequest.objects.settled_before(now - REQUESTS_KEPT_FOR)
    span = rows.order_by("settled_at").values_list("settled_at", flat=True)
    return [
        PurgeItem(
            what=str(_("demandes pour siéger : motivation, réponse et compte")),
            count=rows.count(),
            why=str(_("Répondues ou retirées depuis plus de douze mois.")),
            oldest=span.first(),
            newest=span.last(),
            rows=rows,
        )
    ]


def _apply(items):
    with transaction.atomic():
        return sum(_blank(item.rows) for item in items)


register_exporter("councils", _export)
register_eraser("councils", _erase)
register_purge("council-requests", _propose, _apply)
