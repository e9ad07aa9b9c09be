"""/agents/signalements/: the list of an agent, and one report with everything that may be done to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.base.calendar import today
from participation.base.desk.access import desk_page as for_agents
from participation.base.media.images import BadImage, clean_image
from participation.base.media.views import serve_private
from participation.reports import rules, services
from participation.reports.enums import TextKind, Verb
from participation.reports.forms.desk import FORMS
from participation.reports.forms.places import Places
from participation.reports.models import Report, ReportEvent
from participation.reports.selectors import desk_list, desk_page, offered_categories
from participation.reports.selectors.desk import DESK_FILTERS
from participation.reports.views import narrowing, words
from participation.reports.views.acts import ACTS
from participation.reports.workflow import IllegalTransition

FIRST_TAB = "a-traiter"


_ACTS = {act.verb: act for act in ACTS}


@require_safe
@for_agents(rules.can_enter_report_desk)
def desk_list_page(request):
    day, path = today(), reverse("reports:desk")
    values = narrowing.asked(request.GET)
    values["etat"] = values["etat"] or FIRST_TAB
    found = desk_list(request.user, narrowing.filters_of(values), day, before=narrowing.before(request.GET))
    places, categories = Places(), offered_categories()
    quartier = places.quartier(values["quartier"])
    names = {
        "quartier": quartier.name if quartier else "",
        "categorie": next((one.label for one in categories if one.key == values["categorie"]), ""),
    }
    return render(
        request,
        "reports/desk_list.html",
        {
            "rows": [_row(one) for one in found.rows],
            "tabs": narrowing.tabs(path, values, DESK_FILTERS, found.counts),
            "tags": narrowing.tags(path, values, names),
            "values": values,
            "quartiers": places.groups,
            "categories": [("", _("Tous")), *((one.key, one.label) for one in categories)],
            "next": narrowing.address(path, values, avant=str(found.before)) if found.before else "",
            "first": narrowing.address(path, values) if "avant" in request.GET else "",
            "every_url": narrowing.address(path, {"etat": "tous"}),
        },
    )


def _row(row) -> dict:
    lead, rest = words.lead_and_rest(row.line.sentence)
    place = ", ".join(filter(None, [row.line.reference, row.place, row.line.quartier]))
    return {
        "title": row.line.title,
        "url": row.url,
        "meta": _("%(place)s. À lire avant publication.") % {"place": place} if row.to_read else place,
        "state": row.line.shape,
        "label": row.line.state_label,
        "strong": lead,
        "text": rest,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents(rules.can_enter_report_desk)
def desk_detail(request, reference):
    page = desk_page(request.user, reference, today())
    if page is None:
        raise Http404
    if request.method != "POST":
        return _show(request, page)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _show(request, page, refusal=_("Choisissez ce qu’il faut faire."), status=400)
    if act.verb in (Verb.PUBLISH, Verb.HIDE) and not rules.can_publish_report(request.user, page.report):
        raise Http404
    form = FORMS[act.verb](request.POST, request.FILES, report=page.report, prefix=act.verb)
    if not form.is_valid():
        return _show(request, page, form=form, act=act, status=400)
    return _do(request, page, act, form)


def _do(request, page, act, form):
    """The page's own state comes back with the post: who acts on something older is told, and nothing is lost."""
    data = dict(form.cleaned_data)
    try:
        if data.get("photo"):
            data["photo"] = clean_image(data["photo"])  # before the row is held: decoding takes a while
        with transaction.atomic():
            if _seen_now(page.report) != request.POST.get("seen"):
                raise _Overtaken
            report = _call(act.verb, page.report, request.user, data)
    except _Overtaken:
        refusal = _("Quelqu’un a agi entre-temps : voici où en est le signalement. Ce que vous avez écrit est gardé.")
    except IllegalTransition as error:
        refusal = str(error)
    except (BadImage, ValidationError) as error:
        form.add_error(
            "photo" if isinstance(error, BadImage) else None,
            str(error) if isinstance(error, BadImage) else error.messages,
        )
        return _show(request, page, form=form, act=act, status=400)
    else:
        messages.success(request, act.done)
        return redirect("reports:desk-detail", reference=report.reference)
    page = desk_page(request.user, page.report.reference, today())
    if page is None:
        raise Http404
    return _show(request, page, refusal=refusal, form=form, act=act, status=409)


class _Overtaken(Exception):
    pass


def _call(verb, report, user, data):
    if verb == Verb.PUBLISH:
        return services.publish_content(report=report, by=user, **data)
    if verb == Verb.HIDE:
        return services.hide(report=report, by=user)
    service = getattr(services, verb.value)
    return service(report=report, by=user, **data)


def _seen(page) -> str:
    return f"{page.report.state}.{page.events[-1].pk if page.events else 0}"


def _seen_now(report) -> str:
    """The same as `_seen`, of the row as it is now and held."""
    state = Report.objects.select_for_update().values_list("state", flat=True).get(pk=report.pk)
    newest = ReportEvent.objects.filter(report=report).order_by("-pk").values_list("pk", flat=True).first()
    return f"{state}.{newest or 0}"


def _show(request, page, *, refusal="", form=None, act=None, status=200):
    report = page.report
    lead, rest = words.lead_and_rest(page.line.sentence)
    chosen = act.verb if act else None
    offered = [
        (one, form if one.verb == chosen else FORMS[one.verb](report=report, prefix=one.verb), one.verb == chosen)
        for one in ACTS
        if one.verb in page.verbs or (one.verb == chosen and form is not None)
    ]
    contact = getattr(report, "contact", None)
    shown = {
        "report": report,
        "line": page.line,
        "status_lead": lead,
        "status_rest": rest,
        "refusal": refusal,
        "form": form,
        "offered": offered,
        "seen": _seen(page),
        "edited": next((text.body for text in page.texts if text.kind == TextKind.PUBLIC), None),
        "description": [text.body for text in page.texts if text.kind == TextKind.DESCRIPTION],
        "timeline": words.desk_timeline(page),
        "photos": [(reverse("reports:desk-photo", args=[report.reference, one.pk]), one) for one in page.photos],
        "contact_email": contact.address if contact and rules.can_publish_report(request.user, report) else "",
        "can_be_told": page.can_be_told,
        "is_public": rules.is_public(report),
        "list_url": reverse("reports:desk"),
    }
    return render(request, "reports/desk_detail.html", shown, status=status)


@require_safe
@for_agents(rules.can_enter_report_desk)
def desk_photo(request, reference, pk):
    report = Report.objects.called(reference).first()
    if report is None or not rules.can_handle_report(request.user, report):
        raise Http404
    photo = report.photos.filter(pk=pk).first()
    return serve_private(request, photo.file.name if photo else "", allowed=photo is not None)
