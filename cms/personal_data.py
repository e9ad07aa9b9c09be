from django.utils.translation import gettext_lazy as _

from cms.models import BasePage, PortalDocument, PortalImage
from cms.models.facts import Fact
from participation.base.privacy.enums import FinalFate, LegalBasis
from participation.base.privacy.register import declare, exempt, exempt_inherited

_PUBLISHED = "Published text on a place, a project or an agreement; forms and the editors' guide ask for no name."
_AGREEMENT = "What an agreement or a deliberation prints about bodies and functions; no form asks for a name."
_TRACE = {
    "purpose": _("Savoir quel agent a écrit, proposé ou validé ce que le portail publie."),
    "legal_basis": LegalBasis.PUBLIC_TASK,
    "seen_by": _("La rédaction, la coordination et l’administration du portail."),
    "active_period": _("Tant que le compte de l’agent est ouvert."),
    "intermediate_period": _("Aucun archivage intermédiaire."),
    "final_fate": FinalFate.ANONYMISED,
}

exempt_inherited(BasePage, "intro", _PUBLISHED)
exempt("cms.NewsPage", "signed_by", "A service signs, never a person: the form says so.")
exempt(
    "cms.ConventionPage",
    ("short_title", "period_label", "duration_text", "termination_text", "source"),
    _AGREEMENT,
)
exempt(
    "cms.DeliberationPage",
    ("body_name", "identifier", "nomenclature", "rapporteur_function", "source"),
    _AGREEMENT,
)
exempt(
    "cms.ExperiencePage",
    ("operator", "partners_text", "period_label", "author_note", "source"),
    "A published experience: its organisations and the employer of its author, whose contact is left out.",
)
exempt(
    "cms.ProjectPage",
    (
        "number",
        "abandon_reason",
        "location",
        "diagnosis",
        "expectations",
        "description_text",
        "lead_text",
        "partners_text",
        "schedule_text",
        "means_text",
        "evaluation_text",
        "feasibility_text",
        "tools_text",
        "quality_text",
        "charges_text",
    ),
    _PUBLISHED,
)
exempt("cms.Theme", ("label", "number", "title", "summary"), _AGREEMENT)
exempt("cms.Signatory", "function", "The function of who signed, never the name: the form says so.")
exempt("cms.BudgetStatement", ("title", "source", "explanation"), _AGREEMENT)
exempt("cms.BudgetLine", "label", _AGREEMENT)
exempt("cms.Milestone", ("title", "status_note", "evidence_label", "evidence_url"), _PUBLISHED)
exempt("cms.FactChange", ("role", "changes"), "The role of who changed a fact, names of fields and figures; no text.")
exempt("cms.PortalRendition", ("file", "filter_spec", "focal_point_key"), "Made from a picture, by the machine.")
exempt("cms.PortalDocument", ("title", "file", "file_hash"), "Public papers: agreements, minutes, deliberations.")
exempt("cms.PortalImage", ("title", "description", "alt_text", "file_hash"), "What a picture shows; names nobody.")

for model in Fact.__subclasses__():
    declare(model._meta.label, ("proposed_by", "validated_by"), **_TRACE)
declare("cms.FactChange", "actor", **_TRACE)
declare(PortalDocument._meta.label, "uploaded_by_user", **_TRACE)
declare(PortalImage._meta.label, "uploaded_by_user", **_TRACE)
declare(
    "cms.PortalImage",
    "file",
    purpose=_("Illustrer une page. Une personne reconnaissable a donné son accord écrit."),
    legal_basis=LegalBasis.CONSENT,
    seen_by=_("Tout le monde, une fois l’image publiée."),
    active_period=_("Tant que la page est en ligne et que l’accord vaut."),
    intermediate_period=_("Aucun archivage intermédiaire."),
    final_fate=FinalFate.ERASED,
)
for model in (PortalDocument, PortalImage):
    declare(
        model._meta.label,
        "credit",
        purpose=_("Nommer l’auteur, comme le code de la propriété intellectuelle le demande (article L. 121-1)."),
        legal_basis=LegalBasis.LEGAL_OBLIGATION,
        seen_by=_("Tout le monde, à côté de l’image ou du document."),
        active_period=_("Tant que l’image ou le document est en ligne."),
        intermediate_period=_("Aucun archivage intermédiaire."),
        final_fate=FinalFate.ERASED,
    )
