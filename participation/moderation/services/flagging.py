"""Readers say that something published should be looked at."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.moderation import registry
from participation.moderation.configuration import moderation_settings
from participation.moderation.enums import CaseState, Decision, Ground, Rule, Verb
from participation.moderation.models import Case, Flag
from participation.moderation.services.holding import hold
from participation.moderation.services.screening import text_rules
from participation.moderation.services.steps import note

_AT_ONCE = (Rule.THREAT, Rule.PERSONAL_DATA)


@transaction.atomic
def flag(*, kind, key, who, ground, commune=None, author_key="", at=None) -> bool:
    """One flag per person (`who`: a key of `authors.author_key`) and thing. Returns whether it is in the queue now.

    What the charter says: what was flagged stays visible while it waits to be read, so that nobody can silence a
    neighbour by flagging. N people (settings) put it into the queue; what a moderator has read and kept comes back
    only when N people flag it again. A text that names or threatens an agent or shows personal data, and that nobody
    has read yet, is put into the queue by the first flag and taken out of sight until it was read (`Kind.hide`).
    """
    at = at or timezone.now()
    if ground not in Ground.values:
        raise ValidationError({"ground": _("Choisissez une raison.")})
    Flag.objects.get_or_create(kind=kind, key=str(key), who=who, defaults={"ground": ground, "at": at})
    case = Case.objects.select_for_update(of=("self",)).about(kind, key).first()
    if case is not None and case.state != CaseState.CLOSED:
        return True
    read_at = case.applied_at if case and case.decision in (Decision.PUBLISH, Decision.EDIT) else None
    found = _rules(kind, str(key), read_at)
    if not found:
        return False
    registered = registry.kind(kind)
    if registered.about is not None and commune is None and not author_key:
        commune, author_key = registered.about(str(key))
    case = hold(kind=kind, key=key, verdict_or_rules=found, commune=commune, author_key=author_key, at=at)
    hide = registered.hide
    if hide is not None and read_at is None and set(found) & set(_AT_ONCE):
        hide(str(key), at)
        note(case, Verb.HIDDEN, None, at, rule=case.rule)
    return True


def _rules(kind, key, read_at):
    """Why it goes into the queue; empty while too few people have flagged it."""
    flags = Flag.objects.filter(kind=kind, key=key)
    if read_at is not None:
        flags = flags.filter(at__gt=read_at)
    found = [Rule.FLAGGED] if flags.count() >= moderation_settings().flags_needed else []
    if read_at is None:
        item = registry.kind(kind).find([key]).get(key)
        grave = [rule for rule in text_rules(item.text) if rule in _AT_ONCE] if item is not None else []
        found += [Rule.FLAGGED, *grave] if grave else []
    return found
