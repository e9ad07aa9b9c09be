"""Who publishes this portal, how it looks, what it has to say by law: one row, edited in Wagtail."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string

from participation.base import cache
from participation.base.site import accessibility, remembered
from participation.base.site.forms import PortalSettingsForm
from participation.base.site.validators import ReadableUnder, validate_hex_colour

INK = "#1d1d22"
WHITE = "#ffffff"


@register_setting(icon="home")
class PortalSettings(BaseGenericSetting):
    select_related = ["logo"]

    portal_name = models.CharField(_("nom du portail"), max_length=60, default="Quartiers ouverts")
    place_line = models.CharField(
        _("petite ligne au-dessus du nom"),
        max_length=60,
        blank=True,
        help_text=_("Le nom de la commune ou de la métropole, comme sur une plaque de rue."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Celui de la collectivité. Jamais la Marianne : elle est réservée à l’État."),
    )
    brand_colour = models.CharField(
        _("couleur principale"),
        max_length=7,
        default="#0b4f6c",
        validators=[validate_hex_colour, ReadableUnder(WHITE, "blanc")],
        help_text=_("Du texte blanc s’écrit dessus : une couleur trop claire est refusée."),
    )
    sun_colour = models.CharField(
        _("couleur d’action"),
        max_length=7,
        default="#f2b134",
        validators=[validate_hex_colour, ReadableUnder(INK, "noir")],
        help_text=_("Du texte noir s’écrit dessus : une couleur trop sombre est refusée."),
    )

    publisher_name = models.CharField(
        _("éditeur"), max_length=120, blank=True, help_text=_("Par exemple : la Ville de Martigues.")
    )
    publisher_service = models.CharField(
        _("service"), max_length=120, blank=True, help_text=_("Par exemple : service Développement des quartiers.")
    )
    publisher_address = models.TextField(_("adresse postale"), blank=True)
    publisher_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    publisher_hours = models.CharField(
        _("heures d’appel"),
        max_length=120,
        blank=True,
        help_text=_("Par exemple : du lundi au vendredi, de 8 h 30 à 17 h."),
    )
    contact_email = models.EmailField(_("e-mail de contact"), blank=True)
    publication_director = models.CharField(
        _("directeur ou directrice de la publication"),
        max_length=120,
        blank=True,
        help_text=_("Sa fonction, par exemple : le maire de Martigues."),
    )
    host_name = models.CharField(_("hébergeur"), max_length=120, blank=True)
    host_address = models.TextField(_("adresse de l’hébergeur"), blank=True)
    dpo_contact = models.CharField(
        _("délégué à la protection des données"),
        max_length=200,
        blank=True,
        help_text=_("Une adresse e-mail ou postale de fonction, qui reste la même quand la personne change."),
    )
    legal_notices = RichTextField(
        _("autres mentions légales"), blank=True, features=["h3", "bold", "ol", "ul", "link", "document-link"]
    )

    audit_date = models.DateField(_("date de l’audit"), null=True, blank=True)
    audit_rate = models.DecimalField(
        _("taux de conformité"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("En pour cent des critères applicables."),
    )
    audit_rgaa_version = models.CharField(
        _("version du RGAA"), max_length=10, blank=True, help_text=_("Par exemple : 4.1.2.")
    )
    audit_auditor = models.CharField(_("auditeur"), max_length=120, blank=True)
    audit_expires_on = models.DateField(
        _("valable jusqu’au"), null=True, blank=True, help_text=_("Au plus trois ans après l’audit.")
    )

    preelectoral_from = models.DateField(
        _("début de la période préélectorale"),
        null=True,
        blank=True,
        help_text=_("Pendant cette période, la communication de la commune reste sobre (Code électoral, L. 52-1)."),
    )
    preelectoral_until = models.DateField(_("fin de la période préélectorale"), null=True, blank=True)
    disabled_modules = models.JSONField(_("rubriques fermées"), default=list, blank=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("portal_name"),
                    FieldPanel("place_line"),
                    FieldPanel("logo"),
                    FieldRowPanel([FieldPanel("brand_colour"), FieldPanel("sun_colour")]),
                ],
                heading=_("Nom et couleurs"),
            ),
            ObjectList(
                [
                    FieldPanel("publisher_name"),
                    FieldPanel("publisher_service"),
                    FieldPanel("publisher_address"),
                    FieldRowPanel([FieldPanel("publisher_phone"), FieldPanel("publisher_hours")]),
                    FieldPanel("contact_email"),
                ],
                heading=_("Éditeur"),
            ),
            ObjectList(
                [
                    FieldPanel("publication_director"),
                    MultiFieldPanel([FieldPanel("host_name"), FieldPanel("host_address")], heading=_("Hébergement")),
                    FieldPanel("dpo_contact"),
                    FieldPanel("legal_notices"),
                ],
                heading=_("Mentions légales"),
            ),
            ObjectList(
                [
                    FieldPanel("audit_date"),
                    FieldPanel("audit_rate"),
                    FieldPanel("audit_rgaa_version"),
                    FieldPanel("audit_auditor"),
                    FieldPanel("audit_expires_on"),
                ],
                heading=_("Accessibilité"),
                help_text=_("Le site se dit « non conforme » tant que l’audit n’est pas entier, puis après son terme."),
            ),
            ObjectList(
                [
                    FieldPanel("enabled_modules"),
                    FieldRowPanel([FieldPanel("preelectoral_from"), FieldPanel("preelectoral_until")]),
                ],
                heading=_("Rubriques et périodes"),
            ),
        ],
        base_form_class=PortalSettingsForm,
    )

    class Meta:
        verbose_name = _("Portail")
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="portalsettings_one_row"),
            models.CheckConstraint(
                condition=Q(audit_rate__isnull=True) | Q(audit_rate__gte=0, audit_rate__lte=100),
                name="portalsettings_rate_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(preelectoral_from__isnull=True, preelectoral_until__isnull=True)
                | Q(
                    preelectoral_from__isnull=False,
                    preelectoral_until__isnull=False,
                    preelectoral_until__gte=F("preelectoral_from"),
                ),
                name="portalsettings_period_in_order",
                violation_error_message=_("Donnez les deux dates de la période préélectorale, dans l’ordre."),
            ),
        ]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        remembered.forget()
        cache.bump()

    def clean(self):
        super().clean()
        if self.audit_date and self.audit_expires_on and self.audit_expires_on <= self.audit_date:
            raise ValidationError({"audit_expires_on": _("L’audit expire après sa date.")})

    @property
    def published_by(self) -> str:
        """« Site édité par la Ville de Martigues, service Développement des quartiers. »."""
        if not self.publisher_name:
            return str(_("Éditeur du site : à renseigner."))
        service = f", {self.publisher_service}" if self.publisher_service else ""
        return str(_("Site édité par %(publisher)s.") % {"publisher": self.publisher_name + service})

    def accessibility_statement(self, today: date) -> accessibility.AccessibilityStatement:
        return accessibility.statement(
            audited_on=self.audit_date,
            rate=self.audit_rate,
            rgaa_version=self.audit_rgaa_version,
            auditor=self.audit_auditor,
            expires_on=self.audit_expires_on,
            today=today,
        )

    def in_preelectoral_period(self, day: date) -> bool:
        if self.preelectoral_from is None or self.preelectoral_until is None:
            return False
        return self.preelectoral_from <= day <= self.preelectoral_until
