from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts import rules
from participation.accounts.enums import Role, RoleVerb
from participation.accounts.models import RoleEvent, RoleGrant, User
from participation.accounts.services.sync import sync_user
from participation.base.calendar import today


class RoleRefused(Exception):
    """The person who asks may not do this, or it would leave the portal without anyone; a French sentence says why."""


@transaction.atomic
def grant_role(*, user, role, by, commune=None, partner=None, from_date=None, until=None) -> RoleGrant:
    """Give a role over a commune, a partner or (neither) the whole portal.

    `by`: who decides; None stands for the system (demonstration, command line). The dates are both included.
    An identical grant that is not over is returned as it is, without a new line of history.
    Raises RoleRefused when `by` has no right to, ValidationError for a role and a scope that do not go together.
    """
    if by is not None and not rules.can_grant_roles(by, role=role, commune=commune, partner=partner):
        raise RoleRefused(_("Seule l’administration peut accorder ce rôle."))
    if not user.is_active:
        raise RoleRefused(_("Ce compte est fermé : il ne peut recevoir aucun rôle."))
    same = RoleGrant.objects.not_over(today()).filter(
        user=user, role=role, commune=commune, partner=partner, from_date=from_date, until=until
    )
    if found := same.first():
        return found
    grant = RoleGrant(
        user=user, role=role, commune=commune, partner=partner, from_date=from_date, until=until, granted_by=by
    )
    grant.full_clean()
    grant.save()
    _note(grant, RoleVerb.GRANTED, by)
    return grant


@transaction.atomic
def revoke_role(*, grant, by) -> RoleGrant:
    """End a role today; the row stays. Ending twice changes nothing.

    Raises RoleRefused when `by` has no right to, or when nobody would be left to administer the portal.
    """
    if by is not None and not rules.can_grant_roles(by, role=grant.role, commune=grant.commune, partner=grant.partner):
        raise RoleRefused(_("Seule l’administration peut retirer ce rôle."))
    if grant.ended_on is not None:
        return grant
    if is_last_administrator(user=grant.user, grant=grant):
        raise RoleRefused(_("C’est la seule administration du portail. Nommez d’abord une autre personne."))
    return end_grant(grant, by=by)


def end_grant(grant, *, by) -> RoleGrant:
    """Without asking anyone: for an account that is being erased. In the caller's transaction."""
    grant.ended_on = today()
    grant.save(update_fields=["ended_on"])
    _note(grant, RoleVerb.ENDED, by)
    return grant


@transaction.atomic
def verify_elected_member(*, grant, by) -> RoleGrant:
    """Confirm that this person sits where they say; from now on the role counts. Raises RoleRefused."""
    if not rules.can_verify_elected(by, grant):
        raise RoleRefused(_("Un mandat est vérifié par l’administration, jamais par la personne elle-même."))
    if grant.ended_on is not None:
        raise ValidationError(_("Ce rôle est terminé : accordez-le de nouveau."))
    if grant.verified_at is None:
        grant.verified_at = timezone.now()
        grant.save(update_fields=["verified_at"])
        _note(grant, RoleVerb.VERIFIED, by)
    return grant


def is_last_administrator(*, user, grant=None) -> bool:
    """Whether nobody would administer the whole portal without this person, or without this one grant of theirs.

    Locks the rows it counts (PostgreSQL), always in the same order: two administrators who leave at once cannot both
    rely on the other.
    """
    grants = list(
        RoleGrant.objects.active(today())
        .of_role(Role.ADMINISTRATOR)
        .whole_portal()
        .filter(user__is_active=True)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    leaving = {other.pk for other in grants if (other == grant if grant else other.user_id == user.pk)}
    technical = User.objects.present().filter(is_superuser=True)
    if grant is None:
        leaves = bool(leaving) or user.is_superuser
        technical = technical.exclude(pk=user.pk)
    else:
        leaves = bool(leaving)
    return leaves and len(leaving) == len(grants) and not technical.exists()


def _note(grant, verb, by) -> None:
    RoleEvent.objects.create(
        user=grant.user, verb=verb, role=grant.role, commune=grant.commune, partner=grant.partner, actor=by
    )
    rules.forget_grants(grant.user)
    sync_user(grant.user)
