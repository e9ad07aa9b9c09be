"""/agents/moderation/<pk>/: one thing to read, its context, and what one may decide about it."""

from math import ceil

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participation.base.desk.access import desk_page
from participation.base.text import dates
from participation.moderation import rules, selectors, services
from participation.moderation.enums import Decision
from participation.moderation.forms import BanForm, EditForm, RefuseForm, SealForm
from participation.moderation.services import IllegalTransition
from participation.moderation.views import narrowing, notices, words
from participation.moderation.views.queue import trail

_FORMS = {Decision.EDIT: EditForm, Decision.REFUSE: RefuseForm, Decision.SEAL: SealForm}
_APPEAL = {"uphold": True, "overturn": False}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_enter_moderation)
def case(request, pk):
    now = timezone.now()
    services.apply_due(at=now)
    page = found(request, pk)
    if request.method == "POST":
        return _posted(request, page, now)
    if page.can_decide or page.can_decide_appeal:
        services.open_case(case=page.case, by=request.user, at=now)
    return show(request, page, now)


def found(request, pk):
    page = selectors.case_page(request.user, pk)
    if page is None:
        raise Http404
    return page


def _posted(request, page, now):
    act = request.POST.get("action", "")
    if act in _APPEAL:
        return _appeal(request, page, now, _APPEAL[act])
    if act not in Decision.values:
        return show(request, page, now, refusal=_("Choisissez ce qu’il faut faire."), status=400)
    if not rules.can_read_case(request.user, page.case) or (act == Decision.SEAL and page.can_decide > page.can_seal):
        raise Http404
    form = _FORMS[act](request.POST) if act in _FORMS else None
    if form is not None and not form.is_valid():
        return show(request, page, now, forms={act: form}, status=400)
    said = form.cleaned_data if form else {}
    try:
        services.decide(
            case=page.case, by=request.user, decision=Decision(act), version=version_of(request), at=now, **said
        )
    except IllegalTransition as error:
        fresh = found(request, page.case.pk)
        return show(request, fresh, now, refusal=str(error), forms={act: form}, typed=said, status=409)
    except ValidationError as error:
        complain(form, error)
        return show(request, page, now, forms={act: form}, status=400)
    return onwards(request, page.case)


def complain(form, error):
    """What a service refused, beside the field it names if the form has it."""
    named = getattr(error, "error_dict", {})
    for name, errors in (named or {None: error.messages}).items():
        form.add_error(name if name in form.fields else None, errors)


def _appeal(request, page, now, upheld):
    if page.appeal is None:
        return show(request, page, now, refusal=_("Cette contestation a déjà sa réponse."), status=409)
    if not rules.can_decide_appeal(request.user, page.appeal):
        raise Http404
    try:
        services.decide_appeal(appeal=page.appeal, by=request.user, upheld=upheld, at=now)
    except IllegalTransition as error:
        return show(request, found(request, page.case.pk), now, refusal=str(error), status=409)
    messages.success(
        request,
        _("Le refus est maintenu. L’auteur est prévenu.")
        if upheld
        else _("Le refus est annulé, le message paraît. L’auteur est prévenu."),
    )
    return onwards(request, page.case, done=False)


