"""A request to sit waits in the queue of moderation too, for the organisers of its council and nobody else."""

from django.utils.translation import gettext as _

from participation.councils.selectors.joining import KIND
from participation.councils.workflow import IllegalTransition
from participation.moderation.enums import CaseState
from participation.moderation.models import Case
from participation.moderation.services import author_key, hold, screen, withdraw

_AUDIENCE = "conseil:"


def audience_of(council_pk) -> str:
    """Who reads what is held for this council."""
    return f"{_AUDIENCE}{council_pk}"


def council_of(audience: str) -> int:
    """The key of the council in an audience."""
    return int(audience.removeprefix(_AUDIENCE))


def await_answer(request, *, at) -> None:
    """In the caller's transaction."""
    author = author_key(user=request.user)
    verdict = screen(request.motivation, author_key=author, has_account=True, verified=True, always=True, known=True)
    hold(
        kind=KIND,
        key=request.pk,
        verdict_or_rules=verdict,
        commune=request.council.commune,
        audience=audience_of(request.council_id),
        author_key=author,
        at=at,
    )


def answered(request, *, by, version=None, at) -> None:
    """It gets its answer at the council's own desk: it leaves the queue.

    `version`: that of the case as who answers saw it. Raises IllegalTransition, with a sentence, where somebody has
    answered through the queue meanwhile: that answer takes effect in a moment.
    """
    case = Case.objects.select_for_update(of=("self",)).about(KIND, request.pk).first()
    if case is None:
        return
    if case.state == CaseState.DECIDED or (version is not None and version != case.version):
        raise IllegalTransition(
            _("Une autre personne s’occupe de cette demande en ce moment. Relisez-la dans un instant.")
        )
    withdraw(kind=KIND, key=request.pk, by=by, at=at)


def gone(request, *, at) -> None:
    """By the person who asked, whatever was decided and has not taken effect yet."""
    withdraw(kind=KIND, key=request.pk, at=at)
