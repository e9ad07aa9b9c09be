from django.utils.translation import gettext_lazy as _

from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.comments import delays, tuning
from participation.comments.jobs import addresses_due, refused_due, revisions_due, unconfirmed_due
from participation.comments.selectors import export
from participation.comments.services import delete_comments, delete_revisions, erase_writer, forget_addresses

_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_PUBLISH = _("Publier ce que vous écrivez, et y répondre.")
_ALL = _("Tout le monde, une fois publié ; avant, les agents qui lisent les commentaires.")
_AS_LONG = _("Tant que la page commentée existe, ou jusqu’à ce que vous demandiez le retrait.")
_WHO = _("Savoir qui a publié, refusé ou répondu, et en quel rôle.")

declare(
    "comments.PublicComment",
    ("comment", "user_name", "refusal_reason"),
    purpose=_PUBLISH,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_ALL,
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.PublicComment",
    "user_email",
    purpose=_("Confirmer un commentaire écrit sans compte, et vous prévenir de la réponse."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail seul s’en sert pour écrire."),
    active_period=_(
        "%(days)s jours après la réponse, le refus ou le retrait ; si la discussion a une date de fin, jusqu’à l’envoi "
        "de son bilan. Un an au plus."
    )
    % {"days": delays.address_kept_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.PublicComment",
    "user",
    purpose=_("Signer du nom que vous avez choisi ce que vous écrivez avec un compte."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : seul le nom choisi est affiché."),
    active_period=_("Tant que le compte est ouvert."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "comments.PublicComment",
    ("badge", "badge_label"),
    purpose=_("Dire en quelle fonction quelqu’un écrit, telle qu’elle était vérifiée ce jour-là."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Tout le monde."),
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.Revision",
    "text",
    purpose=_("Savoir ce qu’un commentaire disait avant d’être modifié par son auteur."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents qui modèrent."),
    active_period=_("%(days)s jours après la modification ; aussitôt, quand le commentaire est supprimé.")
    % {"days": tuning.revisions_kept_for().days},
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.Support",
    "user",
    purpose=_("Compter chaque personne une fois."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : seul le nombre est affiché."),
    active_period=_("Jusqu’à ce que vous retiriez votre soutien ou fermiez votre compte."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "comments.OfficialAnswer",
    ("text", "actor"),
    purpose=_WHO,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("La réponse : tout le monde. Qui l’a écrite : les agents."),
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "comments.CommentEvent",
    "actor",
    purpose=_WHO,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents qui lisent les commentaires."),
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "comments.AnswerVersion",
    ("text", "actor"),
    purpose=_("Garder ce qu’une réponse disait avant d’être corrigée."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents qui répondent aux commentaires."),
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.Reassignment",
    ("reason", "actor"),
    purpose=_("Savoir pourquoi une réponse a été demandée à quelqu’un d’autre."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents qui répondent aux commentaires."),
    active_period=_AS_LONG,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "comments.DiscussionEvent",
    "actor",
    purpose=_("Savoir qui a fixé les dates d’une discussion et écrit son bilan."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents qui répondent aux commentaires."),
    active_period=_("Tant que la page commentée existe."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ANONYMISED,
)
exempt("comments.PublicComment", "service", "Names the service asked to answer, never a person.")
exempt("comments.Reassignment", "service", "Names the service asked to answer, never a person.")
exempt("comments.Discussion", ("object_pk", "outcome"), "What the city retained of a discussion, published.")
exempt("comments.PublicComment", "token", "A random number by which a double click is known.")
exempt("comments.OfficialAnswer", "service", "Names a service or a partner; the form says never a person.")


def _item(rows, what, why, date="submit_date"):
    span = rows.order_by(date).values_list(date, flat=True)
    return [
        PurgeItem(what=str(what), count=rows.count(), why=str(why), oldest=span.first(), newest=span.last(), rows=rows)
    ]


def _propose_addresses(now):
    return _item(addresses_due(now), _("adresses e-mail de commentaires"), _("Plus rien à dire à ces personnes."))


def _propose_unconfirmed(now):
    return _item(unconfirmed_due(now), _("commentaires jamais confirmés"), _("Le lien n’est plus valable."))


def _propose_refused(now):
    return _item(refused_due(now), _("commentaires refusés"), _("Le temps de contester est passé."))


def _propose_revisions(now):
    return _item(revisions_due(now), _("anciens textes de commentaires"), _("Plus personne ne les compare."), "at")


def _deleted(items):
    return sum(delete_comments(item.rows) for item in items)


def _erase(user):
    erase_writer(user=user)


register_purge("comments-addresses", _propose_addresses, lambda items: sum(forget_addresses(one.rows) for one in items))
register_purge("comments-unconfirmed", _propose_unconfirmed, _deleted)
register_purge("comments-refused", _propose_refused, _deleted)
register_purge("comments-revisions", _propose_revisions, lambda items: sum(delete_revisions(one.rows) for one in items))
register_exporter("comments", export)
register_eraser("comments", _erase)
