"""What every act on a case shares: the compare-and-set, the line of the log, the letter to the author."""

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from participation.accounts.enums import Role
from participation.base.text.dates import moment
from participation.moderation import registry, rules
from participation.moderation.emails import letter_context
from participation.moderation.enums import CaseState, Rule
from participation.moderation.models import Case, CaseEvent
from participation.moderation.workflow import SENTENCES, IllegalTransition, Stale


def in_transaction(what) -> None:
    """Raises RuntimeError outside a transaction: what tells about a thing is stored with it or not at all."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{what}() must be called inside the transaction of what it is about")


def move(case, version, states, **values) -> Case:
    """Change a case if it is still what the person saw. Raises Stale, IllegalTransition.

    The first statement is a write: of two people, the second finds another version whatever the database.
    """
    found = Case.objects.filter(pk=case.pk, version=version, state__in=states)
    if not found.update(version=F("version") + 1, **values):
        raise _refusal(case, version)
    return Case.objects.select_related("decided_by", "commune").get(pk=case.pk)


def _refusal(case, version):
    now = Case.objects.select_related("decided_by", "commune").filter(pk=case.pk).first()
    if now is None:
        return IllegalTransition(_("Ce message n’existe plus."))
    if now.version == version:
        return IllegalTransition(str(SENTENCES[CaseState(now.state)]))
    return Stale(_what_happened(now), now, role_of(now.decided_by, now) if now.decision else "")


def _what_happened(case) -> str:
    if case.state in (CaseState.DECIDED, CaseState.CLOSED) and case.decision:
        who = role_of(case.decided_by, case)
        return _("%(who)s a déjà décidé « %(what)s », le %(when)s. Votre décision n’est pas prise.") % {
            "who": who[:1].upper() + who[1:],
            "what": case.get_decision_display(),
            "when": moment(case.decided_at),
        }
    if case.state == CaseState.CLOSED:
        return _("Ce message a été retiré entre-temps. Il n’y a plus rien à décider.")
    return _("Ce message a changé depuis que vous l’avez ouvert. Relisez-le avant de décider.")


def role_of(person, case) -> str:
    """As whom a colleague is named: by function, never by name."""
    role = rules.acting_role(person, case) if person is not None else ""
    return str(Role(role).label) if role else _("un·e collègue")


def note(case, verb, by, at, *, rule="", ground="") -> CaseEvent:
    """A line of the log; it holds no text."""
    return CaseEvent.objects.create(
        case=case, verb=verb, rule=rule, ground=ground, role=rules.acting_role(by, case), actor=by, at=at
    )


def kind_of(case):
    """Raises IllegalTransition for a kind that no app registers any more."""
    try:
        return registry.kind(case.kind)
    except LookupError as error:
        raise IllegalTransition(_("Cette rubrique n’existe plus sur ce portail.")) from error


def item_of(case):
    """The thing as it is now, or None."""
    return kind_of(case).find([case.key]).get(case.key)


def tell(case, letter, values, *, href="", not_before=None) -> None:
    """One letter to the author, by the app that knows who it is."""
    context = letter_context(letter, {"rule": Rule(case.rule).label, **values}, href)
    kind_of(case).tell(
        case.key,
        context["heading"],
        "moderation/letter",
        context,
        f"moderation-{case.pk}-{letter}-{case.version}",
        not_before,
    )


def check_not_own(case, by) -> None:
    """Nobody decides about their own text. Raises IllegalTransition."""
    if by is not None and rules.is_own(by, case):
        raise IllegalTransition(_("C’est votre propre message : quelqu’un d’autre le lit."))
