from django.utils.translation import gettext_lazy as _

from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.moderation import retention
from participation.moderation.rules import own_keys
from participation.moderation.selectors.persons import export
from participation.moderation.services.forgetting import erase_author

_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_READ = _("Lire ce qui est envoyé avant que tout le monde le lise, et dire pourquoi un message ne paraît pas.")
_MODERATORS = _("Les modérateurs de la commune.")
_KEPT = _("Un an après la décision, ou la durée fixée par la commune.")
_THREE_YEARS = _("Trois ans après la décision.")
_WHO = _("Savoir qui a décidé, et en quel rôle.")

declare(
    "moderation.Case",
    ("author_key", "key"),
    purpose=_("Retrouver les autres messages d’un même auteur, sans garder son adresse."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : c’est une empreinte. Les modérateurs voient des nombres."),
    active_period=_THREE_YEARS,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Case",
    ("reason", "edited_text"),
    purpose=_READ,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_MODERATORS,
    active_period=_("Le texte corrigé : jusqu’à sa publication. La raison : un an, le temps de contester."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Case",
    ("decided_by", "reader"),
    purpose=_WHO,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_MODERATORS,
    active_period=_THREE_YEARS,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.CaseEvent",
    "actor",
    purpose=_WHO,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_MODERATORS,
    active_period=_THREE_YEARS,
    intermediate_period=_("Le journal ne contient aucun texte ; il part avec le message."),
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Flag",
    ("who", "key"),
    purpose=_("Compter une seule fois l’alerte d’une personne."),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    seen_by=_("Personne : c’est une empreinte."),
    active_period=_KEPT,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Ban",
    ("author_key", "by"),
    purpose=_("Empêcher pendant quelques jours qu’une personne qui a enfreint la charte écrive."),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    seen_by=_MODERATORS,
    active_period=_("Un an après sa fin. Effacer son compte n’y met pas fin avant terme pour une adresse sans compte."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Appeal",
    ("text", "not_by"),
    purpose=_("Faire relire un refus par quelqu’un d’autre."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("La personne qui relit : un autre modérateur, ou le contact extérieur au service."),
    active_period=_KEPT,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.Sealed",
    "text",
    purpose=_("Signaler une menace ou une infraction à la justice (code de procédure pénale, article 40)."),
    legal_basis=LegalBasis.LEGAL_OBLIGATION,
    seen_by=_("La coordination et l’administration de la commune ; chaque lecture est inscrite au journal."),
    active_period=_("Un an, ou la durée fixée par la commune. Effacer son compte ne l’efface pas avant."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "moderation.ModerationSettings",
    ("agents", "outside_name", "outside_email"),
    purpose=_("Protéger les agents cités dans un message ; confier une contestation à quelqu’un d’extérieur."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("L’administration du portail."),
    active_period=_("Tant que la personne exerce cette fonction."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
exempt("moderation.Case", ("kind", "audience", "rules"), "Names a kind of thing, a council, rules of the charter.")
exempt("moderation.Flag", "kind", "Names a kind of thing.")
exempt("moderation.ModerationSettings", ("words", "threats"), "Lists of words.")

_WHAT = {
    "reasons": (_("raisons de refus"), _("Plus personne ne peut contester."), "applied_at"),
    "appeals": (_("textes de contestations"), _("Décidées depuis assez longtemps."), "decided_at"),
    "seals": (_("scellés"), _("Le temps de signaler est passé."), "sealed_at"),
    "flags": (_("alertes"), _("Elles ont servi."), "at"),
    "bans": (_("suspensions finies"), _("Elles n’empêchent plus rien."), "until"),
    "cases": (_("messages réglés et leur journal"), _("Réglés depuis assez longtemps."), "held_at"),
}


def _register(name, due, act):
    what, why, dated = _WHAT[name]

    def propose(now):
        rows = due(now)
        dates = rows.order_by(dated).values_list(dated, flat=True)
        return [
            PurgeItem(
                what=str(what), count=rows.count(), why=str(why), oldest=dates.first(), newest=dates.last(), rows=rows
            )
        ]

    register_purge(f"moderation-{name}", propose, lambda items: sum(act(item.rows) for item in items))


for _part in retention.PARTS:
    _register(*_part)


def _erase(user):
    erase_author(keys=own_keys(user))


register_exporter("moderation", export)
register_eraser("moderation", _erase)
