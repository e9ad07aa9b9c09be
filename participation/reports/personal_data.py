from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.persons import register_eraser, register_exporter
from participation.base.privacy.purge import PurgeItem, register_purge
from participation.base.privacy.register import declare, exempt
from participation.base.text.dates import local_day
from participation.reports.emails import UNCONFIRMED_FOR
from participation.reports.models import Report, ReportContact
from participation.reports.services import erase_contacts, erase_content, erase_person, remove_unconfirmed

CONTACT_FOR = timedelta(days=365)
CONTENT_FOR = timedelta(days=5 * 365)

_HANDLE = _("Traiter votre signalement et répondre.")
_NOTHING_BETWEEN = _("Aucun archivage intermédiaire.")
_AGENTS = _("Les agents de la commune ; le partenaire qui s’en occupe.")
_FIVE_YEARS = _("Cinq ans après la clôture ; 30 jours si l’adresse n’est pas confirmée.")

declare(
    "reports.ReportContact",
    ("email", "user"),
    purpose=_("Vous donner des nouvelles de votre signalement."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Personne : le portail seul écrit. Ni les agents ni le public ne voient l’adresse."),
    active_period=_("Un an après la clôture du signalement ; 30 jours si l’adresse n’est pas confirmée."),
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "reports.ReportText",
    "body",
    purpose=_HANDLE,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents et le partenaire qui s’en occupe ; le public, une fois qu’un agent a relu le texte."),
    active_period=_FIVE_YEARS,
    intermediate_period=_("Les réponses des services restent ; elles ne nomment personne."),
    final_fate=FinalFate.ERASED,
)
declare(
    "reports.ReportPhoto",
    ("file", "public_name"),
    purpose=_HANDLE,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents et le partenaire qui s’en occupe ; le public, une fois qu’un agent a regardé la photo."),
    active_period=_FIVE_YEARS,
    intermediate_period=_NOTHING_BETWEEN,
    final_fate=FinalFate.ERASED,
)
declare(
    "reports.Report",
    ("place", "shown_place", "latitude", "longitude"),
    purpose=_HANDLE,
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_("Les agents et le partenaire qui s’en occupe ; le public, une fois qu’un agent a relu le signalement."),
    active_period=_FIVE_YEARS,
    intermediate_period=_("Le quartier, la catégorie et les dates restent, sans lien avec vous."),
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "reports.ReportEvent",
    "actor",
    purpose=_("Savoir quel service a agi, et quand."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_AGENTS,
    active_period=_("Tant que le signalement est conservé."),
    intermediate_period=_("L’historique reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
declare(
    "reports.ReportText",
    "actor",
    purpose=_("Savoir quel service a répondu."),
    legal_basis=LegalBasis.PUBLIC_TASK,
    seen_by=_AGENTS,
    active_period=_("Tant que le signalement est conservé."),
    intermediate_period=_("Le texte reste, rattaché au compte ; sans nom ni adresse une fois le compte effacé."),
    final_fate=FinalFate.ANONYMISED,
)
exempt("reports.Category", ("key", "label", "icon", "advice"), "A kind of problem.")
exempt("reports.Report", "reference", "A number of the portal's own.")
exempt("reports.Report", "title", "Written by an agent for the public; names nobody.")
exempt("reports.Report", "token", "Random, made by the form to recognise a double click.")


def _propose_unconfirmed(now):
    rows = Report.objects.awaiting_confirmation().filter(reported_at__lt=now - UNCONFIRMED_FOR)
    return [_item(rows, "reported_at", _("signalements jamais confirmés"), _("Adresse non confirmée en 30 jours."))]


def _propose_contacts(now):
    rows = Report.objects.closed_before(now - CONTACT_FOR).filter(contact__isnull=False)
    return [_item(rows, "closed_at", _("contacts de signalements clos"), _("Signalement clos depuis un an."))]


def _propose_content(now):
    rows = Report.objects.closed_before(now - CONTENT_FOR).holding_content()
    what = _("textes, photos et lieux de signalements clos")
    return [_item(rows, "closed_at", what, _("Signalement clos depuis cinq ans."))]


def _item(rows, dated, what, why) -> PurgeItem:
    dates = rows.order_by(dated).values_list(dated, flat=True)
    return PurgeItem(
        what=str(what), count=rows.count(), why=str(why), oldest=dates.first(), newest=dates.last(), rows=rows
    )


def _applied(service):
    def apply(items):
        return sum(service(keys=list(item.rows.values_list("pk", flat=True))) for item in items)

    return apply


register_purge("reports-unconfirmed", _propose_unconfirmed, _applied(remove_unconfirmed))
register_purge("reports-contacts", _propose_contacts, _applied(erase_contacts))
register_purge("reports-content", _propose_content, _applied(erase_content))


def export(user) -> dict:
    contacts = ReportContact.objects.filter(user=user).select_related("report__category", "report__quartier")
    reports = [
        {
            "référence": contact.report.reference,
            "signalé le": local_day(contact.report.reported_at),
            "catégorie": contact.report.category.label,
            "quartier": contact.report.quartier.name if contact.report.quartier_id else None,
            "lieu": contact.report.place,
            "latitude": contact.report.latitude,
            "longitude": contact.report.longitude,
            "état": str(contact.report.get_state_display()),
            "textes": [text.body for text in contact.report.texts.all() if text.kind == "description"],
            "photos": sum(photo.moment == "before" for photo in contact.report.photos.all()),
        }
        for contact in contacts.prefetch_related("report__texts", "report__photos").order_by("report_id")
    ]
    return {"signalements": reports} if reports else {}


register_exporter("reports", export)
register_eraser("reports", erase_person)
