"""/agents/commentaires/discussions/: from when until when one may write about an object, and what was retained."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.desk.access import desk_page
from participation.comments import registry, rules, selectors
from participation.comments.forms_desk import DiscussionForm, OutcomeForm
from participation.comments.models import Discussion
from participation.comments.services import set_dates, write_outcome
from participation.comments.views.desk import comments_trail
from participation.comments.workflow import IllegalTransition


@require_safe
@desk_page(rules.can_moderate_somewhere)
def discussions(request):
    rows = selectors.discussion_rows(request.user)
    return render(request, "comments/desk_discussions.html", {"trail": comments_trail(), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_moderate_somewhere)
def discussion(request, kind, pk):
    registered = registry.by_key(kind)
    target = registered and registered.find(pk)
    if target is None:
        raise Http404
    commune = registered.owner(target).commune
    if not rules.can_steer_discussion(request.user, commune and commune.pk):
        raise Http404
    found = Discussion.objects.about(target).first()
    forms = {"dates": DiscussionForm(discussion=found), "outcome": OutcomeForm(discussion=found)}
    status = 200
    if request.method == "POST":
        done, status = _posted(request, target, found, forms)
        if done:
            messages.success(request, done)
            return redirect("comments:discussion", kind, pk)
    context = {
        "trail": comments_trail({"label": _("Discussions"), "url": reverse("comments:discussions")}),
        "place": registry.Place(registered.title(target), registered.url(target)),
        "action": reverse("comments:discussion", args=[kind, pk]),
        "forms": forms,
        "discussion": found,
        "window": selectors.window_of(target),
        "participants": selectors.participants(target),
        "over": found is not None and found.closes_at is not None and found.closes_at <= timezone.now(),
        "events": found.events.all() if found else (),
    }
    return render(request, "comments/desk_discussion.html", context, status=status)


def _posted(request, target, found, forms):
    """(the sentence that says it is done, status)"""
    action = request.POST.get("action")
    if action not in forms:
        raise Http404
    form = type(forms[action])(request.POST, discussion=found)
    forms[action] = form
    if not form.is_valid():
        return None, 400
    try:
        if action == "dates":
            set_dates(target=target, by=request.user, **form.cleaned_data)
            return _("Les dates sont enregistrées."), 302
        before = found and found.told_at
        written = write_outcome(target=target, by=request.user, text=form.cleaned_data["outcome"])
    except (ValidationError, IllegalTransition) as error:
        form.add_error(None, str(error) if isinstance(error, IllegalTransition) else error)
        return None, 409 if isinstance(error, IllegalTransition) else 400
    if written.told_at and not before:
        return _("Le bilan est publié. Celles et ceux qui ont écrit le reçoivent."), 302
    return _("Le bilan est enregistré."), 302
