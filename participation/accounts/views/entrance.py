"""allauth's views, where a page of ours needs more than its template."""

from allauth.account import views as account
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from participation.accounts.rules import is_staff_member
from participation.accounts.selectors import has_second_factor
from participation.accounts.services import end_sessions
from participation.base.limits import views as limits
from participation.base.site.selectors import module_enabled

# Longest window of allauth's own limits (`ACCOUNT_RATE_LIMITS`), in seconds.
RETRY_AFTER = 300


def too_many(request):
    """`handler429`: allauth counts tries by network address and by account, and says so with the portal's page."""
    return limits.too_many(request, RETRY_AFTER)


class SignupView(account.SignupView):
    def dispatch(self, request, *args, **kwargs):
        if not module_enabled("comptes"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PasswordResetFromKeyView(account.PasswordResetFromKeyView):
    def form_valid(self, form):
        """The link was sent to the account's address: whoever follows it has shown that the address is theirs."""
        response = super().form_valid(form)
        verify_email_indirectly(self.request, self.reset_user, self.reset_user.email)
        return response


class ActivateTOTPView(totp.ActivateTOTPView):
    def form_valid(self, form):
        """Sessions opened with the password alone end, save the one that just showed the code."""
        response = super().form_valid(form)
        end_sessions(user=self.request.user, keep=self.request.session.session_key)
        return response


class DownloadRecoveryCodesView(recovery.DownloadRecoveryCodesView):
    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response


@login_required
def second_factor_required(request):
    """Where `StaffMfaMiddleware` sends those whose role asks for a second factor: why, and how long it takes."""
    return render(
        request,
        "accounts/second_factor_required.html",
        {"is_required": is_staff_member(request.user), "is_on": has_second_factor(request.user)},
    )


def admin_login(request):
    """Wagtail's login page is the portal's. Someone who is logged in and may not enter would be sent back and forth
    without end: for them there is nothing here."""
    if request.user.is_authenticated:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('account_login')}?{query}" if query else reverse("account_login"))
