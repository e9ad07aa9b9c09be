from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from participation.base.mail.services import queue_mail
from participation.surveys import emails
from participation.surveys.enums import QuestionKind
from participation.surveys.models import Answer, AnswerSheet, Participation
from participation.surveys.selectors import has_answered, questions_of
from participation.surveys.validators import SCALE, validate_free_text
from participation.surveys.workflow import AlreadyAnswered, check_open

MODULE = "enquetes"
# After the closing the link still opens: on a page that says so, with the results.
LINK_OUTLIVES = timedelta(days=60)


def address_hash(survey, address: str) -> str:
    """What stands for an e-mail address in one survey; keyed, and different in each, so that nothing links them."""
    plain = address.strip().lower()
    return salted_hmac(f"participation.surveys.{survey.pk}", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def send_answer_link(*, survey, address: str, at: datetime | None = None) -> None:
    """Send a link that opens the form to this address; to one that has answered, a mail that says so.

    Whoever asks sees no difference: whether someone has answered is told to their letter box alone. The address is
    kept with the mail and nowhere else. Raises IllegalTransition when the survey is not open, ValidationError for what
    is not an address.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    check_open(survey, day)
    hashed = address_hash(survey, address)
    if has_answered(survey, address_hash=hashed):
        template, context = emails.ANSWERED, emails.answered_context(survey)
    else:
        max_age = survey.closes_on - day + LINK_OUTLIVES
        template, context = emails.LINK, emails.link_context(survey, hashed, max_age)
    # A random key: one that names the person would outlive the mail.
    key = f"survey-{survey.pk}-{uuid4().hex}"
    queue_mail(key=key, to=address.strip(), template=template, context=context, module=MODULE)


@transaction.atomic
def submit_answers(
    *, survey, answers: Mapping[int, object], user=None, address_hash: str = "", at: datetime | None = None
) -> None:
    """Note that this account or confirmed address has answered, and apart from it what was answered.

    `answers`: by question id, a choice's id, a mark from 1 to 5 or a text; what is left out was not answered.
    `address_hash`: see above; an account has one too, so that it and its address count once.
    Both rows, or none. Raises IllegalTransition when the survey is not open, AlreadyAnswered, ValidationError for
    answers that are not those of this survey. Two at once: the database lets one through.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    check_open(survey, day)
    hashed = address_hash or _hash_of(survey, user)
    try:
        with transaction.atomic():
            Participation.objects.create(survey=survey, user=user, address_hash=hashed, day=day)
    except IntegrityError as error:
        if has_answered(survey, user=user, address_hash=hashed):
            raise AlreadyAnswered(_("Vous avez déjà répondu : une personne répond une fois.")) from error
        raise
    # The sheet first: it holds the survey's row, so that nobody changes the questions under the answers.
    sheet = AnswerSheet.objects.create(survey=survey)
    asked = (_answer(sheet, question, answers.get(question.pk)) for question in questions_of(survey))
    rows = [row for row in asked if row is not None]
    if not rows:
        raise ValidationError(_("Répondez au moins à une question."))
    Answer.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


def _hash_of(survey, user):
    return address_hash(survey, user.email)


def _answer(sheet, question, value) -> Answer | None:
    if value is None or value == "":
        if question.required:
            raise ValidationError(_("Il manque la réponse à : « %s »") % question.text)
        return None
    answer = Answer(sheet=sheet, question=question)
    if question.kind == QuestionKind.SINGLE:
        if value not in {choice.pk for choice in question.choices.all()}:
            raise ValidationError(_("Choisissez une des réponses proposées."))
        answer.choice_id = value
    elif question.kind == QuestionKind.SCALE:
        if value not in SCALE:
            raise ValidationError(_("Choisissez une note de 1 à 5."))
        answer.scale = value
    else:
        validate_free_text(value)
        answer.text = value
    return answer
