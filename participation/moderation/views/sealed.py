"""/agents/moderation/scelles/: texts kept for who must report them. Each reading is asked for, and logged."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.desk.access import desk_page
from participation.moderation import rules, selectors, services
from participation.moderation.views import words
from participation.moderation.views.queue import trail


@require_safe
@desk_page(rules.can_read_sealed_somewhere)
def sealed(request):
    """The list says what, when and why; never the words."""
    rows = [
        {
            "title": _("Scellé n° %(number)s") % {"number": one.case_id},
            "meta": words.kind_label(one.case.kind),
            "url": reverse("moderation:seal", args=[one.case_id]),
            "text": one.case.get_ground_display(),
            "date": one.sealed_at,
        }
        for one in selectors.sealed_for(request.user)
    ]
    return render(request, "moderation/sealed.html", {"trail": trail(), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_read_sealed_somewhere)
def seal(request, pk):
    page = selectors.case_page(request.user, pk)
    if page is None or not page.can_read_sealed:
        raise Http404
    text = None
    if request.method == "POST":
        text = services.read_sealed(case=page.case, by=request.user, at=timezone.now())
    context = {
        "trail": trail({"label": _("Scellés"), "url": reverse("moderation:sealed")}),
        "case": page.case,
        "seal": text,
        "events": page.events,
    }
    return render(request, "moderation/seal.html", context)
