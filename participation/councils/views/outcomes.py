"""Noting what a council decided and advised, and what became of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participation.base.desk.access import desk_page
from participation.councils import rules, services
from participation.councils.forms.opinions import OpinionForm, ReplyForm
from participation.councils.forms.outcomes import DecisionForm, SettleForm
from participation.councils.models import Decision, Opinion
from participation.councils.views.desk import council_of, form_page, form_view, sent
from participation.councils.workflow import IllegalTransition


@form_view
@desk_page(rules.can_enter_council_desk)
def record(request, slug):
    council = council_of(request.user, slug)
    form = DecisionForm(sent(request), day=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        services.record_decision(council=council, by=request.user, **form.cleaned_data)
        messages.success(request, _("La décision est publiée sur la page du conseil."))
        return redirect("councils:desk", council.slug)
    back = reverse("councils:desk", args=[council.slug])
    return form_page(request, form, here=_("Noter une décision"), send=_("Publier"), back=back, council=council)


@form_view
@desk_page(rules.can_enter_council_desk)
def settle(request, slug, pk):
    council = council_of(request.user, slug)
    decision = get_object_or_404(Decision.objects.select_related("partner"), pk=pk, council=council)
    if decision.is_settled:
        messages.info(request, _("Cette décision est déjà réglée."))
        return redirect("councils:desk", council.slug)
    form = SettleForm(sent(request), decision=decision, day=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_decision(decision=decision, by=request.user, **form.cleaned_data)
            messages.success(request, _("C’est publié sur la page du conseil."))
        except IllegalTransition as refusal:
            messages.error(request, str(refusal))
        return redirect("councils:desk", council.slug)
    return form_page(
        request,
        form,
        here=_("Ce que c’est devenu"),
        send=_("Publier"),
        back=reverse("councils:desk", args=[council.slug]),
        council=council,
        lead=decision.text,
    )


@form_view
@desk_page(rules.can_enter_council_desk)
def advise(request, slug):
    council = council_of(request.user, slug)
    form = OpinionForm(sent(request), day=timezone.localdate())
    back = reverse("councils:desk", args=[council.slug])
    if request.method == "POST" and form.is_valid():
        services.give_opinion(council=council, by=request.user, **form.values())
        messages.success(request, _("L’avis est publié, avec la date de la réponse attendue."))
        return redirect(back)
    return form_page(request, form, here=_("Noter un avis"), send=_("Publier"), back=back, council=council)


@form_view
@desk_page(rules.can_enter_council_desk)
def reply(request, slug, pk):
    council = council_of(request.user, slug)
    opinion = get_object_or_404(Opinion.objects.select_related("reply", "council"), pk=pk, council=council)
    back = reverse("councils:desk", args=[council.slug])
    form = ReplyForm(sent(request), opinion=opinion, day=timezone.localdate())
    if hasattr(opinion, "reply"):
        messages.info(request, _("Cet avis a déjà sa réponse."))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_opinion(opinion=opinion, by=request.user, **form.cleaned_data)
            messages.success(request, _("La réponse est publiée à côté de l’avis."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(back)
    return form_page(
        request,
        form,
        here=_("Noter la réponse à un avis"),
        send=_("Publier"),
        back=back,
        council=council,
        lead=capfirst(opinion.title),
    )
