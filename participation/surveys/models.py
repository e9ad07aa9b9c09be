"""Surveys, who has answered them, and what was answered: the last two are tables that nothing joins.

`Participation` knows a person and a day. `AnswerSheet` and `Answer` know neither: their keys are random, no column
of theirs points at a person, a participation or an instant, and no row of either side is named by the other. What a
database keeps by itself (the order of insertion on the disk) is erased every night by `services.mix_answers`.
"""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.enums import Role
from participation.base.history import WrittenOnce
from participation.surveys import querysets
from participation.surveys.enums import Phase, QuestionKind, SurveyVerb
from participation.surveys.validators import SCALE, TEXT_LENGTH, validate_free_text
from participation.surveys.workflow import phase_of
from participation.territory.models import Commune, Quartier

LONG = 4000


class Survey(models.Model):
    title = models.CharField(_("titre"), max_length=160)
    slug = models.SlugField(
        _("adresse"),
        max_length=160,
        unique=True,
        help_text=_("La fin de l’adresse : /enquetes/<adresse>/. Elle ne change plus une fois l’enquête publiée."),
    )
    intro = models.TextField(
        _("pourquoi cette enquête"),
        validators=[MaxLengthValidator(LONG)],
        help_text=_("Deux ou trois phrases : ce qu’on veut savoir, et ce qui peut changer selon les réponses."),
    )
    asked_by = models.CharField(
        _("qui la demande"),
        max_length=200,
        help_text=_("Un service ou un partenaire, jamais le nom d’une personne. Exemple : la Ville et le bailleur."),
    )
    use = models.TextField(
        _("ce que deviennent les réponses"),
        validators=[MaxLengthValidator(LONG)],
        help_text=_("Qui les lit, quand on en parle, qui décide. Une réunion, un comité : donnez la date si possible."),
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("commune"),
        help_text=_("Vide : toutes les communes du portail."),
    )
    quartiers = models.ManyToManyField(
        Quartier,
        blank=True,
        related_name="surveys",
        verbose_name=_("quartiers"),
        help_text=_("Aucun : toute la commune."),
    )
    opens_on = models.DateField(_("ouvre le"), help_text=_("Les réponses sont prises dès le matin de ce jour."))
    closes_on = models.DateField(_("ferme le"), help_text=_("Dernier jour pour répondre, jusqu’à minuit."))
    live_results = models.BooleanField(
        _("résultats visibles pendant l’enquête"),
        default=False,
        help_text=_("Comptés la nuit, par dix réponses au moins. Sinon les résultats paraissent après la fermeture."),
    )
    published = models.BooleanField(
        _("publiée"), default=False, help_text=_("Une enquête publiée a sa page. Il faut au moins une question.")
    )
    outcome = models.TextField(
        _("ce qui est décidé"),
        blank=True,
        validators=[MaxLengthValidator(LONG)],
        help_text=_("Paraît au-dessus des résultats. Qui répond voit ainsi à quoi cela a servi."),
    )
    outcome_on = models.DateField(_("décidé le"), null=True, blank=True)
    tally = models.JSONField(_("dernier comptage publié"), null=True, blank=True, editable=False)

    objects = querysets.SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_on", "-id"]
        verbose_name = _("enquête")
        verbose_name_plural = _("enquêtes")
        indexes = [models.Index(fields=["closes_on"], name="survey_by_closing", condition=Q(published=True))]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="survey_closes_after_opening",
                violation_error_message=_("La fermeture précède l’ouverture."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="survey_outcome_has_its_day",
                violation_error_message=_("Une décision a un texte et une date : donnez les deux."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("surveys:detail", args=[self.slug])

    def phase(self, day) -> Phase:
        return phase_of(self.opens_on, self.closes_on, day)


class Question(models.Model):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name=_("enquête"))
    order = models.PositiveSmallIntegerField(_("rang"), default=0)
    kind = models.CharField(_("sorte"), max_length=10, choices=QuestionKind.choices, default=QuestionKind.SINGLE)
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("précision"), max_length=300, blank=True)
    required = models.BooleanField(_("obligatoire"), default=False)
    low_label = models.CharField(_("1 veut dire"), max_length=60, blank=True)
    high_label = models.CharField(_("5 veut dire"), max_length=60, blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.SCALE) | (~Q(low_label="") & ~Q(high_label="")),
                name="question_scale_has_its_ends",
                violation_error_message=_("Dites ce que veulent dire le 1 et le 5."),
            ),
        ]

    def __str__(self):
        return self.text


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    order = models.PositiveSmallIntegerField(_("rang"), default=0)
    label = models.CharField(_("réponse proposée"), max_length=120)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("réponse proposée")
        verbose_name_plural = _("réponses proposées")
        constraints = [models.UniqueConstraint(fields=["question", "label"], name="choice_once_per_question")]

    def __str__(self):
        return self.label


class Participation(models.Model):
    """That someone has answered, and on which day; never what.

    `address_hash` is keyed (SECRET_KEY) and made for this one survey: it cannot be read back, nor compared from one
    survey to the next. Everyone has one, so that an account and its address count once together.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participations", verbose_name=_("enquête"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="survey_participations",
        verbose_name=_("compte"),
    )
    address_hash = models.CharField(_("adresse hachée"), max_length=64)
    day = models.DateField(_("jour"))

    objects = querysets.ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("participation à une enquête")
        verbose_name_plural = _("participations aux enquêtes")
        constraints = [
            models.UniqueConstraint(fields=["survey", "address_hash"], name="participation_one_per_address"),
            models.UniqueConstraint(
                fields=["survey", "user"], name="participation_one_per_account", condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(condition=~Q(address_hash=""), name="participation_has_its_hash"),
        ]

    def __str__(self):
        return f"{self.survey_id} : {self.day}"


class AnswerSheet(models.Model):
    """One person's answers to one survey, without the person and without a date."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sheets", verbose_name=_("enquête"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def __str__(self):
        return str(self.id)


class Answer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="answers", verbose_name=_("bulletin"))
    question = models.ForeignKey(Question, models.RESTRICT, related_name="answers", verbose_name=_("question"))
    choice = models.ForeignKey(
        Choice, models.RESTRICT, null=True, blank=True, related_name="answers", verbose_name=_("choix")
    )
    scale = models.PositiveSmallIntegerField(_("note"), null=True, blank=True)
    text = models.TextField(
        _("réponse libre"), blank=True, validators=[MaxLengthValidator(TEXT_LENGTH), validate_free_text]
    )

    objects = querysets.AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="answer_once_per_question"),
            models.CheckConstraint(
                condition=Q(scale__isnull=True) | Q(scale__gte=SCALE[0], scale__lte=SCALE[-1]),
                name="answer_scale_in_range",
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=False, scale__isnull=True, text="")
                | Q(choice__isnull=True, scale__isnull=False, text="")
                | Q(choice__isnull=True, scale__isnull=True),
                name="answer_of_one_kind",
            ),
        ]

    def __str__(self):
        return str(self.id)


class SurveyEvent(WrittenOnce):
    """History of a survey: what, by whom, when. Written once; never free text."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="events", verbose_name=_("enquête"))
    verb = models.CharField(_("événement"), max_length=10, choices=SurveyVerb.choices)
    role = models.CharField(_("rôle"), max_length=30, choices=Role.choices, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("événement d’une enquête")
        verbose_name_plural = _("événements des enquêtes")
        constraints = [models.CheckConstraint(condition=Q(verb__in=SurveyVerb.values), name="surveyevent_verb_known")]

    def __str__(self):
        return f"{self.survey} {self.get_verb_display()}"
