"""From « I would like to sit » to an answer."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.calendar import add_working_days
from participation.base.mail.services import queue_mail
from participation.base.text import dates
from participation.councils import workflow
from participation.councils.emails import MODULE, letter_context
from participation.councils.enums import ActorRole, MemberRole, Origin, RequestState, Verb
from participation.councils.models import JoinRequest, Membership
from participation.councils.rules import can_ask_to_join
from participation.councils.services import holding
from participation.councils.services.history import note
from participation.councils.services.members import add_member
from participation.councils.validators import tidy_text


class JoinRefused(Exception):
    """This person cannot ask now; the message is the sentence to show."""


@transaction.atomic
def ask_to_join(*, council, user, motivation: str = "", at: datetime | None = None) -> JoinRequest:
    """One request a person and council; the day of the answer is promised from today on, in working days.

    Raises JoinRefused for a member, for who has a request waiting, or where the council takes none.
    """
    at = at or timezone.now()
    day = timezone.localdate(at)
    if not can_ask_to_join(user, council, day):
        raise JoinRefused(
            _("Vous siégez déjà ici, votre demande attend déjà une réponse, ou ce conseil n’en prend pas.")
        )
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                council=council,
                user=user,
                motivation=tidy_text(motivation),
                asked_at=at,
                answer_by=add_working_days(day, council.answer_days),
            )
    except IntegrityError as error:
        raise JoinRefused(_("Une demande de votre part attend déjà une réponse.")) from error
    note(verb=Verb.ASKED, at=at, by=user, council=council, request=request, role=ActorRole.RESIDENT)
    holding.await_answer(request, at=at)
    _write(request, "asked", url=reverse("councils:join", args=[council.slug]))
    _tell_organisers(request, day)
    return request


@transaction.atomic
def accept_request(
    *,
    request,
    by,
    college=None,
    role=MemberRole.MEMBER,
    until=None,
    version: int | None = None,
    decided: bool = False,
    at: datetime | None = None,
) -> Membership:
    """The mandate begins the same day. Raises IllegalTransition for a request that is settled, or that somebody else
    answers through the queue of moderation (`version`: of the case as it was seen; `decided`: by that queue)."""
    at = at or timezone.now()
    if not decided:
        holding.answered(request, by=by, version=version, at=at)
    request = _settled(request, RequestState.ACCEPTED, at)
    note(verb=Verb.ACCEPTED, at=at, by=by, council=request.council, request=request)
    membership = add_member(
        council=request.council,
        user=request.user,
        college=college,
        role=role,
        origin=Origin.VOLUNTEER,
        until=until,
        by=by,
        at=at,
    )
    _write(request, "accepted", url=request.council.get_absolute_url(), day=dates.day(at))
    return membership


@transaction.atomic
def decline_request(
    *, request, by, reason: str, version: int | None = None, decided: bool = False, at: datetime | None = None
) -> None:
    """`reason`: a sentence for the person, kept beside the request and removed with it. Raises as `accept_request`."""
    at = at or timezone.now()
    if not decided:
        holding.answered(request, by=by, version=version, at=at)
    request = _settled(request, RequestState.DECLINED, at, reason=tidy_text(reason))
    note(verb=Verb.DECLINED, at=at, by=by, council=request.council, request=request)
    _write(request, "declined", url=request.council.get_absolute_url(), reason=request.reason)


@transaction.atomic
def withdraw_request(*, request, at: datetime | None = None) -> None:
    """By the person who asked. Raises IllegalTransition for a request that is settled."""
    at = at or timezone.now()
    holding.gone(request, at=at)
    request = _settled(request, RequestState.WITHDRAWN, at)
    note(verb=Verb.WITHDRAWN, at=at, by=request.user, council=request.council, request=request, role=ActorRole.RESIDENT)
    _write(request, "withdrawn", url=request.council.get_absolute_url())


def _settled(request, state, at, reason=""):
    """The row as it is now, locked, in its last state. Two answers at once: the second one is illegal."""
    found = JoinRequest.objects.select_for_update(of=("self",)).select_related("council", "user").get(pk=request.pk)
    workflow.check(workflow.REQUEST, found.state, state)
    found.state, found.settled_at, found.reason = state, at, reason
    found.save(update_fields=["state", "settled_at", "reason"])
    return found


def _write(request, letter, *, url, **values):
    if request.user is None or not request.user.is_active:
        return
    context = letter_context(
        letter, url=url, council=request.council.name, answer_by=dates.day(request.answer_by), **values
    )
    key = f"council-request-{request.pk}-{letter}"
    queue_mail(key=key, to=request.user.email, template="councils/letter", context=context, module=MODULE)


def _tell_organisers(request, day):
    organisers = Membership.objects.in_force(day).filter(council=request.council, role=MemberRole.ORGANISER)
    context = letter_context(
        "waiting",
        url=reverse("councils:desk-request", args=[request.council.slug, request.pk]),
        council=request.council.name,
        answer_by=dates.day(request.answer_by),
    )
    for one in organisers.filter(user__is_active=True).select_related("user"):
        queue_mail(
            key=f"council-request-{request.pk}-waiting-{one.pk}",
            to=one.user.email,
            template="councils/letter",
            context=context,
            module=MODULE,
        )