def version_of(request) -> int:
    """What the page had shown; a version nobody wrote is always an old one."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else 0


def onwards(request, case, *, done=True):
    """To the next thing to read under the same filters, or back to the queue when there is none."""
    values = narrowing.asked(request.GET)
    pk = selectors.next_case(request.user, after=case, **narrowing.filters(values))
    path = reverse("moderation:case", args=[pk]) if pk else reverse("moderation:queue")
    return redirect(narrowing.address(path, values, fait=str(case.pk) if done else ""))


def show(request, page, now, *, refusal="", forms=None, typed=None, status=200):
    case, item, forms = page.case, page.item, forms or {}
    values = narrowing.asked(request.GET)
    here = narrowing.address(reverse("moderation:case", args=[case.pk]), values)
    following = selectors.next_case(request.user, after=case, **narrowing.filters(values))
    if following == case.pk:
        following = None
    context = {
        "trail": trail(),
        "seen": page,
        "case": case,
        "item": item,
        "number": _("n° %(number)s") % {"number": case.pk},
        "title": item.title if item else words.kind_label(case.kind),
        "here": here,
        "next_url": narrowing.address(reverse("moderation:case", args=[following]), values) if following else "",
        "queue_url": narrowing.address(reverse("moderation:queue"), values),
        "verbs": words.verbs(case),
        "shape": words.SHAPES[case.state],
        "rule": words.rule_sentence(case),
        "waiting": _("Attend %(since)s.") % {"since": words.since(case.held_at, now)} if page.can_decide else "",
        "parts": words.marked(item.text, page.pieces) if item else [],
        "reader": page.reader,
        "reader_ago": words.ago(page.reader_at, now) if page.reader else "",
        "notice": notices.last_decision(request, now),
        "own_undo": _own_undo(request, case, now),
        "refusal": refusal,
        "typed": [typed[name] for name in ("text", "reason") if typed and typed.get(name)],
        "decided": words.done(case),
        "decided_ago": words.ago(case.decided_at, now) if case.decided_at else "",
        "refuse_form": forms.get(Decision.REFUSE) or RefuseForm(),
        "edit_form": forms.get(Decision.EDIT) or EditForm(initial={"text": page.masked}),
        "seal_form": forms.get(Decision.SEAL) or SealForm(),
        "form": next((form for form in forms.values() if form is not None and form.errors), None),
        "photos": _photos(case, item, values),
        "can_lift": page.history.ban is not None and rules.can_lift_ban(request.user, page.history.ban),
    }
    return render(request, "moderation/case.html", context, status=status)


def _own_undo(request, case, now):
    if not rules.can_undo(request.user, case) or case.apply_at <= now:
        return None
    return notices.Notice(
        words.done(case),
        reverse("moderation:undo", args=[case.pk]),
        case.version,
        ceil((case.apply_at - now).total_seconds()),
    )


def _photos(case, item, values):
    if item is None:
        return []
    return [
        {
            "url": photo.url,
            "alt": photo.alt,
            "blur_url": narrowing.address(reverse("moderation:photo", args=[case.pk, photo.key]), values)
            if words.may_blur(case.kind)
            else "",
        }
        for photo in item.photos
    ]


@require_POST
@desk_page(rules.can_enter_moderation)
def undo(request, pk):
    now = timezone.now()
    services.apply_due(at=now)
    page = found(request, pk)
    if page.case.decided_by_id != request.user.pk:
        raise Http404
    try:
        services.undo(case=page.case, by=request.user, version=version_of(request), at=now)
    except IllegalTransition as error:
        return show(request, found(request, pk), now, refusal=str(error), status=409)
    messages.success(request, _("La décision est annulée : le message attend de nouveau."))
    values = narrowing.asked(request.GET)
    return redirect(narrowing.address(reverse("moderation:case", args=[pk]), values))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_enter_moderation)
def ban(request, pk):
    """Keep an author away for some days: a page of its own, with a box to tick."""
    now, page = timezone.now(), found(request, pk)
    if not page.can_ban:
        raise Http404
    proposed = selectors.moderation_settings().ban_days
    form, status, refusal = BanForm(request.POST if request.method == "POST" else None, proposed=proposed), 200, ""
    if request.method == "POST":
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = services.ban(case=page.case, by=request.user, days=said["days"], ground=said["ground"], at=now)
            except IllegalTransition as error:
                refusal, status = str(error), 409
            except ValidationError as error:
                complain(form, error)
            else:
                messages.success(request, _("L’auteur est suspendu jusqu’au %(day)s.") % {"day": dates.day(made.until)})
                return redirect("moderation:case", pk=pk)
    context = {
        "trail": trail({"label": _("n° %(number)s") % {"number": pk}, "url": reverse("moderation:case", args=[pk])}),
        "case": page.case,
        "item": page.item,
        "form": form,
        "refusal": refusal,
        "history": page.history,
    }
    return render(request, "moderation/ban.html", context, status=status)


@require_POST
@desk_page(rules.can_enter_moderation)
def lift(request, pk):
    """The author may write again."""
    page = found(request, pk)
    held = page.history.ban
    if held is None or not rules.can_lift_ban(request.user, held):
        raise Http404
    services.lift(ban=held, by=request.user)
    messages.success(request, _("La suspension est levée : l’auteur peut écrire de nouveau."))
    return redirect("moderation:case", pk=pk)
