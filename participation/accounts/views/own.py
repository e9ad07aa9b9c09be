"""/compte/: what one sees and decides about one's own account."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.forms.own import DisplayNameForm, EraseForm, PreferredQuartierForm
from participation.accounts.rules import is_staff_member
from participation.accounts.selectors import overview
from participation.accounts.services import (
    SoleAdministrator,
    change_display_name,
    end_sessions,
    erase_account,
    set_preferred_quartier,
)
from participation.base.privacy.persons import export_person

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def account(request):
    return render(
        request,
        "accounts/account.html",
        {"overview": overview(request.user, timezone.now()), "is_staff_member": is_staff_member(request.user)},
    )


@_form
@login_required
def display_name(request):
    form = DisplayNameForm(request.POST or None, initial={"display_name": request.user.display_name})
    if request.method == "POST" and form.is_valid():
        change_display_name(user=request.user, display_name=form.cleaned_data["display_name"])
        messages.success(request, _("C’est enregistré."))
        return redirect("account")
    return render(request, "accounts/display_name.html", {"form": form})


@_form
@login_required
def preferred_quartier(request):
    form = PreferredQuartierForm(request.POST or None, initial={"quartier": request.user.preferred_quartier_id})
    if request.method == "POST" and form.is_valid():
        set_preferred_quartier(user=request.user, quartier=form.cleaned_data["quartier"])
        messages.success(request, _("C’est enregistré."))
        return redirect("account")
    return render(request, "accounts/preferred_quartier.html", {"form": form})


@require_POST
@login_required
def log_out_everywhere(request):
    end_sessions(user=request.user)
    logout(request, show_message=False)
    messages.success(request, _("Vous êtes déconnecté·e de tous vos appareils."))
    return redirect("account_login")


@require_safe
@login_required
def export(request):
    """Everything held about this person, for them to keep or to take elsewhere (RGPD, art. 15 and 20)."""
    response = JsonResponse(export_person(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@sensitive_post_parameters("password")
@_form
@login_required
def erase(request):
    form = EraseForm(request.POST or None, user=request.user)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(user=request.user)
        except SoleAdministrator as error:
            refusal = str(error)
        else:
            logout(request, show_message=False)
            messages.success(request, _("Votre compte est effacé. Votre adresse et votre nom ne sont plus ici."))
            return redirect("/")
    return render(request, "accounts/erase.html", {"form": form, "refusal": refusal})
