"""The one official answer of a comment."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.validators import tidy_name
from participation.base import cache
from participation.comments import rules
from participation.comments.enums import State, Verb
from participation.comments.models import OfficialAnswer, PublicComment
from participation.comments.services.steps import address_of, locked, mail, note
from participation.comments.validators import tidy_text, validate_text
from participation.comments.workflow import IllegalTransition


def answer_officially(*, comment, by, text: str, service: str = "", partner=None, at=None) -> OfficialAnswer:
    """The one answer of a comment, under it, signed: by `partner`, or by `service` (« la Ville… ») as written.

    Raises IllegalTransition for a comment that is not published or has its answer, ValidationError for an empty text.
    """
    at, text = at or timezone.now(), tidy_text(text)
    validate_text(text)
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
        )
        PublicComment.objects.filter(pk=comment.pk).update(settled_at=at)
        comment.settled_at = at
        note(comment, Verb.ANSWERED, State.PUBLISHED, by, at)
        cache.bump()
        signed = service[:1].upper() + service[1:]
        mail(comment, "answered", {"service": signed, "answer": text}, address_of(comment))
    return answer
