"""What the pages of moderation say of time, of kinds and of rules."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.base.text import dates
from participation.moderation import registry
from participation.moderation.enums import CaseState, Decision, Rule

MINUTE, HOUR, DAY = 60, 3600, 86_400

# The shape that goes with each state, drawn before the sentence.
SHAPES = {
    CaseState.WAITING: "recu",
    CaseState.APPEALED: "conteste",
    CaseState.DECIDED: "prevu",
    CaseState.CLOSED: "clos",
}
_DONE = {
    Decision.PUBLISH: gettext_lazy("Publié."),
    Decision.EDIT: gettext_lazy("Publié sans les données personnelles."),
    Decision.REFUSE: gettext_lazy("Non publié."),
    Decision.SEAL: gettext_lazy("Mis sous scellé."),
}
# What a council receives is not published: it is accepted, or not.
_DONE_BY_COUNCIL = {**_DONE, Decision.PUBLISH: gettext_lazy("Accepté."), Decision.REFUSE: gettext_lazy("Décliné.")}
_VERBS = {
    "publish": gettext_lazy("Publier"),
    "refuse": gettext_lazy("Ne pas publier"),
    "refuse_why": gettext_lazy("Ne pas publier, dire pourquoi"),
}
_VERBS_OF_COUNCIL = {
    "publish": gettext_lazy("Accepter"),
    "refuse": gettext_lazy("Décliner"),
    "refuse_why": gettext_lazy("Décliner, dire pourquoi"),
}


def done(case) -> str:
    """« Publié. »; empty for a case nobody has decided."""
    if not case.decision:
        return ""
    return str((_DONE_BY_COUNCIL if case.audience else _DONE)[Decision(case.decision)])


def verbs(*cases) -> dict:
    """How the decisions are called; several cases: those of the city unless all are a council's."""
    return _VERBS_OF_COUNCIL if cases and all(case.audience for case in cases) else _VERBS


def ago(at, now) -> str:
    """« il y a 2 minutes »; after two days the day itself."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < MINUTE:
        return _("à l’instant")
    if seconds < HOUR:
        n = seconds // MINUTE
        return ngettext("il y a %(n)s minute", "il y a %(n)s minutes", n) % {"n": n}
    if seconds < 2 * DAY:
        n = seconds // HOUR
        return ngettext("il y a %(n)s heure", "il y a %(n)s heures", n) % {"n": n}
    return _("le %(day)s") % {"day": dates.day(at)}


def since(at, now) -> str:
    """« depuis 3 heures »: how long a thing has been held."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < HOUR:
        n = max(1, seconds // MINUTE)
        return ngettext("depuis %(n)s minute", "depuis %(n)s minutes", n) % {"n": n}
    if seconds < 2 * DAY:
        n = seconds // HOUR
        return ngettext("depuis %(n)s heure", "depuis %(n)s heures", n) % {"n": n}
    n = seconds // DAY
    return ngettext("depuis %(n)s jour", "depuis %(n)s jours", n) % {"n": n}


def kind_label(key: str) -> str:
    """A kind whose app left the installation still has a word."""
    try:
        return str(registry.kind(key).label)
    except LookupError:
        return _("élément")


def may_blur(key: str) -> bool:
    try:
        return registry.kind(key).blur is not None
    except LookupError:
        return False


def rule_sentence(case) -> str:
    """« Retenu : contient un lien, écrit sans compte. », the gravest reason first."""
    known = [Rule(rule).label for rule in dict.fromkeys([case.rule, *case.rules]) if rule in Rule.values]
    return _("Retenu : %(rules)s.") % {"rules": ", ".join(str(rule) for rule in known)}


def extract(text: str, length: int = 140) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def marked(text: str, pieces) -> list[tuple[str, bool]]:
    """The text cut where personal data was found: (part, found), in order. Overlaps count once."""
    parts, here = [], 0
    for start, end, *_what in sorted(pieces):
        start = max(start, here)
        if end <= start:
            continue
        if start > here:
            parts.append((text[here:start], False))
        parts.append((text[start:end], True))
        here = end
    return [*parts, (text[here:], False)] if here < len(text) else parts
