"""What everyone may read of councils. No form stands here: these pages are kept for all visitors alike."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from participation.councils.models import Council, Decision, Meeting
from participation.councils.selectors import council_list, council_page, decisions_page, past_meetings
from participation.councils.selectors.council import decisions_said
from participation.councils.views.asking import behind, hours, quartier_asked


@require_safe
def councils(request):
    quartier = quartier_asked(request)
    communes = council_list(timezone.now(), quartier.slug if quartier else "")
    total = sum(len(commune.councils) for commune in communes)
    return render(request, "councils/list.html", {"communes": communes, "quartier": quartier, "total": total})


@require_safe
def detail(request, slug):
    page = council_page(slug, timezone.now())
    if page is None:
        raise Http404(_("Ce conseil n’existe pas."))
    context = {
        "page_of": page,
        "council": page.council,
        "decisions_said": decisions_said(page.decisions_total, page.decisions_done),
        "fact": page.council.fact or _members_said(page.members),
        **hours(page.next_meeting),
    }
    return render(request, "councils/council.html", context)


@require_safe
def decisions(request, slug):
    council = get_object_or_404(Council, slug=slug)
    last = behind(request, Decision.objects.filter(council=council))
    lines, further = decisions_page(council, timezone.localdate(), behind=last)
    context = {"council": council, "lines": lines, "next_url": f"{request.path}?avant={further}" if further else ""}
    return render(request, "councils/decisions.html", context)


@require_safe
def meetings(request, slug):
    council = get_object_or_404(Council, slug=slug)
    last = behind(request, Meeting.objects.filter(council=council))
    page = past_meetings(council, timezone.now(), behind=last)
    next_url = f"{request.path}?avant={page.further}" if page.further else ""
    return render(request, "councils/meetings.html", {"council": council, "agenda": page, "next_url": next_url})


def _members_said(members: int) -> str:
    if not members:
        return ""
    return ngettext("%(count)s personne y siège", "%(count)s personnes y siègent", members) % {"count": members}
