from django.db import models
from django.utils.translation import gettext_lazy as _


class CouncilKind(models.TextChoices):
    """The bodies of the field, by their French names (see the glossary)."""

    CITIZENS = "conseil-citoyen", _("conseil citoyen")
    QUARTIER = "conseil-de-quartier", _("conseil de quartier")
    COMMISSION = "commission-de-quartier", _("commission de quartier")
    STEERING = "comite-de-pilotage", _("comité de pilotage")
    TECHNICAL = "comite-technique", _("comité technique")
    WORKING_GROUP = "groupe-de-travail", _("groupe de travail")
    TRIPARTITE = "reunion-tripartite", _("réunion tripartite")
    CONCERTATION = "instance-de-concertation", _("instance de concertation")


class Joining(models.TextChoices):
    """How one comes to sit: the first two take requests, the others say who decides."""

    OPEN = "open", _("ouvert aux volontaires")
    DRAW = "draw", _("tirage au sort parmi les volontaires")
    APPOINTED = "appointed", _("membres désignés par les partenaires")
    CLOSED = "closed", _("fermé pour le moment")


class CollegeKind(models.TextChoices):
    RESIDENTS = "residents", _("Habitants")
    LOCAL = "local", _("Acteurs locaux")
    INSTITUTIONS = "institutions", _("Institutions")


class MemberRole(models.TextChoices):
    ORGANISER = "organiser", _("organisateur·rice")
    CO_CHAIR = "co_chair", _("co-président·e")
    SECRETARY = "secretary", _("secrétaire")
    MEMBER = "member", _("membre")
    SUBSTITUTE = "substitute", _("suppléant·e")
    PARTNER = "partner", _("représentant·e d’un partenaire")


class Origin(models.TextChoices):
    """How a mandate began."""

    VOLUNTEER = "volunteer", _("volontaire")
    DRAWN = "drawn", _("tiré·e au sort")
    APPOINTED = "appointed", _("désigné·e")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("en attente")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")


class MeetingKind(models.TextChoices):
    COUNCIL = "council", _("réunion du conseil")
    PUBLIC = "public", _("réunion publique")
    DOORSTEP = "doorstep", _("pied d’immeuble")
    VISIT = "visit", _("visite de quartier")
    TRIPARTITE = "tripartite", _("réunion tripartite")
    OTHER = "other", _("autre rendez-vous")


class MeetingState(models.TextChoices):
    """Moved is no state: a meeting that moved is planned for another day, and its `sequence` says so to calendars."""

    PLANNED = "planned", _("prévue")
    CANCELLED = "cancelled", _("annulée")


class DecisionState(models.TextChoices):
    OPEN = "open", _("à faire")
    TAKEN = "taken", _("en cours")
    DONE = "done", _("faite")
    REFUSED = "refused", _("refusée")


class Answer(models.TextChoices):
    """What an authority says to an opinion."""

    YES = "yes", _("oui")
    PARTLY = "partly", _("en partie")
    NO = "no", _("non")


class Verb(models.TextChoices):
    """What happened; the past participle is what a history shows."""

    ASKED = "asked", _("demande reçue")
    ACCEPTED = "accepted", _("demande acceptée")
    DECLINED = "declined", _("demande refusée")
    WITHDRAWN = "withdrawn", _("demande retirée")
    JOINED = "joined", _("mandat commencé")
    LEFT = "left", _("mandat terminé")
    PLANNED = "planned", _("réunion fixée")
    CHANGED = "changed", _("réunion modifiée")
    CANCELLED = "cancelled", _("réunion annulée")
    DECIDED = "decided", _("décision notée")
    SETTLED = "settled", _("décision suivie")
    ADVISED = "advised", _("avis rendu")
    ANSWERED = "answered", _("réponse reçue")


class ActorRole(models.TextChoices):
    """In what role somebody acted, without saying who."""

    RESIDENT = "resident", _("habitant·e")
    ORGANISER = "organiser", _("organisation du conseil")
    COORDINATION = "coordination", _("coordination")
    SYSTEM = "system", _("portail")
