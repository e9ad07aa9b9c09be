"""/compte/notifications/: the news of what one follows, read on the site."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from participation.notifications import services
from participation.notifications.selectors import news_for, recipient_of_user, unread_count
from participation.notifications.views.doors import private

PAGE = 30
_NUMBER = re.compile(r"[1-9]\d{0,17}")


@private
@login_required
def news(request):
    recipient = recipient_of_user(request.user)
    if request.method == "POST":
        return _read(request, recipient)
    before = request.GET.get("avant", "")
    if before and not _NUMBER.fullmatch(before):
        raise Http404
    rows = news_for(recipient, before=int(before) if before else None, limit=PAGE + 1) if recipient else []
    shown = rows[:PAGE]
    context = {
        "news": shown,
        "unread": unread_count(recipient) if recipient else 0,
        "through": shown[0].position if shown else "",
        "before": before,
        "next": f"?avant={shown[-1].position}" if len(rows) > PAGE else "",
        "follows": bool(rows) or bool(recipient and recipient.subscriptions.chosen().exists()),
    }
    return render(request, "notifications/news.html", context)


def _read(request, recipient):
    through = request.POST.get("jusqu", "")
    if recipient is None or not _NUMBER.fullmatch(through):
        raise Http404
    services.mark_read(recipient=recipient, through=int(through))
    messages.success(request, _("Tout est marqué comme lu."))
    return redirect("notifications:news")
