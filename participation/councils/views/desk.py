"""/agents/conseils/: the desk of those who organise a council, and of the coordination."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.selectors import public_name
from participation.base.desk.access import desk_page
from participation.councils import rules, selectors, services
from participation.councils.forms.councils import CouncilForm
from participation.councils.forms.joining import AcceptForm, DeclineForm
from participation.councils.models import Council, JoinRequest
from participation.councils.workflow import IllegalTransition
from participation.territory.models import Commune

form_view = require_http_methods(["GET", "HEAD", "POST"])


def council_of(user, slug) -> Council:
    """The council of this address, for those who may organise it; for others there is none."""
    council = get_object_or_404(Council.objects.select_related("commune"), slug=slug)
    if not rules.can_organise_council(user, council):
        raise Http404(_("Ce conseil n’existe pas."))
    return council


def communes_of(user):
    """The communes whose agenda this person keeps."""
    keys = [commune.pk for commune in Commune.objects.all() if rules.can_plan_event(user, commune)]
    return Commune.objects.filter(pk__in=keys).order_by("name")


@require_safe
@desk_page(rules.can_enter_council_desk)
def councils(request):
    now = timezone.now()
    events = selectors.desk_events(request.user, now)
    return render(
        request,
        "councils/desk/list.html",
        {
            "councils": selectors.desk_councils(request.user, timezone.localdate(now)),
            "events": events,
            "keeps_agenda": communes_of(request.user).exists(),
        },
    )


@require_safe
@desk_page(rules.can_enter_council_desk)
def council(request, slug):
    found, now = council_of(request.user, slug), timezone.now()
    return render(
        request,
        "councils/desk/council.html",
        {
            "council": found,
            "desk": selectors.desk_page(found, now, reads_requests=rules.can_read_requests(request.user, found)),
            "day": timezone.localdate(now),
        },
    )


@form_view
@desk_page(rules.can_enter_council_desk)
def new_council(request):
    communes = communes_of(request.user)
    if not communes:
        raise Http404
    form = CouncilForm(sent(request), communes=communes)
    if request.method == "POST" and form.is_valid():
        created = services.create_council(**form.values())
        messages.success(request, _("Le conseil a sa page."))
        return redirect("councils:desk", created.slug)
    return form_page(
        request, form, here=_("Créer un conseil"), send=_("Créer le conseil"), back=reverse("councils:desk-list")
    )


@form_view
@desk_page(rules.can_enter_council_desk)
def request_answer(request, slug, pk):
    """One request, with both answers on the same page. Settled ones are not shown again.

    The version of its case comes back with the post: an answer given through the queue of moderation is not lost.
    """
    found = council_of(request.user, slug)
    if not rules.can_read_requests(request.user, found):
        raise Http404
    asked = get_object_or_404(JoinRequest.objects.select_related("council", "user"), pk=pk, council=found)
    if not rules.can_answer_request(request.user, asked):
        return _settled_already(request, asked)
    day = timezone.localdate()
    accepting = request.POST.get("action") == "accept"
    accept = AcceptForm(request.POST if accepting else None, council=found, day=day, prefix="accepter")
    decline = DeclineForm(request.POST if request.method == "POST" and not accepting else None, prefix="refuser")
    if request.method == "POST" and (accept if accepting else decline).is_valid():
        return _answered(request, asked, accept if accepting else decline, accepting)
    return render(
        request,
        "councils/desk/request.html",
        {
            "council": found,
            "asked": asked,
            "name": public_name(asked.user),
            "accept": accept,
            "decline": decline,
            "version": selectors.version_of(asked),
            "late": asked.answer_by < day,
        },
        status=refused(request),
    )


def _answered(request, asked, form, accepting):
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        if accepting:
            services.accept_request(request=asked, by=request.user, version=seen, **form.cleaned_data)
            messages.success(request, _("La personne siège désormais au conseil. Un e-mail le lui dit."))
        else:
            reason = form.cleaned_data["reason"]
            services.decline_request(request=asked, by=request.user, version=seen, reason=reason)
            messages.success(request, _("Votre réponse est envoyée à la personne."))
    except IllegalTransition as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("councils:desk", asked.council.slug)


def _settled_already(request, asked):
    own = asked.user_id == request.user.pk and asked.settled_at is None
    said = _("Personne ne répond à sa propre demande.") if own else _("Cette demande a déjà sa réponse.")
    messages.info(request, said)
    return redirect("councils:desk", asked.council.slug)


def form_page(request, form, *, here, send, back, council=None, lead=""):
    """A form of the desk on a page of its own."""
    context = {"form": form, "here": here, "send": send, "back": back, "council": council, "lead": lead}
    return render(request, "councils/desk/form.html", context, status=refused(request))


def sent(request):
    """What a form is made of: even a POST with nothing in it is an attempt, and gets its errors."""
    return request.POST if request.method == "POST" else None


def refused(request) -> int:
    """The status of a page that shows a form: 400 when what was sent came back with its errors."""
    return 400 if request.method == "POST" else 200
