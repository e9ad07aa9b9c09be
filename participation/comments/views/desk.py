"""/agents/commentaires/: read before publication, publish or refuse, answer in the city's or a partner's name."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.calendar import today
from participation.base.desk.access import desk_page
from participation.base.site.selectors import portal_settings
from participation.comments import delays, rules, selectors
from participation.comments.enums import State
from participation.comments.forms import AnswerForm, ReasonForm
from participation.comments.services import answer_officially, publish_comment, refuse_comment, remove_comment
from participation.comments.workflow import IllegalTransition

_LABELS = {
    selectors.READ: gettext_lazy("À lire"),
    selectors.ANSWER: gettext_lazy("À répondre"),
    selectors.ANSWERED: gettext_lazy("Répondus"),
}


@require_safe
@desk_page(rules.can_enter_comment_desk)
def comments(request):
    views = selectors.desk_views(request.user)
    view = request.GET.get("vue", views[0])
    if view not in views:
        raise Http404
    counts = selectors.desk_counts(request.user)
    tabs = [
        {"label": _LABELS[one], "url": f"?vue={one}", "count": counts[one], "current": one == view} for one in views
    ]
    context = {
        "trail": _trail(),
        "view": view,
        "tabs": tabs,
        "rows": selectors.desk_rows(request.user, view, today()),
        "answer_days": delays.answer_days(),
        "most": selectors.DESK_ROWS,
        "total": counts[view],
    }
    return render(request, "comments/desk.html", context)


def _trail():
    return [{"label": _("Bureau"), "url": reverse("desk")}]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_enter_comment_desk)
def comment(request, pk):
    found = selectors.desk_comment(request.user, pk)
    if found is None:
        raise Http404
    acts = _Acts(request.user, found)
    status, refusal = 200, None
    action = request.POST.get("action")
    if request.method == "POST":
        try:
            done = acts.do(action, request.POST)
        except IllegalTransition as error:
            done, status, refusal = None, 409, str(error)
        else:
            status = 302 if done else 400
        if done:
            messages.success(request, done)
            return redirect("comments:desk")
    day = today()
    context = {
        "trail": [*_trail(), {"label": _("Commentaires"), "url": reverse("comments:desk")}],
        "comment": found,
        "acts": acts,
        "refusal": refusal,
        "author": selectors.signature(found),
        "parent_author": found.reply_to and selectors.signature(found.reply_to),
        "place": selectors.place_of(found),
        "waiting": selectors.waiting_sentence(found, day),
        "late": found.answer_by is not None and day > found.answer_by,
        "events": found.events.select_related("actor"),
    }
    if acts.answered:
        context["answer_heading"] = selectors.answer_heading(found.official_answer.service)
        context["delay"] = selectors.answer_delay(found, found.official_answer)
    return render(request, "comments/desk_comment.html", context, status=status)


class _Acts:
    """What this person may do with this comment now, with the forms it takes."""

    def __init__(self, user, comment):
        self.user, self.comment = user, comment
        moderates = rules.can_moderate_comment(user, comment)
        self.answered = hasattr(comment, "official_answer")
        self.publish = moderates and comment.state in (State.HELD, State.REFUSED, State.REMOVED)
        self.refuse = moderates and comment.state == State.HELD
        self.remove = moderates and comment.state == State.PUBLISHED
        self.answer = not self.answered and rules.can_answer_comment(user, comment)
        self.partner = comment.partner if rules.acts_for_partner(user, comment) else None
        self.reason_form, self.answer_form = ReasonForm(), self._answer_form(None)

    def _answer_form(self, data):
        settings = portal_settings()
        service = ", ".join(part for part in (settings.publisher_name, settings.publisher_service) if part)
        return AnswerForm(data, partner=self.partner, service=service)

    def do(self, action, data):
        """The sentence that says it is done, None where the form needs another look. Raises Http404 for what one may
        not do, IllegalTransition for what somebody else did in between."""
        if action not in ("publish", "refuse", "remove", "answer"):
            raise Http404
        # A right that is there, on a comment that moved on meanwhile, deserves its sentence; a missing one is a 404.
        if action == "answer":
            if not rules.can_answer_comment(self.user, self.comment):
                raise Http404
            return self._answer(data)
        if not rules.can_moderate_comment(self.user, self.comment):
            raise Http404
        if action == "publish":
            publish_comment(comment=self.comment, by=self.user)
            return _("Le commentaire est publié. La personne est prévenue.")
        self.reason_form = ReasonForm(data)
        if not self.reason_form.is_valid():
            return None
        reason = self.reason_form.cleaned_data["reason"]
        if action == "refuse":
            refuse_comment(comment=self.comment, by=self.user, reason=reason)
            return _("Le commentaire est refusé. La personne reçoit la raison.")
        remove_comment(comment=self.comment, by=self.user, reason=reason)
        return _("Le commentaire est retiré. La personne reçoit la raison.")

    def _answer(self, data):
        self.answer_form = form = self._answer_form(data)
        if not form.is_valid():
            return None
        answer_officially(
            comment=self.comment,
            by=self.user,
            text=form.cleaned_data["text"],
            service=form.cleaned_data.get("service", ""),
            partner=self.partner,
        )
        return _("La réponse est publiée sous le commentaire. La personne est prévenue.")
