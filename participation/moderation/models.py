"""What waits to be read before everybody reads it, what was decided, and what became of it.

A case says nothing of the text: the thing it is about keeps that, and takes it away with itself.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.enums import Role
from participation.base.history import WrittenOnce
from participation.moderation import querysets
from participation.moderation.configuration import ModerationSettings
from participation.moderation.enums import CaseState, Decision, Ground, Rule, Verb

__all__ = ["Appeal", "Ban", "Case", "CaseEvent", "Flag", "ModerationSettings", "Sealed"]


class Case(models.Model):
    """One thing to read: `kind` is registered, `key` names the thing; held again, it is the same case once more.

    `audience`: who reads it, empty for the city's moderators, « conseil:12 » for the organisers of a council.
    `author_key`: a keyed hash of the account or the address, by which an author's other cases are found.
    `version` grows with every change: who decides on an older one is told what happened meanwhile. A decision takes
    effect at `apply_at`; until then it can be undone. `edited_text` goes when it took effect, `reason` (what the author
    was told) when nobody may contest any more.
    """

    kind = models.CharField(_("sorte"), max_length=30)
    key = models.CharField(_("clé"), max_length=64)
    audience = models.CharField(_("lu par"), max_length=40, blank=True)
    commune = models.ForeignKey(
        "territory.Commune", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    state = models.CharField(_("état"), max_length=10, choices=CaseState.choices, default=CaseState.WAITING)
    rule = models.CharField(_("retenu parce que"), max_length=20, choices=Rule.choices)
    rules = models.JSONField(_("toutes les raisons"), default=list)
    rank = models.PositiveSmallIntegerField(_("urgence"), default=0, editable=False)
    held_at = models.DateTimeField(_("retenu le"), default=timezone.now)
    author_key = models.CharField(_("empreinte de l’auteur"), max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    reader = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ouvert par")
    )
    reader_at = models.DateTimeField(_("ouvert le"), null=True, blank=True)
    decision = models.CharField(_("décision"), max_length=10, choices=Decision.choices, blank=True)
    ground = models.CharField(_("règle de la charte"), max_length=20, choices=Ground.choices, blank=True)
    reason = models.TextField(_("mots adressés à l’auteur"), blank=True)
    edited_text = models.TextField(_("texte sans les données personnelles"), blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    apply_at = models.DateTimeField(_("prend effet le"), null=True, blank=True)
    applied_at = models.DateTimeField(_("a pris effet le"), null=True, blank=True)

    objects = querysets.CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-rank", "held_at", "id"]
        verbose_name = _("message à lire")
        verbose_name_plural = _("messages à lire")
        indexes = [
            models.Index(
                fields=["audience", "-rank", "held_at", "id"],
                name="case_queue",
                condition=Q(state__in=[CaseState.WAITING, CaseState.APPEALED]),
            ),
            models.Index(fields=["apply_at"], name="case_to_apply", condition=Q(state=CaseState.DECIDED)),
            models.Index(fields=["author_key", "-id"], name="case_author"),
            models.Index(fields=["decided_at"], name="case_decided"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="case_once"),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(rule__in=Rule.values), name="case_rule_known"),
            models.CheckConstraint(
                condition=~Q(state=CaseState.DECIDED)
                | (~Q(decision="") & Q(decided_at__isnull=False, apply_at__isnull=False)),
                name="case_decided_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=[Decision.REFUSE, Decision.SEAL]) | ~Q(ground=""),
                name="case_refusal_has_ground",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class CaseEvent(WrittenOnce):
    """The log of moderation: what, why, by whom, in which role. Never the text, never the author."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", verbose_name=_("message"))
    verb = models.CharField(_("événement"), max_length=10, choices=Verb.choices)
    rule = models.CharField(_("retenu parce que"), max_length=20, choices=Rule.choices, blank=True)
    ground = models.CharField(_("règle de la charte"), max_length=20, choices=Ground.choices, blank=True)
    role = models.CharField(_("en tant que"), max_length=30, choices=Role.choices, blank=True)
    actor = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("événement de modération")
        verbose_name_plural = _("journal de modération")
        indexes = [models.Index(fields=["verb", "at"], name="caseevent_verb_at")]
        constraints = [models.CheckConstraint(condition=Q(verb__in=Verb.values), name="caseevent_verb_known")]

    def __str__(self):
        return f"{self.case_id} {self.get_verb_display()}"


class Flag(models.Model):
    """Somebody says that something published should not be. One per person and thing; `who` is a keyed hash."""

    kind = models.CharField(_("sorte"), max_length=30)
    key = models.CharField(_("clé"), max_length=64)
    who = models.CharField(_("empreinte"), max_length=64)
    ground = models.CharField(_("raison"), max_length=20, choices=Ground.choices)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "who"], name="flag_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Ban(models.Model):
    """Until then, what this author sends is refused with a sentence. `author_key` as on a case."""

    author_key = models.CharField(_("empreinte de l’auteur"), max_length=64)
    ground = models.CharField(_("règle de la charte"), max_length=20, choices=Ground.choices)
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’à"))
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    lifted_at = models.DateTimeField(_("levée le"), null=True, blank=True)
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="bans", verbose_name=_("message")
    )

    objects = querysets.BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [models.Index(fields=["author_key", "until"], name="ban_author")]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="ban_ends_after_start")]

    def __str__(self):
        return f"{self.pk}"


class Appeal(models.Model):
    """The author contests a refusal. Somebody else than who refused decides; where nobody else is, the contact outside
    the service named in the settings does, through a signed link."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="appeals", verbose_name=_("message"))
    text = models.TextField(_("ce que dit l’auteur"), blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now)
    not_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("pas par")
    )
    outside = models.BooleanField(_("confié au contact extérieur"), default=False)
    upheld = models.BooleanField(_("refus maintenu"), null=True, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="appeal_one_open_per_case"
            ),
        ]

    def __str__(self):
        return f"{self.pk}"


class Sealed(models.Model):
    """A threat or an offence, kept word for word for the service that must report it (code de procédure pénale,
    article 40), after it was taken away everywhere else. Two roles read it, each reading is logged."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="sealed", verbose_name=_("message"))
    text = models.TextField(_("texte"))
    written_at = models.DateTimeField(_("écrit le"))
    sealed_at = models.DateTimeField(_("scellé le"), default=timezone.now)

    class Meta:
        verbose_name = _("scellé")
        verbose_name_plural = _("scellés")

    def __str__(self):
        return f"{self.case}"
