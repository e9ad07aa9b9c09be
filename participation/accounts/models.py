"""People who have an account, and the roles they are granted. The e-mail is the login; no name is asked."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.accounts import querysets
from participation.accounts.enums import Role, RoleVerb
from participation.accounts.fields import LoginEmailField
from participation.accounts.validators import validate_display_name
from participation.base.history import WrittenOnce


class User(AbstractBaseUser, PermissionsMixin):
    email = LoginEmailField(
        _("adresse e-mail"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Cette adresse a déjà un compte.")},
    )
    display_name = models.CharField(
        _("nom affiché"),
        max_length=60,
        blank=True,
        validators=[validate_display_name],
        help_text=_("Ce que les autres voient. Laissé vide : « un·e habitant·e »."),
    )
    preferred_quartier = models.ForeignKey(
        "territory.Quartier",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mon quartier"),
    )
    is_staff = models.BooleanField(_("accès à la rédaction"), default=False)
    is_active = models.BooleanField(_("compte actif"), default=True)
    date_joined = models.DateTimeField(_("créé le"), default=timezone.now)
    unused_warned_at = models.DateTimeField(_("prévenu de l’effacement le"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

    objects = querysets.UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["id"]
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False, display_name="", is_staff=False),
                name="user_erased_is_nobody",
            ),
        ]

    def __str__(self):
        return self.display_name or self.email

    def get_full_name(self):
        return self.display_name or self.email

    def get_short_name(self):
        return self.display_name or gettext("Mon compte")


class RoleGrant(models.Model):
    """A role over one commune, one partner, or (neither) the whole portal, for a time.

    Never deleted: `ended_on` is the first day on which a withdrawn role no longer holds, `until` the last day planned.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("compte"))
    role = models.CharField(_("rôle"), max_length=30, choices=Role.choices)
    commune = models.ForeignKey(
        "territory.Commune", models.CASCADE, null=True, blank=True, related_name="grants", verbose_name=_("commune")
    )
    partner = models.ForeignKey(
        "territory.Partner", models.CASCADE, null=True, blank=True, related_name="grants", verbose_name=_("partenaire")
    )
    from_date = models.DateField(_("depuis le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    ended_on = models.DateField(_("retiré le"), null=True, blank=True, editable=False)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accordé par")
    )
    granted_at = models.DateTimeField(_("accordé le"), default=timezone.now, editable=False)
    verified_at = models.DateTimeField(
        _("vérifié le"), null=True, blank=True, help_text=_("Un·e élu·e n’a son badge qu’une fois vérifié·e.")
    )

    objects = querysets.RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["user_id", "role", "id"]
        verbose_name = _("rôle accordé")
        verbose_name_plural = _("rôles accordés")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="rolegrant_role_known"),
            models.CheckConstraint(
                condition=Q(commune__isnull=True) | Q(partner__isnull=True),
                name="rolegrant_one_scope",
                violation_error_message=_("Choisissez une commune ou un partenaire, pas les deux."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.PARTNER_AGENT, partner__isnull=False)
                | (~Q(role=Role.PARTNER_AGENT) & Q(partner__isnull=True)),
                name="rolegrant_partner_agent_has_partner",
                violation_error_message=_("L’agent d’un partenaire, et lui seul, a un partenaire."),
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("from_date")),
                name="rolegrant_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
        ]

    def __str__(self):
        scope = self.partner or self.commune or _("tout le portail")
        return f"{self.get_role_display()} : {scope}"

    def in_force(self, day) -> bool:
        """The same answer as `RoleGrantQuerySet.active`, for grants that are already in memory."""
        return (
            (self.from_date is None or self.from_date <= day)
            and (self.until is None or self.until >= day)
            and (self.ended_on is None or self.ended_on > day)
            and not (self.role == Role.ELECTED_MEMBER and self.verified_at is None)
        )


class RoleEvent(WrittenOnce):
    """History of roles: what, over what, by whom, when. Written once; never free text."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_events", verbose_name=_("compte"))
    verb = models.CharField(_("événement"), max_length=10, choices=RoleVerb.choices)
    role = models.CharField(_("rôle"), max_length=30, choices=Role.choices)
    commune = models.ForeignKey(
        "territory.Commune", models.SET_NULL, null=True, related_name="+", verbose_name=_("commune")
    )
    partner = models.ForeignKey(
        "territory.Partner", models.SET_NULL, null=True, related_name="+", verbose_name=_("partenaire")
    )
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("par"))
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("événement d’un rôle")
        verbose_name_plural = _("événements des rôles")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=RoleVerb.values), name="roleevent_verb_known"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="roleevent_role_known"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.get_verb_display()}"


class UserSession(AbstractBaseSession):
    """A session that knows whose it is, so that one person's can be ended, and erased with the account."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="sessions", verbose_name=_("compte")
    )

    objects = querysets.UserSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls):
        from participation.accounts.sessions import SessionStore

        return SessionStore
