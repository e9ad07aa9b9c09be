from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.limits.models import RateBucket
from participation.base.limits.services import purge_over
from participation.base.mail import bounces
from participation.base.mail.models import Bounce, OutboxMessage, PausedAddress
from participation.base.mail.selectors import mails_to, returns_from
from participation.base.mail.services import blank, erase_address, keep_for
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt

_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_NOBODY = _("Personne : le portail envoie seul. L’administrateur technique peut y accéder en cas de panne.")
_RETURNS = _("Ne plus écrire à une adresse qui ne reçoit pas.")

declare(
    "base.OutboxMessage",
    ("to", "subject", "text", "html", "headers"),
    purpose=_("Vous écrire : confirmer une adresse, répondre, prévenir d’une suite."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_NOBODY,
    active_period=_("Jusqu’à l’envoi, puis %(days)s jours pour retrouver un message perdu.")
    % {"days": keep_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "base.Bounce",
    ("address", "status"),
    purpose=_RETURNS,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    seen_by=_NOBODY,
    active_period=_("%(days)s jours après le retour du courriel.") % {"days": bounces.window().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "base.PausedAddress",
    "address",
    purpose=_RETURNS,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    seen_by=_NOBODY,
    active_period=_("%(days)s jours, ou jusqu’à ce que l’adresse serve de nouveau.")
    % {"days": bounces.pause_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "base.RateBucket",
    "hashed_key",
    purpose=_("Protéger le portail des envois en masse."),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    seen_by=_("Personne : l’adresse du réseau est hachée et ne peut pas être relue."),
    active_period=_("Le temps de la limite, un jour au plus."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "base.SearchEntry",
    ("title", "text", "title_words", "words"),
    purpose=_("Faire trouver ce que le portail publie déjà : textes publiés de signalements, de réunions, de pages."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Tout le monde : rien n’y entre qui ne soit public."),
    active_period=_("Tant que le texte est public ; l’entrée part avec lui."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
exempt(
    "base.OutboxMessage",
    ("key", "message_id", "module", "last_error"),
    "Names an event, a module or an SMTP answer; addresses are taken out before it is written.",
)
exempt("base.Bounce", "reference", "A digest of a message's identifier.")
exempt("base.SearchEntry", ("kind", "url", "reference", "place"), "Names things and places that are public.")
exempt("base.RateBucket", "scope", "Names what is limited.")
exempt("base.Heartbeat", "worker_id", "Names a process.")
exempt("base.ScheduleEntry", ("name", "last_error"), "Names a job and what a program said.")
exempt(
    "base.PortalSettings",
    (
        "portal_name",
        "place_line",
        "brand_colour",
        "sun_colour",
        "publisher_name",
        "publisher_service",
        "publisher_address",
        "publisher_phone",
        "publisher_hours",
        "contact_email",
        "publication_director",
        "host_name",
        "host_address",
        "dpo_contact",
        "legal_notices",
        "audit_rgaa_version",
        "audit_auditor",
        "disabled_modules",
    ),
    "Speaks of public bodies and functions; the help texts ask for functions, not for persons.",
)


def _propose_mail(now):
    rows = OutboxMessage.objects.settled_before(now - keep_for())
    span = rows.order_by("created_at").values_list("created_at", flat=True)
    return [
        PurgeItem(
            what=str(_("courriels envoyés ou abandonnés : adresse et contenu")),
            count=rows.count(),
            why=str(_("Gardés %(days)s jours après l’envoi.") % {"days": keep_for().days}),
            oldest=span.first(),
            newest=span.last(),
            rows=rows,
        )
    ]


def _apply_mail(items):
    return sum(blank(item.rows, timezone.now()) for item in items)


def _propose_counters(now):
    rows = RateBucket.objects.filter(window_end__lt=now)
    span = rows.order_by("window_end").values_list("window_end", flat=True)
    return [
        PurgeItem(
            what=str(_("compteurs d’essais dont la fenêtre est close")),
            count=rows.count(),
            why=str(_("Ils ne limitent plus rien.")),
            oldest=span.first(),
            newest=span.last(),
            rows=now,
        )
    ]


def _apply_counters(items):
    return sum(purge_over(item.rows) for item in items)


def _propose_bounces(now):
    returned = Bounce.objects.before(now - bounces.window())
    paused = PausedAddress.objects.filter(until__lte=now)
    found = [
        (returned, "at", _("courriels revenus"), _("Ils ne comptent plus.")),
        (paused, "paused_at", _("adresses en pause"), _("La pause est finie.")),
    ]
    items = []
    for rows, date, what, why in found:
        span = rows.order_by(date).values_list(date, flat=True)
        items.append(
            PurgeItem(
                what=str(what), count=rows.count(), why=str(why), oldest=span.first(), newest=span.last(), rows=rows
            )
        )
    return items


def _apply_bounces(items):
    return sum(item.rows.delete()[0] for item in items)


register_purge("mail", _propose_mail, _apply_mail)
register_purge("bounces", _propose_bounces, _apply_bounces)
register_purge("rate-counters", _propose_counters, _apply_counters)


def _export(user):
    found = {"courriels": mails_to(user.email), "courriels revenus": returns_from(user.email)}
    return {name: rows for name, rows in found.items() if rows}


def _erase(user):
    erase_address(user.email)


register_exporter("base", _export)
register_eraser("base", _erase)
