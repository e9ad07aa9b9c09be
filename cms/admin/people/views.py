from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.admin.people import services
from cms.admin.people.forms import GrantForm, InviteForm, PersonForm
from cms.admin.rights import can_close_accounts
from participation.accounts.models import RoleEvent, RoleGrant, User
from participation.accounts.rules import can_grant_roles, can_verify_elected
from participation.accounts.services import (
    RoleRefused,
    change_display_name,
    grant_role,
    revoke_role,
    verify_elected_member,
)
from participation.base.admin import generic
from participation.base.calendar import today

PERSON = "wagtailusers_users:edit"


class AccountIndexView(generic.IndexView):
    page_title = gettext_lazy("Comptes et rôles")
    add_item_label = gettext_lazy("Inviter une personne")

    def get_base_queryset(self):
        held = Prefetch(
            "grants", RoleGrant.objects.active(today()).select_related("commune", "partner"), to_attr="held_today"
        )
        return super().get_base_queryset().filter(erased_at=None).prefetch_related(held)

    def get_edit_url(self, instance):
        return reverse(PERSON, args=[instance.pk])

    def get_list_buttons(self, instance):
        return []


class InviteView(generic.CreateView):
    form_class = InviteForm
    page_title = gettext_lazy("Inviter une personne")
    submit_button_label = gettext_lazy("Créer le compte et envoyer le lien")
    success_message = gettext_lazy("Un compte est créé pour %(object)s, qui reçoit un lien de mot de passe.")

    def save_instance(self):
        data = self.form.cleaned_data
        return services.invite(email=data["email"], display_name=data["display_name"], by=self.request.user)

    def get_success_url(self):
        return reverse(PERSON, args=[self.object.pk])

    def get_success_buttons(self):
        return []


def _allowed(request, action):
    if not policy_registry.get_by_type(User).user_has_permission(request.user, action):
        raise PermissionDenied


def _said(request, error):
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    messages.error(request, text)


@require_http_methods(["GET", "POST"])
def person(request, pk):
    """One account: what it is called, whether it is open, which roles it holds and held."""
    _allowed(request, "view")
    user = get_object_or_404(User, pk=pk, erased_at=None)
    form = PersonForm(request.POST or None, instance=user, by=request.user)
    if request.method == "POST":
        _allowed(request, "change")
        if form.is_valid() and _save_person(request, form, pk):
            return redirect(PERSON, pk)
    return _render(request, user=User.objects.get(pk=pk), form=form, grant_form=GrantForm(by=request.user))


def _save_person(request, form, pk):
    stored = User.objects.get(pk=pk)
    try:
        with transaction.atomic():
            if "display_name" in form.changed_data:
                change_display_name(user=stored, display_name=form.cleaned_data["display_name"])
                log(instance=stored, action="wagtail.edit", user=request.user)
            if "is_active" in form.changed_data:
                services.set_account_open(user=stored, is_open=form.cleaned_data["is_active"], by=request.user)
    except (RoleRefused, ValidationError) as error:
        _said(request, error)
        return False
    messages.success(request, _("Le compte est à jour."))
    return True


@require_POST
def grant(request, pk):
    _allowed(request, "change")
    user = get_object_or_404(User, pk=pk, erased_at=None)
    form = GrantForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            grant_role(user=user, by=request.user, **form.cleaned_data)
        except RoleRefused as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Le rôle est accordé."))
            return redirect(PERSON, pk)
    return _render(request, user=user, form=PersonForm(instance=user, by=request.user), grant_form=form)


@require_POST
def revoke(request, pk, grant_pk):
    return _change_grant(request, pk, grant_pk, revoke_role, _("Le rôle est retiré."))


@require_POST
def verify(request, pk, grant_pk):
    return _change_grant(request, pk, grant_pk, verify_elected_member, _("Le mandat est vérifié."))


def _change_grant(request, pk, grant_pk, service, sentence):
    _allowed(request, "change")
    held = get_object_or_404(RoleGrant.objects.select_related("user", "commune", "partner"), pk=grant_pk, user_id=pk)
    try:
        service(grant=held, by=request.user)
    except (RoleRefused, ValidationError) as error:
        _said(request, error)
    else:
        messages.success(request, sentence)
    return redirect(PERSON, pk)


@require_POST
def password_link(request, pk):
    _allowed(request, "change")
    user = get_object_or_404(User, pk=pk, erased_at=None)
    try:
        services.send_password_link(user=user, by=request.user)
    except RoleRefused as error:
        _said(request, error)
    else:
        messages.success(request, _("Le lien est parti à l’adresse du compte."))
    return redirect(PERSON, pk)


def _render(request, *, user, form, grant_form):
    day = today()
    grants = RoleGrant.objects.filter(user=user).select_related("user", "commune", "partner", "granted_by")
    may_change = policy_registry.get_by_type(User).user_has_permission(request.user, "change")
    rows = [
        {
            "grant": held,
            "in_force": held.in_force(day),
            "may_revoke": held.ended_on is None
            and can_grant_roles(request.user, role=held.role, commune=held.commune, partner=held.partner),
            "may_verify": held.verified_at is None and held.ended_on is None and can_verify_elected(request.user, held),
        }
        for held in grants
    ]
    context = {
        "person": user,
        "form": form,
        "grant_form": grant_form,
        "rows": rows,
        "events": RoleEvent.objects.filter(user=user).select_related("actor", "commune", "partner")[:50],
        "may_change": may_change,
        "may_close": can_close_accounts(request.user),
        "header_title": str(user),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("wagtailusers_users:index"), "label": _("Comptes et rôles")},
            {"url": "", "label": str(user)},
        ],
    }
    return TemplateResponse(request, "wagtailadmin/portal/person.html", context)
