from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.surveys import selectors
from participation.surveys.models import Answer, Participation
from participation.surveys.services import blank_texts, erase_person, forget_participations

# After the closing: long enough to answer who doubts the count; long enough to read and report on free answers.
PARTICIPATION_FOR = timedelta(days=183)
TEXTS_FOR = timedelta(days=730)
_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")

declare(
    "surveys.Participation",
    ("user", "address_hash", "day"),
    purpose=_("Prendre une réponse par personne à une enquête, sans savoir laquelle."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail vérifie seul. L’adresse est hachée avec une clé et ne peut pas être relue."),
    active_period=_("Le temps de l’enquête, puis six mois."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "surveys.Answer",
    "text",
    purpose=_("Lire ce que les habitants écrivent en réponse à une enquête. Rien ne dit qui l’a écrit."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Le service qui demande l’enquête. Ces textes ne sont pas publiés."),
    active_period=_("Le temps de l’enquête, puis deux ans."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "surveys.SurveyEvent",
    "actor",
    purpose=_("Savoir qui a publié une enquête et ce qui en a été décidé."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("L’administration du portail."),
    active_period=_("Tant que l’enquête est en ligne."),
    intermediate_period=_("La ligne reste, sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
exempt(
    "surveys.Survey",
    ("title", "slug", "intro", "asked_by", "use", "outcome", "tally"),
    "Speaks of services and places, and counts; the help texts ask for no person.",
)
exempt("surveys.Question", ("text", "help_text", "low_label", "high_label"), "What is asked of everyone.")
exempt("surveys.Choice", "label", "What is offered to everyone.")


def _propose_participations(now):
    rows = Participation.objects.closed_before(timezone.localdate(now) - PARTICIPATION_FOR)
    return [_item(rows, _("participations à des enquêtes closes"), _("L’enquête est close depuis six mois."))]


def _propose_texts(now):
    rows = Answer.objects.free_texts().closed_before(timezone.localdate(now) - TEXTS_FOR)
    return [_item(rows, _("réponses libres à des enquêtes closes"), _("L’enquête est close depuis deux ans."))]


def _item(rows, what, why):
    return PurgeItem(what=str(what), count=rows.count(), why=str(why), rows=rows)


def _apply_participations(items):
    return sum(forget_participations(item.rows) for item in items)


def _apply_texts(items):
    return sum(blank_texts(item.rows) for item in items)


def _erase(user):
    erase_person(user=user)


register_purge("surveys-participations", _propose_participations, _apply_participations)
register_purge("surveys-free-texts", _propose_texts, _apply_texts)
register_exporter("surveys", selectors.export)
register_eraser("surveys", _erase)
