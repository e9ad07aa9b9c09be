"""Planning, moving and cancelling: a council's meetings, and the open events of a commune."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participation.base.desk.access import desk_page
from participation.councils import rules, services
from participation.councils.forms.meetings import CancelForm, EventForm, MeetingForm
from participation.councils.models import Meeting
from participation.councils.views.desk import communes_of, council_of, form_page, form_view, sent
from participation.councils.wording import when
from participation.councils.workflow import IllegalTransition


@form_view
@desk_page(rules.can_enter_council_desk)
def plan(request, slug):
    council = council_of(request.user, slug)
    initial = {"title": _("Réunion du conseil")}
    form = MeetingForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.plan_meeting(council=council, by=request.user, **form.values())
        messages.success(request, _("La réunion est dans l’agenda."))
        return redirect("councils:desk", council.slug)
    back = reverse("councils:desk", args=[council.slug])
    send = _("Mettre dans l’agenda")
    return form_page(request, form, here=_("Prévoir une réunion"), send=send, back=back, council=council)


@form_view
@desk_page(rules.can_enter_council_desk)
def move(request, slug, pk):
    council = council_of(request.user, slug)
    return _move(request, _meeting(request.user, pk, council=council))


@form_view
@desk_page(rules.can_enter_council_desk)
def cancel(request, slug, pk):
    council = council_of(request.user, slug)
    return _cancel(request, _meeting(request.user, pk, council=council))


@form_view
@desk_page(rules.can_enter_council_desk)
def plan_event(request):
    communes = communes_of(request.user)
    if not communes:
        raise Http404
    form = EventForm(sent(request), communes=communes)
    if request.method == "POST" and form.is_valid():
        where = {"commune": form.cleaned_data["commune"], "quartiers": form.cleaned_data["quartiers"]}
        services.plan_meeting(by=request.user, **where, **form.values())
        messages.success(request, _("Le rendez-vous est dans l’agenda."))
        return redirect("councils:desk-list")
    here, send = _("Annoncer un rendez-vous"), _("Mettre dans l’agenda")
    return form_page(request, form, here=here, send=send, back=reverse("councils:desk-list"))


@form_view
@desk_page(rules.can_enter_council_desk)
def move_event(request, pk):
    return _move(request, _meeting(request.user, pk, council=None))


@form_view
@desk_page(rules.can_enter_council_desk)
def cancel_event(request, pk):
    return _cancel(request, _meeting(request.user, pk, council=None))


def _meeting(user, pk, council) -> Meeting:
    """One that this person may change; a cancelled one is not changed any more, and not found here."""
    meeting = get_object_or_404(Meeting.objects.select_related("council", "commune"), pk=pk, council=council)
    if not rules.can_change_meeting(user, meeting):
        raise Http404(_("Cette réunion n’existe pas, ou elle est annulée."))
    return meeting


def _move(request, meeting):
    form = MeetingForm(sent(request), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.move_meeting(meeting=meeting, by=request.user, **form.values())
            changed = moved.sequence != meeting.sequence
            messages.success(request, _("C’est changé, les agendas suivront.") if changed else _("Rien n’a changé."))
        except IllegalTransition as refusal:
            messages.error(request, str(refusal))
        return redirect(_desk_of(meeting))
    lead = _("Un autre jour, une autre heure ou un autre lieu : les membres sont prévenus par e-mail.")
    return form_page(
        request,
        form,
        here=_("Modifier : %(title)s") % {"title": meeting.title},
        send=_("Enregistrer"),
        back=_desk_of(meeting),
        council=meeting.council,
        lead=lead,
    )


def _cancel(request, meeting):
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_meeting(meeting=meeting, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("La réunion est annulée, ses membres sont prévenus."))
        except IllegalTransition as refusal:
            messages.error(request, str(refusal))
        return redirect(_desk_of(meeting))
    return form_page(
        request,
        form,
        here=_("Annuler : %(title)s") % {"title": meeting.title},
        send=_("Annuler ce rendez-vous"),
        back=_desk_of(meeting),
        council=meeting.council,
        lead=capfirst(when(meeting.starts_at)),
    )


def _desk_of(meeting) -> str:
    if meeting.council_id is None:
        return reverse("councils:desk-list")
    return reverse("councils:desk", args=[meeting.council.slug])
