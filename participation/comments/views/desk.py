"""/agents/commentaires/: answer in the city's or a partner's name, correct, ask somebody else, hand to moderation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.calendar import today
from participation.base.desk.access import desk_page
from participation.comments import delays, rules, selectors
from participation.comments.views.acts import Acts
from participation.comments.workflow import IllegalTransition

_LABELS = {
    selectors.MINE: gettext_lazy("À moi"),
    selectors.PARTNERS: gettext_lazy("Chez les partenaires"),
    selectors.LATE: gettext_lazy("En retard"),
    selectors.ANSWERED: gettext_lazy("Répondus"),
}


@require_safe
@desk_page(rules.can_enter_comment_desk)
def comments(request):
    views, day = selectors.desk_views(request.user), today()
    view, filters = request.GET.get("vue", views[0]), selectors.desk_filters(request.GET)
    if view not in views or filters is None:
        raise Http404
    counts = selectors.desk_counts(request.user, day, filters)
    kinds, holders = selectors.desk_choices(request.user)
    urls = {one: f"?vue={one}{filters.query}" for one in views}
    context = {
        "trail": trail(),
        "view": view,
        "tabs": [
            {"label": _label(one, views), "url": urls[one], "count": counts[one], "current": one == view}
            for one in views
        ],
        "rows": selectors.desk_rows(request.user, view, day, filters),
        "filters": filters,
        "kinds": kinds,
        "holders": holders,
        "answer_days": delays.answer_days(),
        "most": selectors.DESK_ROWS,
        "total": counts[view],
        "moderates": rules.can_moderate_somewhere(request.user),
    }
    return render(request, "comments/desk.html", context)


def _label(view, views):
    """For a partner's agent what is « mine » is what its whole service has to answer."""
    return _("À répondre") if view == selectors.MINE and selectors.PARTNERS not in views else _LABELS[view]


def trail(*more):
    return [{"label": _("Bureau"), "url": reverse("desk")}, *more]


def comments_trail(*more):
    return trail({"label": _("Commentaires"), "url": reverse("comments:desk")}, *more)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_enter_comment_desk)
def comment(request, pk):
    found = selectors.desk_comment(request.user, pk)
    if found is None:
        raise Http404
    acts, status, refusal = Acts(request.user, found), 200, None
    if request.method == "POST":
        try:
            done = acts.do(request.POST.get("action"), request.POST)
        except IllegalTransition as error:
            done, status, refusal = None, 409, str(error)
        else:
            status = 302 if done else 400
        if done:
            messages.success(request, done.sentence)
            return redirect(done.url or reverse("comments:desk"))
    return render(request, "comments/desk_comment.html", _page(found, acts, refusal), status=status)


def _page(comment, acts, refusal):
    day = today()
    context = {
        "trail": comments_trail(),
        "comment": comment,
        "acts": acts,
        "refusal": refusal,
        "author": selectors.signature(comment),
        "parent_author": comment.reply_to and selectors.signature(comment.reply_to),
        "place": selectors.place_of(comment),
        "holder": selectors.holder(comment),
        "waiting": selectors.waiting_sentence(comment, day),
        "late": comment.answer_by is not None and day > comment.answer_by,
        "pauses": selectors.pauses([comment]),
        "events": comment.events.all(),
        "moved": comment.reassignments.select_related("partner"),
    }
    if acts.answered:
        answer = comment.official_answer
        context["answer_heading"] = selectors.answer_heading(answer.service)
        context["delay"] = selectors.answer_delay(comment, answer)
        context["versions"] = list(answer.versions.all()) if answer.corrected_at else []
    return context
