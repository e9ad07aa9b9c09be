"""The one official answer of a comment: given, corrected, or asked of somebody else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.validators import tidy_name, validate_display_name
from participation.base import cache
from participation.comments import delays, rules
from participation.comments.enums import State, Verb
from participation.comments.models import AnswerVersion, OfficialAnswer, PublicComment, Reassignment
from participation.comments.services.announcing import tell_answer
from participation.comments.services.steps import locked, note
from participation.comments.validators import tidy_text, validate_text
from participation.comments.workflow import IllegalTransition


def answer_officially(*, comment, by, text: str, service: str = "", partner=None, at=None) -> OfficialAnswer:
    """The one answer of a comment, under it, signed: by `partner`, or by `service` (« la Ville… ») as written.

    Its writer is told, and who follows the thread. Raises IllegalTransition for a comment that is not published or
    has its answer, ValidationError for an empty text.
    """
    at, text = at or timezone.now(), _checked(text)
    service = tidy_name(service) or (str(partner) if partner is not None else "")
    if not service:
        raise ValidationError(_("Dites qui répond : le service ou le partenaire."))
    with transaction.atomic():
        comment = locked(comment)
        if comment.state != State.PUBLISHED:
            raise IllegalTransition(_("On ne répond qu’à un commentaire publié."))
        if OfficialAnswer.objects.filter(comment=comment).exists():
            raise IllegalTransition(_("Ce commentaire a déjà sa réponse officielle."))
        answer = OfficialAnswer.objects.create(
            comment=comment,
            text=text,
            service=service,
            partner=partner,
            actor=by,
            role=rules.acting_role(by, comment),
            at=at,
            working_days=delays.answered_in(comment.published_at, at, comment.commune_id),
        )
        _settle(comment, at)
        note(comment, Verb.ANSWERED, State.PUBLISHED, by, at)
        cache.bump()
        tell_answer(comment, answer, version=1, at=at)
    return answer


def correct_answer(*, answer, by, text: str, version: int | None = None, at=None) -> OfficialAnswer:
    """Another text in place of the one that stands there, which is kept; the page says the day.

    `version`: the one that was read, so that two people never correct unknowingly. Those who were told of the answer
    are told again. Raises IllegalTransition, ValidationError for an empty text or the same one.
    """
    at, text = at or timezone.now(), _checked(text)
    with transaction.atomic():
        comment = locked(answer.comment)
        answer = OfficialAnswer.objects.select_for_update().get(pk=answer.pk)
        if comment.state != State.PUBLISHED:
            raise IllegalTransition(_("On ne corrige que la réponse d’un commentaire publié."))
        current = version_of(answer)
        if version is not None and version != current:
            raise IllegalTransition(_("Cette réponse vient d’être corrigée par quelqu’un d’autre : relisez-la."))
        if text == answer.text:
            raise ValidationError(_("C’est le même texte : rien à corriger."))
        AnswerVersion.objects.create(
            answer=answer,
            text=answer.text,
            actor_id=answer.actor_id,
            role=answer.role,
            at=answer.corrected_at or answer.at,
        )
        answer.text, answer.actor, answer.role, answer.corrected_at = text, by, rules.acting_role(by, comment), at
        answer.save(update_fields=["text", "actor", "role", "corrected_at"])
        _settle(comment, at)
        note(comment, Verb.CORRECTED, State.PUBLISHED, by, at)
        cache.bump()
        tell_answer(comment, answer, version=current + 1, at=at)
    return answer


def version_of(answer) -> int:
    """1 for the first text, 2 once it was corrected."""
    return answer.versions.count() + 1


def reassign_comment(*, comment, by, reason: str, partner=None, service: str = "", at=None) -> PublicComment:
    """Somebody else is asked to answer: `partner`, `service` of the city, or the city as a whole (neither).

    The day on which the answer is due stays the one that was promised. Raises IllegalTransition for what is not owed
    an answer, ValidationError without a reason or where it is asked of them already.
    """
    at, reason, service = at or timezone.now(), _checked(reason), tidy_name(service)
    validate_display_name(service)
    if partner is not None and service:
        raise ValidationError(_("Choisissez un partenaire ou un service de la Ville, pas les deux."))
    with transaction.atomic():
        comment = locked(comment)
        if comment.state != State.PUBLISHED or comment.answer_by is None:
            raise IllegalTransition(_("Ce commentaire n’attend pas de réponse."))
        if OfficialAnswer.objects.filter(comment=comment).exists():
            raise IllegalTransition(_("Ce commentaire a déjà sa réponse officielle."))
        if (comment.partner_id, comment.service) == (partner and partner.pk, service):
            raise ValidationError(_("Ce commentaire est déjà confié à ce destinataire."))
        # By key: django-comments-xtd listens to `save()`.
        PublicComment.objects.filter(pk=comment.pk).update(partner=partner, service=service)
        # Before the change of hands, so that a partner's agent gives it back in that role.
        note(comment, Verb.REASSIGNED, State.PUBLISHED, by, at)
        comment.partner, comment.service = partner, service
        Reassignment.objects.create(comment=comment, partner=partner, service=service, reason=reason, actor=by, at=at)
        cache.bump()
    return comment


def _checked(text):
    text = tidy_text(text)
    validate_text(text)
    return text


def _settle(comment, at):
    PublicComment.objects.filter(pk=comment.pk).update(settled_at=at)
    comment.settled_at = at
