"""/agents/moderation/: what waits to be read, gravest and oldest first."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.base.desk.access import desk_page
from participation.moderation import rules, selectors
from participation.moderation.services import apply_due
from participation.moderation.views import narrowing, notices, words


def trail(*more) -> list[dict]:
    """The breadcrumb of a page below the queue."""
    return [
        {"label": _("Bureau"), "url": reverse("desk")},
        {"label": _("Modération"), "url": reverse("moderation:queue")},
        *more,
    ]


@require_safe
@desk_page(rules.can_enter_moderation)
def queue(request):
    now, path = timezone.now(), reverse("moderation:queue")
    apply_due(at=now)
    values = narrowing.asked(request.GET)
    after = narrowing.after(request.GET)
    found = selectors.queue(request.user, **narrowing.filters(values), after=after, at=now)
    context = {
        "trail": trail()[:1],
        "values": values,
        "tabs": narrowing.tabs(path, values, {"": found.counts["waiting"], "contestes": found.counts["appealed"]}),
        "tags": narrowing.tags(path, values),
        "choices": narrowing.choices(),
        "rows": [row_of(row, values, now) for row in found.rows],
        "verbs": words.verbs(*(row.case for row in found.rows)),
        "first": narrowing.address(path, values) if after else "",
        "next": narrowing.address(path, values, apres=found.next) if found.next else "",
        "every_url": path,
        "notice": notices.last_decision(request, now),
        "may_read_sealed": rules.can_read_sealed_somewhere(request.user),
    }
    return render(request, "moderation/queue.html", context)


def row_of(row, values: dict, now) -> dict:
    case, item = row.case, row.item
    return {
        "pk": case.pk,
        "choice": f"{case.pk}.{case.version}",
        "state": words.SHAPES[case.state],
        "label": case.get_state_display(),
        "kind": words.kind_label(case.kind),
        "title": words.extract(item.text) if item and item.text else (item.title if item else ""),
        "quoted": bool(item and item.text),
        "place": item.title if item and item.text else "",
        "author": item.author if item else "",
        "photos": len(item.photos) if item else 0,
        "url": narrowing.address(reverse("moderation:case", args=[case.pk]), values),
        "rule": words.rule_sentence(case),
        "since": words.since(case.held_at, now),
        "decided": words.done(case),
        "can_pick": case.state == "waiting",
    }
