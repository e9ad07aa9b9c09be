"""Is this to be read by somebody before everybody reads it?"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.limits.services import tally
from participation.base.site.selectors import portal_settings
from participation.base.text.dates import moment
from participation.moderation import delays
from participation.moderation.configuration import entries, moderation_settings
from participation.moderation.detectors import contains, has_link, masked, pieces, prepared, shouts
from participation.moderation.detectors.folding import fingerprint
from participation.moderation.enums import CaseState, Decision, Rule
from participation.moderation.models import Ban, Case
from participation.moderation.workflow import Banned, in_order

# « Merci ! » may be said by everybody: a text is compared from this many letters on.
_COMPARED_FROM = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rules`: gravest first; empty: it may appear at once. `rule` is the first one."""

    rules: tuple[Rule, ...] = ()

    @property
    def rule(self) -> Rule | None:
        return self.rules[0] if self.rules else None

    def __bool__(self):
        return bool(self.rules)

    def plus(self, *more) -> "Verdict":
        """With further rules (Rule.NO_PROOF of the form); None counts for nothing."""
        return Verdict(in_order([*self.rules, *(rule for rule in more if rule)]))


def screen(
    text: str,
    *,
    author_key: str,
    has_account: bool,
    verified: bool,
    always: bool = False,
    known: bool | None = None,
    count: bool = True,
    at=None,
) -> Verdict:
    """Every rule that wants this text read first.

    `known`: something of this author was published before; looked up among decided cases unless told. `count`: this
    text counts for « the same text many times » (False where the same writing is looked at again, after an edit).
    """
    found = list(text_rules(text))
    if count and _repeated(text, at or timezone.now()):
        found.append(Rule.REPEATED)
    if not (is_known(author_key) if known is None else known):
        found.append(Rule.FIRST_MESSAGE)
    if not has_account:
        found.append(Rule.NO_ACCOUNT)
    elif not verified:
        found.append(Rule.UNVERIFIED)
    if always:
        found.append(Rule.ALWAYS)
    return Verdict(in_order(found))


def text_rules(text: str) -> tuple[Rule, ...]:
    """The rules that hold for the text alone, whoever wrote it. Writes nothing."""
    settings, words = moderation_settings(), prepared(text)
    found = []
    if contains(words, entries(settings.threats)) or contains(words, entries(settings.agents)):
        found.append(Rule.THREAT)
    if contains(words, entries(settings.words)):
        found.append(Rule.WORDS)
    if pieces(text):
        found.append(Rule.PERSONAL_DATA)
    if has_link(masked(text, " ")):
        found.append(Rule.LINK)
    if shouts(text):
        found.append(Rule.CAPITALS)
    return in_order(found)


def is_known(author_key: str) -> bool:
    """Whether something of this author was read and published before."""
    if not author_key:
        return False
    read = Case.objects.filter(author_key=author_key, state=CaseState.CLOSED, applied_at__isnull=False)
    return read.filter(decision__in=[Decision.PUBLISH, Decision.EDIT]).exists()


def check_ban(author_key: str, at=None) -> None:
    """Raises Banned, with a sentence that says until when and what one can do."""
    if not author_key:
        return
    until = (
        Ban.objects.in_force(at or timezone.now())
        .filter(author_key=author_key)
        .order_by("-until")
        .values_list("until", flat=True)
        .first()
    )
    if until is not None:
        raise Banned(_sentence(until), until)


def _sentence(until) -> str:
    contact = moderation_settings().outside_email or portal_settings().contact_email
    said = _("Vous ne pouvez pas écrire ici jusqu’au %(until)s : un de vos messages a enfreint la charte.")
    said = said % {"until": moment(until)}
    if contact:
        return said + " " + _("Pour contester, écrivez à %(contact)s.") % {"contact": contact}
    return said + " " + _("Pour contester, écrivez à la commune.")


def _repeated(text, at) -> bool:
    """Counted by a keyed hash of the words in the current window and the one before: no text is kept."""
    words = fingerprint(text)
    if len(words) < _COMPARED_FROM:
        return False
    seen = tally("moderation-text", words, per_seconds=int(delays.repeat_window().total_seconds()), at=at)
    return seen >= delays.repeats()
