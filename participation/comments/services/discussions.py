"""From when until when one may write about an object, what was retained, and telling those who took part."""

from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base import cache
from participation.comments import registry, rules
from participation.comments.enums import DiscussionVerb
from participation.comments.models import Discussion, DiscussionEvent
from participation.comments.services.announcing import tell_outcome
from participation.comments.validators import tidy_text
from participation.comments.workflow import IllegalTransition

OUTCOME_LENGTH = 6000
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def set_dates(*, target, by, first_day: date | None = None, last_day: date | None = None, at=None) -> Discussion:
    """One may write about this object from `first_day` to `last_day`, both in it; without one, no beginning or no end.

    Raises ValidationError for an end before the beginning, IllegalTransition where the outcome was sent already and
    the new end would open the discussion again.
    """
    at = at or timezone.now()
    for name, day in (("first_day", first_day), ("last_day", last_day)):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError({name: _("Vérifiez l’année.")})
    if first_day and last_day and last_day < first_day:
        raise ValidationError({"last_day": _("La fin précède le début.")})
    opens, closes = _midnight(first_day), _midnight(last_day and last_day + timedelta(days=1))
    with transaction.atomic():
        discussion = _of(target)
        if discussion.told_at is not None and (closes is None or closes > at):
            raise IllegalTransition(
                _("Le bilan est envoyé à celles et ceux qui ont écrit : cette discussion ne rouvre pas.")
            )
        discussion.opens_at, discussion.closes_at = opens, closes
        discussion.save()
        _note(discussion, DiscussionVerb.DATED, by, at)
        cache.bump()
    return discussion


def write_outcome(*, target, by, text: str, at=None) -> Discussion:
    """What was retained. It stands above the thread once the discussion is closed, and is sent then, once.

    An empty text takes it away, as long as nobody got it. Raises ValidationError, IllegalTransition.
    """
    at, text = at or timezone.now(), tidy_text(text)
    if len(text) > OUTCOME_LENGTH:
        too_long = _("Ce texte est trop long : %(length)s signes, pour %(limit)s au plus.")
        raise ValidationError({"outcome": too_long % {"length": len(text), "limit": OUTCOME_LENGTH}})
    with transaction.atomic():
        discussion = _of(target)
        if text == discussion.outcome:
            return discussion
        if not text and discussion.told_at is not None:
            raise IllegalTransition(_("Le bilan est envoyé : il se corrige, il ne s’efface plus."))
        discussion.outcome, discussion.outcome_at = text, at if text else None
        discussion.save()
        _note(discussion, DiscussionVerb.SUMMED_UP, by, at)
        cache.bump()
        if discussion.closes_at is not None and discussion.closes_at <= at:
            _tell(discussion, at)
    return discussion


def tell_outcomes(now=None) -> int:
    """Outcomes written before the end leave when it comes. Each leaves once, however often this runs."""
    at = now or timezone.now()
    told = 0
    for pk in Discussion.objects.to_tell(at).values_list("pk", flat=True):
        with transaction.atomic():
            discussion = Discussion.objects.to_tell(at).select_for_update().filter(pk=pk).first()
            told += discussion is not None and _tell(discussion, at)
    return told


def _tell(discussion, at) -> bool:
    """The caller holds the row, in a transaction."""
    if discussion.told_at is not None or not discussion.outcome:
        return False
    discussion.told_at = at
    discussion.save(update_fields=["told_at"])
    _note(discussion, DiscussionVerb.TOLD, None, at)
    tell_outcome(discussion, at=at)
    cache.bump()
    return True


def _of(target):
    kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
    commune = registry.of(target).owner(target).commune
    made, _new = Discussion.objects.get_or_create(
        content_type_id=kind.pk, object_pk=str(target.pk), defaults={"commune": commune}
    )
    return Discussion.objects.select_for_update().get(pk=made.pk)


def _midnight(day: date | None) -> datetime | None:
    return day and timezone.make_aware(datetime.combine(day, time.min))


def _note(discussion, verb, by, at):
    role = rules.steering_role(by, discussion.commune_id) if by is not None else ""
    DiscussionEvent.objects.create(discussion=discussion, verb=verb, role=role, actor=by, at=at)
