"""Writing a comment, and confirming it. The thread itself stands on the page of its object."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.limits.clients import client_key
from participation.base.limits.services import check
from participation.base.links.views import discreet, signed_post
from participation.comments import delays, registry, rules, tuning
from participation.comments.enums import State
from participation.comments.forms import CommentForm
from participation.comments.models import PublicComment
from participation.comments.selectors import (
    comment_of_token,
    open_parent,
    place_of,
    signature,
    thread_address,
    window_of,
    write_url,
)
from participation.comments.services import CONFIRM, Closed, confirm_comment, manage_link, write_comment
from participation.comments.workflow import TRANSITIONS, IllegalTransition
from participation.moderation.selectors import charter_url
from participation.moderation.services import Banned

HOUR = 3600
# Per hour: what one connection may write (a community centre has one for all), and what one mailbox may receive.
PER_CLIENT, PER_ADDRESS = 40, 6


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, kind, pk):
    """The form on a page of its own: the page of the object is the same for everyone and carries no token."""
    registered = registry.by_key(kind)
    target = registered and registered.find(pk)
    if target is None:
        raise Http404
    parent = _parent(request, target)
    gone = parent is None and "parent" in request.GET
    if gone and request.method != "POST":
        raise Http404
    user = request.user if request.user.is_authenticated else None
    is_open, closed = _open(registered, target)
    status = 200
    form = CommentForm(target, request.POST if request.method == "POST" else None, user=user)
    headers = {}
    if request.method == "POST" and (gone or not is_open):
        status, form = 409, form.answered()
        form.add_error(
            None, _("Le commentaire auquel vous répondez n’est plus là. Votre texte est gardé : envoyez-le à part.")
        )
    elif request.method == "POST":
        status, headers, comment = _posted(request, form, target, user, parent)
        if comment is not None:
            return discreet(redirect("comments:written", token=comment.token))
        form = form.answered()
    context = {
        "form": form,
        "is_open": is_open,
        "closed": closed,
        "steer_url": _steer_url(request, registered, target),
        "charter": charter_url(),
        "place": registry.Place(registered.title(target), registered.url(target)),
        "action": write_url(target) + (f"?parent={parent.pk}" if parent else ""),
        "typed": "" if is_open else request.POST.get("text", ""),
        "parent": parent,
        "parent_author": parent and signature(parent),
        "answer_days": delays.answer_days(),
    }
    response = render(request, "comments/write.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return discreet(response)


def _open(registered, target):
    """(whether one may write here now, the sentence that says why not)"""
    if not registered.is_open(target):
        return False, ""
    window = window_of(target)
    return (True, "") if window is None or window.is_open else (False, window.sentence)


def _steer_url(request, registered, target):
    """For those who set the dates of this discussion; nothing is asked for anybody else."""
    if not request.user.is_authenticated:
        return ""
    commune = registered.owner(target).commune
    steers = rules.can_steer_discussion(request.user, commune and commune.pk)
    return reverse("comments:discussion", args=[registered.key, target.pk]) if steers else ""


def _parent(request, target):
    """The comment replied to; None without the parameter, and for one that is not (or no longer) there."""
    value = request.GET.get("parent", "")
    return open_parent(target, int(value)) if value.isascii() and value.isdigit() and len(value) <= 10 else None


def _posted(request, form, target, user, parent):
    """(status, headers, comment or None)"""
    if not form.is_valid():
        return 400, {}, None
    wait = _too_often(request, user, form.cleaned_data.get("email"))
    if wait:
        minutes = -(-wait // 60)
        form.add_error(
            None,
            ngettext(
                "Beaucoup de commentaires sont partis d’ici. Votre texte est gardé : réessayez dans une minute.",
                "Beaucoup de commentaires sont partis d’ici. Votre texte est gardé : réessayez dans %(n)s minutes.",
                minutes,
            )
            % {"n": minutes},
        )
        return 429, {"Retry-After": str(wait)}, None
    said = form.cleaned_data
    try:
        comment = write_comment(
            target=target,
            text=said["text"],
            user=user,
            name=said.get("name", ""),
            email=said.get("email", ""),
            parent=parent,
            token=said["token"],
            no_proof=form.proof_verdict() is not None,
        )
    except (ValidationError, Closed, Banned) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return 403 if isinstance(error, Banned) else 409, {}, None
    return 302, {}, comment


def _too_often(request, user, email) -> int:
    """Seconds to wait, 0 when one may go on."""
    client = f"user-{user.pk}" if user is not None else client_key(request)
    verdict = check("comments-client", client, limit=PER_CLIENT, per_seconds=HOUR)
    if not verdict.limited and email:
        verdict = check("comments-address", email.lower(), limit=PER_ADDRESS, per_seconds=HOUR)
    return verdict.retry_after if verdict.limited else 0


@require_safe
def written(request, token):
    """What happens next. The token is known to the one who wrote, and to nobody else."""
    comment = comment_of_token(token)
    if comment is None:
        raise Http404
    context = {
        "comment": comment,
        "address": thread_address(comment),
        "place": place_of(comment),
        "manage": _manage(request.user, comment),
        "until": comment.submit_date + tuning.edit_within(),
        "editable": not rules.why_not_editable(comment, timezone.now()),
    }
    return discreet(render(request, "comments/written.html", context))


def _manage(user, comment) -> str:
    """Where its writer changes it or takes it away: this page is known to them alone."""
    if comment.user_id is not None:
        return reverse("comments:mine") if rules.is_writer(user, comment) else ""
    return manage_link(comment) if State.WITHDRAWN in TRANSITIONS[comment.state] else ""


@signed_post(CONFIRM, "comments/confirm.html")
def confirm(request, payload):
    comment = PublicComment.objects.filter(pk=payload.get("comment")).first()
    if comment is None:
        reason = _(
            "Ce commentaire n’est plus gardé : il n’avait pas été confirmé à temps. Vous pouvez en écrire un autre."
        )
        return render(request, "errors/link.html", {"reason": reason}, status=410)
    try:
        comment = confirm_comment(comment=comment)
    except IllegalTransition as error:
        return render(request, "errors/link.html", {"reason": str(error)}, status=409)
    return render(request, "comments/confirmed.html", {"comment": comment, "place": place_of(comment)})
