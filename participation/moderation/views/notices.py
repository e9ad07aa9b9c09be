"""« Publié. Annuler (10 s) »: what was just decided, on the page that comes next."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from participation.moderation.enums import CaseState
from participation.moderation.models import Case
from participation.moderation.views import words


@dataclass(frozen=True, slots=True)
class Notice:
    """`undo`: where undoing is posted, empty when it is too late; `seconds`: how long that still works."""

    text: str
    undo: str = ""
    version: int = 0
    seconds: int = 0


def last_decision(request, now) -> Notice | None:
    """The address names the case (`fait`); only who decided it is told, and only of a decision that stands."""
    number = request.GET.get("fait", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    case = Case.objects.filter(pk=number, decided_by=request.user).exclude(decision="").first()
    if case is None or case.state not in (CaseState.DECIDED, CaseState.CLOSED):
        return None
    text = words.done(case)
    left = ceil((case.apply_at - now).total_seconds()) if case.state == CaseState.DECIDED and case.apply_at else 0
    if left <= 0:
        return Notice(text)
    return Notice(text, reverse("moderation:undo", args=[case.pk]), case.version, left)
