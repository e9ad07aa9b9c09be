"""What the moderators look for and how long things last: one row, edited in Wagtail."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from participation.base import cache
from participation.moderation.detectors.folding import tokens

ENTRY_LENGTH = 80
MOST_ENTRIES = 2000

# Where a commune begins; it adds and takes away in Wagtail.
WORDS = (
    *("connard", "connarde", "connards", "connasse", "salope", "salopes", "salaud", "salauds", "enculé", "enculés"),
    *("fils de pute", "ta gueule", "nique ta mère", "bougnoule", "bougnoules", "négro", "youpin", "sale arabe"),
    *("sale noir", "sale juif", "tapette", "tapettes", "pédale", "gouine"),
)
THREATS = (
    *("je vais te tuer", "on va te tuer", "je vais le tuer", "je vais la tuer", "je vais les tuer", "te buter"),
    *("le buter", "la buter", "les buter", "te crever", "le crever", "la crever", "les crever", "tu vas mourir"),
    *("je sais où tu habites", "on sait où tu habites", "je sais où il habite", "je sais où elle habite"),
    *("on va te retrouver", "je vais te retrouver", "brûler ta voiture", "brûler sa voiture", "cramer ta voiture"),
    *("cramer sa voiture", "péter la gueule", "casser la gueule", "une balle dans la tête"),
)


def default_words() -> str:
    return "\n".join(WORDS)


def default_threats() -> str:
    return "\n".join(THREATS)


def entries(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_lines(text: str) -> None:
    """One word or expression a line. Raises ValidationError that names each faulty line."""
    lines = text.splitlines()
    wrong = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line.strip()) > ENTRY_LENGTH:
            sentence = _now("Ligne %(line)s : %(length)s signes au plus.")
            wrong.append(sentence % {"line": number, "length": ENTRY_LENGTH})
        elif len("".join(tokens(line))) < 2:
            sentence = _now("Ligne %(line)s : écrivez un mot d’au moins deux lettres, sans signe autour.")
            wrong.append(sentence % {"line": number})
    if len(lines) > MOST_ENTRIES:
        wrong.append(_now("%(most)s lignes au plus.") % {"most": MOST_ENTRIES})
    if wrong:
        raise ValidationError(wrong)


def _list(label, help_text, **more):
    return models.TextField(label, blank=True, validators=[validate_lines], help_text=help_text, **more)


def _number(label, default, least, most, help_text=""):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, help_text=help_text)


@register_setting(icon="comment")
class ModerationSettings(BaseGenericSetting):
    select_related = ["charter_page"]

    words = _list(
        _("mots qui font relire"),
        _("Un mot ou une expression par ligne. Accents, majuscules et chiffres à la place de lettres sont compris."),
        default=default_words,
    )
    agents = _list(
        _("noms d’agents"),
        _("Un nom par ligne, comme les habitants l’écrivent. Un message qui en cite un est toujours relu."),
    )
    threats = _list(
        _("mots de menace"),
        _("Une expression par ligne. Un message qui en contient une est toujours relu, et en premier."),
        default=default_threats,
    )
    flags_needed = _number(
        _("alertes avant relecture"), 3, 1, 50, _("Nombre de personnes qui doivent alerter sur un message publié.")
    )
    undo_seconds = _number(
        _("secondes pour annuler"), 10, 0, 600, _("Une décision prend effet après ce délai, et s’annule jusque-là.")
    )
    appeal_days = _number(_("jours pour contester"), 30, 1, 365)
    ban_days = _number(_("jours de suspension proposés"), 7, 1, 365)
    outside_name = models.CharField(
        _("contact extérieur au service"),
        max_length=120,
        blank=True,
        help_text=_("Qui décide d’une contestation quand une seule personne modère : par exemple la médiatrice."),
    )
    outside_email = models.EmailField(_("son adresse e-mail"), blank=True)
    charter_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page de la charte"),
        help_text=_("Les règles que chaque refus cite."),
    )
    retention_days = models.PositiveIntegerField(
        _("jours de garde des raisons et des contestations"),
        default=365,
        validators=[MinValueValidator(30), MaxValueValidator(1825)],
        help_text=_("Après la décision. Le journal, lui, ne contient aucun texte."),
    )
    seal_days = models.PositiveIntegerField(
        _("jours de garde des scellés"),
        default=365,
        validators=[MinValueValidator(30), MaxValueValidator(2190)],
        help_text=_("Le temps de signaler une menace à la justice (code de procédure pénale, article 40)."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("words"), FieldPanel("agents"), FieldPanel("threats")], heading=_("Listes")),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("flags_needed"), FieldPanel("undo_seconds")]),
                    FieldRowPanel([FieldPanel("appeal_days"), FieldPanel("ban_days")]),
                    FieldPanel("charter_page"),
                ],
                heading=_("Règles"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("outside_name"), FieldPanel("outside_email")], heading=_("Contact extérieur")
                    ),
                ],
                heading=_("Contestations"),
            ),
            ObjectList([FieldPanel("retention_days"), FieldPanel("seal_days")], heading=_("Durées de garde")),
        ]
    )

    class Meta:
        verbose_name = _("Modération")

    def clean(self):
        super().clean()
        if bool(self.outside_name.strip()) != bool(self.outside_email):
            missing = "outside_email" if self.outside_name.strip() else "outside_name"
            raise ValidationError({missing: _("Donnez le nom et l’adresse du contact, ou aucun des deux.")})

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        cache.bump()


def moderation_settings() -> ModerationSettings:
    """The settings of this portal, with defaults where nobody entered any. One query."""
    return ModerationSettings.base_queryset().first() or ModerationSettings()
