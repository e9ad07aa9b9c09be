"""/conseils/<slug>/rejoindre/: the one page about one's own place in a council. Never kept by a cache."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.base.calendar import add_working_days, today
from participation.base.limits import rate_limit
from participation.base.links.views import discreet
from participation.base.site.selectors import module_enabled
from participation.councils import services
from participation.councils.forms.joining import JoinForm
from participation.councils.models import Council
from participation.councils.rules import can_withdraw_request
from participation.councils.selectors import standing
from participation.councils.workflow import IllegalTransition


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("council-join", limit=20, per_seconds=3600)
def join(request, slug):
    council = get_object_or_404(Council.objects.select_related("commune"), slug=slug)
    return discreet(_answer(request, council))


def _answer(request, council):
    if request.method != "POST":
        return _page(request, council, JoinForm(council=council))
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    action = request.POST.get("action")
    if action in ("withdraw", "leave"):
        return _gone(request, council, action)
    form = JoinForm(request.POST, council=council)
    if standing(request.user, council, today()).state != "free":
        messages.error(request, _("Vous siégez déjà ici, votre demande attend, ou ce conseil n’en prend pas."))
        return redirect(request.path)
    if not form.is_valid():
        return _page(request, council, form, status=400)
    try:
        services.ask_to_join(council=council, user=request.user, motivation=form.cleaned_data["motivation"])
    except services.JoinRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("Votre demande est envoyée. Un e-mail le confirme."))
    return redirect(request.path)


def _gone(request, council, action):
    """Withdraw the request or leave the seat; whoever has neither is told so, and nothing happens."""
    where = standing(request.user, council, today())
    try:
        if action == "withdraw" and where.request and can_withdraw_request(request.user, where.request):
            services.withdraw_request(request=where.request)
            messages.success(request, _("Votre demande est retirée."))
        elif action == "leave" and where.membership:
            services.leave_council(membership=where.membership, by=request.user)
            messages.success(request, _("Vous ne siégez plus dans ce conseil. Merci du temps donné."))
        else:
            messages.error(request, _("Il n’y a rien à retirer."))
    except IllegalTransition as refusal:
        messages.error(request, str(refusal))
    return redirect(request.path)


def _page(request, council, form, status=200):
    day = timezone.localdate()
    return render(
        request,
        "councils/join.html",
        {
            "council": council,
            "standing": standing(request.user, council, day),
            "form": form,
            "signup_open": module_enabled("comptes"),
            "answer_by": add_working_days(day, council.answer_days),
        },
        status=status,
    )
