"""What waits for the coordination: one list of all proposals, each with two answers."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.admin.facts.queries import with_convention
from cms.admin.facts.writing import decide
from cms.admin.rights import FACT_MODELS, commune_of_fact
from cms.models.facts import Fact
from cms.workflow import IllegalTransition
from participation.accounts.rules import can_edit_content, can_validate_facts

_BY_NAME = {model._meta.model_name: model for model in FACT_MODELS}
SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    fact: Fact
    kind: str
    model_name: str
    may_decide: bool

    @property
    def inspect_url(self):
        return reverse(f"faits_{self.model_name}:inspect", args=[self.fact.pk])


def proposals_for(user) -> list[Proposal]:
    """All that waits, oldest first; one query for each kind of fact."""
    waiting = []
    for name, model in _BY_NAME.items():
        for fact in with_convention(model.objects.proposed()).order_by("updated_at")[:SHOWN_AT_MOST]:
            may = can_validate_facts(user, commune_of_fact(fact))
            waiting.append(Proposal(fact, str(model._meta.verbose_name), name, may))
    return sorted(waiting, key=lambda proposal: proposal.fact.updated_at)[:SHOWN_AT_MOST]


@require_GET
def waiting(request):
    if not can_edit_content(request.user):
        raise PermissionDenied
    context = {
        "proposals": proposals_for(request.user),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": "", "label": _("En attente de validation")},
        ],
        "header_title": _("En attente de validation"),
        "header_icon": "check",
    }
    return TemplateResponse(request, "wagtailadmin/portal/proposals.html", context)


@require_POST
def answer(request, model_name, pk, accept):
    model = _BY_NAME.get(model_name)
    if model is None:
        raise Http404
    fact = get_object_or_404(with_convention(model.objects.all()), pk=pk)
    if not can_validate_facts(request.user, commune_of_fact(fact)):
        raise PermissionDenied
    try:
        decide(fact, accept=accept, user=request.user)
    except IllegalTransition as error:
        messages.error(request, str(error))
    else:
        said = _("« %s » est validé et public.") if accept else _("« %s » est écarté.")
        messages.success(request, said % fact)
    return redirect("propositions:index")


class ProposalsMenuItem(MenuItem):
    def is_shown(self, request):
        return can_edit_content(request.user)


class ProposalsViewSet(ViewSet):
    icon = "check"
    menu_label = gettext_lazy("En attente de validation")
    menu_item_class = ProposalsMenuItem

    def get_urlpatterns(self):
        return [
            path("", waiting, name="index"),
            path("<slug:model_name>/<int:pk>/valider/", answer, {"accept": True}, name="accept"),
            path("<slug:model_name>/<int:pk>/ecarter/", answer, {"accept": False}, name="reject"),
        ]
