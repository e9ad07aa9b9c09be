"""An author may not write for some days."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.moderation.enums import Ground, Verb
from participation.moderation.models import Ban
from participation.moderation.services.steps import check_not_own, note
from participation.moderation.workflow import IllegalTransition

LONGEST = 365


@transaction.atomic
def ban(*, case, by, days: int, ground, at=None) -> Ban:
    """From now on, `days` days. A second ban replaces the first if it lasts longer. Raises as `decide`."""
    at = at or timezone.now()
    if not case.author_key:
        raise IllegalTransition(_("On ne sait pas qui a écrit ce message : il n’y a personne à suspendre."))
    check_not_own(case, by)
    if ground not in Ground.values:
        raise ValidationError({"ground": _("Dites quelle règle de la charte n’est pas respectée.")})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("De 1 à %(most)s jours.") % {"most": LONGEST}})
    made = Ban.objects.create(
        author_key=case.author_key, ground=ground, since=at, until=at + timedelta(days=days), by=by, case=case
    )
    note(case, Verb.BANNED, by, at, ground=ground)
    return made


@transaction.atomic
def lift(*, ban, by, at=None) -> Ban:
    """The author may write again: every ban of this author ends. Lifting twice changes nothing."""
    at = at or timezone.now()
    ended = Ban.objects.in_force(at).filter(author_key=ban.author_key).update(lifted_at=at)
    ban.refresh_from_db()
    if ended and ban.case is not None:
        note(ban.case, Verb.UNBANNED, by, at)
    return ban
