from django.utils.translation import gettext_lazy as _

from participation.base.mail.services import keep_for
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.notifications import delays
from participation.notifications.selectors import export
from participation.notifications.services import forgetting
from participation.notifications.services.recipients import forget_account

_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_TELL = _("Vous prévenir de ce que vous suivez, quand et comme vous l’avez choisi.")
_OWN = _("Vous. Aucun agent ne voit qui suit quoi ; l’administrateur technique peut y accéder en cas de panne.")
_FOLLOWED = _(
    "Tant que vous suivez quelque chose ; %(idle)s jours ensuite sans compte. Un refus de courriels reste trois ans."
) % {"idle": delays.idle_kept_for().days}

declare(
    "notifications.Recipient",
    ("user", "email", "phone"),
    purpose=_TELL,
    legal_basis=LegalBasis.CONSENT,
    seen_by=_OWN,
    active_period=_FOLLOWED,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "notifications.Subscription",
    ("kind", "key", "label", "latitude", "longitude"),
    purpose=_TELL,
    legal_basis=LegalBasis.CONSENT,
    seen_by=_OWN,
    active_period=_("Jusqu’à ce que vous arrêtiez ; %(days)s jours si vous ne confirmez pas.")
    % {"days": delays.confirm_within().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "notifications.Event",
    ("words", "personal_url"),
    purpose=_("Annoncer ce qui se passe : titres et dates de ce qui est public, ou qui vous concerne."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Ceux qui suivent le sujet, ou que la nouvelle concerne."),
    active_period=_("%(days)s jours.") % {"days": delays.events_kept_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "notifications.EventTopic",
    ("kind", "key"),
    purpose=_("Savoir qui une nouvelle concerne, par un numéro sans nom."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail seul s’en sert."),
    active_period=_("%(days)s jours.") % {"days": delays.events_kept_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "notifications.SmsMessage",
    ("to", "text"),
    purpose=_("Vous prévenir par SMS, si vous avez donné un numéro."),
    legal_basis=LegalBasis.CONSENT,
    seen_by=_("Personne : le portail envoie seul, par l’opérateur de la commune."),
    active_period=_("Jusqu’à l’envoi, puis %(days)s jours.") % {"days": keep_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
exempt("notifications.Event", ("kind", "key", "url", "latitude", "longitude"), "Names what happened, and where.")
exempt("notifications.Event", "position", "A number in the order of all events.")
exempt("notifications.Counter", "name", "Names a counter.")
exempt("notifications.SmsMessage", ("key", "last_error"), "Names an event; numbers are taken out of what is noted.")


def _proposal(find, what, why, date="created_at"):
    def propose(now):
        rows = find(now)
        span = rows.order_by(date).values_list(date, flat=True)
        return [
            PurgeItem(
                what=str(what), count=rows.count(), why=str(why), oldest=span.first(), newest=span.last(), rows=rows
            )
        ]

    return propose


def _apply(items):
    return sum(forgetting.delete(item.rows) for item in items)


_PURGES = (
    ("notifications-events", forgetting.old_events, _("nouvelles annoncées"), _("Leur temps est passé."), "at"),
    (
        "notifications-unconfirmed",
        forgetting.unconfirmed,
        _("abonnements jamais confirmés"),
        _("Le lien n’est plus valable."),
        "created_at",
    ),
    (
        "notifications-idle",
        forgetting.idle,
        _("adresses qui ne suivent rien"),
        _("Plus rien à leur dire."),
        "created_at",
    ),
    ("notifications-sms", forgetting.settled_sms, _("SMS envoyés ou abandonnés"), _("Ils sont partis."), "created_at"),
)
for _name, _find, _what, _why, _date in _PURGES:
    register_purge(_name, _proposal(_find, _what, _why, _date), _apply)
register_exporter("notifications", export)
register_eraser("notifications", forget_account)
