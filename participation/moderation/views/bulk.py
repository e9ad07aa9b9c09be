"""/agents/moderation/lot/: one decision for several things, said again before it is taken."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from participation.base.desk.access import desk_page
from participation.moderation import rules, selectors, services
from participation.moderation.enums import CaseState, Decision
from participation.moderation.forms import RefuseForm
from participation.moderation.views import narrowing, words
from participation.moderation.views.queue import row_of, trail

MOST = 100
_DECISIONS = {"publish": Decision.PUBLISH, "refuse": Decision.REFUSE}


@require_POST
@desk_page(rules.can_enter_moderation)
def bulk(request):
    """First post: what was ticked, to be confirmed. Second post, with `sure`: the decision itself."""
    now, values = timezone.now(), narrowing.asked(request.GET)
    services.apply_due(at=now)
    chosen = _chosen(request.POST.getlist("choix"))
    decision = _DECISIONS.get(request.POST.get("action", ""))
    if not chosen or decision is None:
        messages.warning(request, _("Cochez au moins une ligne, puis dites quoi en faire."))
        return redirect(narrowing.address(reverse("moderation:queue"), values))
    sure = "sure" in request.POST
    form = RefuseForm(request.POST if sure else None) if decision == Decision.REFUSE else None
    rows = selectors.cases(request.user, chosen, at=now)
    if not rows:
        raise Http404
    if sure and (form is None or form.is_valid()):
        return _decide(request, values, rows, chosen, decision, form, now)
    waiting = [row for row in rows if _same(row.case, chosen)]
    context = {
        "trail": trail(),
        "decision": decision,
        "verb": words.verbs(*(row.case for row in rows))[decision.value],
        "rows": [row_of(row, values, now) for row in waiting],
        "changed": [row_of(row, values, now) for row in rows if not _same(row.case, chosen)],
        "form": form,
        "here": narrowing.address(reverse("moderation:bulk"), values),
        "queue_url": narrowing.address(reverse("moderation:queue"), values),
    }
    return render(request, "moderation/bulk.html", context, status=400 if form is not None and form.is_bound else 200)


def _chosen(picked) -> dict[int, int]:
    """{pk: version as it was on the page}; what is not of that form was not ticked on a page of ours."""
    found = {}
    for value in picked[:MOST]:
        pk, _dot, version = value.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) <= 10 for part in (pk, version)):
            found[int(pk)] = int(version)
    return found


def _same(case, chosen) -> bool:
    return case.state == CaseState.WAITING and case.version == chosen[case.pk]


def _decide(request, values, rows, chosen, decision, form, now):
    said = form.cleaned_data if form else {}
    pairs = [(row.case.pk, chosen[row.case.pk]) for row in rows]
    done, stale = services.decide_many(cases=pairs, by=request.user, decision=decision, at=now, **said)
    verb = words.verbs(*(row.case for row in rows))[decision.value]
    if done:
        messages.success(request, _done(verb, done))
    if not stale:
        return redirect(narrowing.address(reverse("moderation:queue"), values))
    changed = selectors.cases(request.user, [case.pk for case in stale], at=now)
    context = {
        "trail": trail(),
        "done": _done(verb, done) if done else "",
        "changed": [row_of(row, values, now) for row in changed],
        "queue_url": narrowing.address(reverse("moderation:queue"), values),
    }
    return render(request, "moderation/bulk_done.html", context, status=409)


def _done(verb, count) -> str:
    return ngettext(
        "%(verb)s : c’est fait pour %(n)s message, annulable dix secondes dans « Encore annulables ».",
        "%(verb)s : c’est fait pour %(n)s messages, annulables dix secondes dans « Encore annulables ».",
        count,
    ) % {"verb": verb, "n": count}
