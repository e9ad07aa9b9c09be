from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.moderation.enums import Verb
from participation.moderation.models import Case
from participation.moderation.services.steps import check_not_own, kind_of, note
from participation.moderation.validators import valid_boxes
from participation.moderation.workflow import OPEN, IllegalTransition


def blur(*, case, photo: str, boxes, by, at=None) -> Case:
    """Parts of a photo become unreadable for good; cannot be undone. Raises IllegalTransition, ValidationError."""
    at, boxes = at or timezone.now(), valid_boxes(boxes)
    check_not_own(case, by)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        kind = kind_of(case)
        if case.state not in OPEN or kind.blur is None:
            raise IllegalTransition(_("Cette photo ne peut plus être floutée ici."))
        item = kind.find([case.key]).get(case.key)
        if item is None or photo not in {one.key for one in item.photos}:
            raise IllegalTransition(_("Cette photo n’est plus là."))
        kind.blur(case.key, photo, boxes, by, at)
        note(case, Verb.BLURRED, by, at)
    return case
