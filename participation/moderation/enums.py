from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """Why a person reads something before everybody does, gravest first. The words are shown to the author too."""

    THREAT = "threat", _("nomme ou menace un agent")
    WORDS = "words", _("contient un mot de la liste tenue par la modération")
    PERSONAL_DATA = "personal_data", _("contient une donnée personnelle")
    FLAGGED = "flagged", _("signalé à la modération")
    REPEATED = "repeated", _("le même texte a été envoyé plusieurs fois")
    LINK = "link", _("contient un lien")
    CAPITALS = "capitals", _("écrit tout en majuscules")
    FIRST_MESSAGE = "first_message", _("premier message de cette personne")
    NO_ACCOUNT = "no_account", _("écrit sans compte")
    UNVERIFIED = "unverified", _("adresse du compte pas encore confirmée")
    NO_PROOF = "no_proof", _("envoyé pendant un afflux de messages")
    ALWAYS = "always", _("toujours lu avant de paraître")


class CaseState(models.TextChoices):
    WAITING = "waiting", _("à lire")
    DECIDED = "decided", _("décidé, encore annulable")
    CLOSED = "closed", _("réglé")
    APPEALED = "appealed", _("contesté par son auteur")


class Decision(models.TextChoices):
    PUBLISH = "publish", _("publier")
    EDIT = "edit", _("publier sans les données personnelles")
    REFUSE = "refuse", _("ne pas publier")
    SEAL = "seal", _("mettre sous scellé et retirer")


class Ground(models.TextChoices):
    """The rule of the charter a refusal rests on, told to the author."""

    INSULT = "insult", _("insulte ou attaque une personne")
    THREAT = "threat", _("menace une personne")
    DISCRIMINATION = "discrimination", _("tient un propos discriminatoire")
    PRIVACY = "privacy", _("dévoile la vie privée ou les coordonnées de quelqu’un")
    ADVERTISING = "advertising", _("fait de la publicité ou de la propagande")
    OFF_TOPIC = "off_topic", _("ne concerne pas ce sujet")
    UNREADABLE = "unreadable", _("ne se comprend pas")
    REPEATED = "repeated", _("répète un message déjà lu")


class Verb(models.TextChoices):
    """What happened to a case; the past participle is what the log shows."""

    HELD = "held", _("retenu")
    PUBLISHED = "published", _("publié")
    EDITED = "edited", _("publié sans les données personnelles")
    REFUSED = "refused", _("non publié")
    SEALED = "sealed", _("mis sous scellé")
    BLURRED = "blurred", _("photo floutée")
    UNDONE = "undone", _("décision annulée")
    APPEALED = "appealed", _("contesté")
    BANNED = "banned", _("auteur suspendu")
    UNBANNED = "unbanned", _("suspension levée")
    SEAL_READ = "seal_read", _("scellé lu")
    WITHDRAWN = "withdrawn", _("retiré avant d’être lu")
    UPHELD = "upheld", _("refus maintenu")
    REVERSED = "reversed", _("refus levé")
    HIDDEN = "hidden", _("caché en attendant d’être lu")
