"""A standing body, the halves it is made of, and who sits there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.councils import querysets, validators
from participation.councils.enums import CollegeKind, CouncilKind, Joining, MemberRole, Origin


class Council(models.Model):
    commune = models.ForeignKey("territory.Commune", models.PROTECT, related_name="councils", verbose_name=_("commune"))
    quartiers = models.ManyToManyField(
        "territory.Quartier", blank=True, related_name="councils", verbose_name=_("quartiers")
    )
    kind = models.CharField(_("nature"), max_length=30, choices=CouncilKind.choices, default=CouncilKind.CITIZENS)
    name = models.CharField(_("nom"), max_length=160, validators=[validators.validate_line])
    slug = models.SlugField(_("adresse"), max_length=160, unique=True)
    fact = models.CharField(
        _("en une phrase"),
        max_length=160,
        blank=True,
        validators=[validators.validate_line],
        help_text=_("Ce que fait ce conseil, sous son nom."),
    )
    presentation = models.TextField(_("présentation"), blank=True, validators=[validators.validate_text])
    joining = models.CharField(_("comment on y entre"), max_length=20, choices=Joining.choices, default=Joining.OPEN)
    join_terms = models.TextField(
        _("conditions pour y siéger"),
        blank=True,
        validators=[validators.validate_text],
        help_text=_("Habiter le quartier, un âge s’il y en a un, la durée du mandat."),
    )
    answer_days = models.PositiveSmallIntegerField(
        _("réponse aux demandes, en jours ouvrés"), default=10, help_text=_("La date promise à qui demande à siéger.")
    )
    contact_email = models.EmailField(
        _("adresse de contact"), blank=True, help_text=_("Une adresse de fonction, jamais celle d’une personne.")
    )
    closed_on = models.DateField(_("fin du conseil"), null=True, blank=True)

    objects = querysets.CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["commune__name", "name"]
        verbose_name = _("conseil")
        verbose_name_plural = _("conseils")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CouncilKind.values), name="council_kind_known"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="council_joining_known"),
            models.CheckConstraint(condition=Q(answer_days__gte=1, answer_days__lte=90), name="council_answer_days"),
            models.CheckConstraint(condition=~Q(name=""), name="council_has_a_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("councils:detail", args=[self.slug])


class College(models.Model):
    """One half of a council; without `seats` nobody said how many there are."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="colleges", verbose_name=_("conseil"))
    kind = models.CharField(_("collège"), max_length=20, choices=CollegeKind.choices)
    seats = models.PositiveSmallIntegerField(_("sièges"), null=True, blank=True)
    note = models.CharField(
        _("précision"),
        max_length=200,
        blank=True,
        validators=[validators.validate_line],
        help_text=_("Qui en fait partie, comment on y entre. Jamais un nom."),
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("collège")
        verbose_name_plural = _("collèges")
        constraints = [
            models.UniqueConstraint(fields=["council", "kind"], name="college_once_a_council"),
            models.CheckConstraint(condition=Q(kind__in=CollegeKind.values), name="college_kind_known"),
        ]

    def __str__(self):
        return self.get_kind_display()


class Membership(models.Model):
    """A mandate. Without `user`: somebody who sits and has no account; the paper list is the council's own.

    Never deleted: `until` is the last day planned, `ended_on` the first day on which an ended one no longer holds.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="memberships", verbose_name=_("conseil"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="council_memberships",
        verbose_name=_("compte"),
    )
    college = models.ForeignKey(
        College, models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("collège")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=MemberRole.choices, default=MemberRole.MEMBER)
    origin = models.CharField(_("entrée"), max_length=20, choices=Origin.choices, default=Origin.VOLUNTEER)
    from_date = models.DateField(_("depuis le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    ended_on = models.DateField(_("terminé le"), null=True, blank=True, editable=False)
    public_name_consent = models.BooleanField(_("accepte d’être nommé·e en public"), default=False)

    objects = querysets.MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["council_id", "id"]
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="membership_origin_known"),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("from_date")),
                name="membership_ends_after_start",
                violation_error_message=_("La fin précède le début."),
            ),
            models.UniqueConstraint(
                fields=["council", "user"],
                condition=Q(ended_on__isnull=True),
                name="membership_one_at_a_time",
                violation_error_message=_("Cette personne siège déjà dans ce conseil."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} : {self.council}"
