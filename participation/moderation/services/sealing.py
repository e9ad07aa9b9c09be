from django.db import transaction
from django.http import Http404
from django.utils import timezone

from participation.moderation import rules
from participation.moderation.enums import Verb
from participation.moderation.models import Case, Sealed
from participation.moderation.services.steps import note


@transaction.atomic
def read_sealed(*, case, by, at=None) -> Sealed:
    """What was put away, word for word; each reading is logged. Raises Http404 for whom it is not, and without one."""
    case = Case.objects.select_related("commune").get(pk=case.pk)
    sealed = Sealed.objects.filter(case=case).first()
    if sealed is None or not rules.can_read_sealed(by, case):
        raise Http404
    note(case, Verb.SEAL_READ, by, at or timezone.now())
    return sealed
