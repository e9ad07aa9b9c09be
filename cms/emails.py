"""Mails of the moderation workflow: Wagtail chooses whom to tell, our outbox says it in French and sends it.

Wagtail's own notifiers write to the mail server inside the request. Ours are connected first, under the same
`dispatch_uid`: the first receiver of an id is kept and Wagtail's is never added.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    Notifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from participation.base.mail.services import queue_mail


class ThroughOutbox:
    template = ""

    @transaction.atomic
    def send_emails(self, template_set, context, recipients, **kwargs):
        state = context["state"]
        page = context["object"].specific
        for user in recipients:
            queue_mail(
                key=f"{self.template.replace('/', '-')}-{state.pk}-{user.pk}",
                to=user.email,
                template=self.template,
                context={
                    "page_title": page.get_admin_display_title(),
                    "page_type": page._meta.verbose_name,
                    "edit_url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "public_url": page.get_full_url(),
                    "comment": context.get("comment", ""),
                },
            )
        return True

    def get_context(self, state, **kwargs):
        return {**super().get_context(state, **kwargs), "state": state}


class ToReview(ThroughOutbox, GroupApprovalTaskStateSubmissionEmailNotifier):
    """To the coordination: an editor submitted a page."""

    template = "cms/submitted"

    def get_recipient_users(self, task_state, **kwargs):
        return super().get_recipient_users(task_state, **kwargs).distinct()


class Approved(ThroughOutbox, WorkflowStateApprovalEmailNotifier):
    """To the editor: the page is public."""

    template = "cms/approved"


class SentBack(ThroughOutbox, WorkflowStateRejectionEmailNotifier):
    """To the editor: changes are asked for, with the reviewer's words."""

    template = "cms/sent_back"


class Silent(Notifier):
    """Wagtail would tell technical accounts of each submission a second time."""

    def __init__(self):
        super().__init__(())


# Kept by name: signals hold receivers weakly.
to_review, approved, sent_back, silent = ToReview(), Approved(), SentBack(), Silent()
_RECEIVERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification", to_review),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", silent),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", sent_back),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification", approved),
)


def connect() -> None:
    """Call this before `wagtail.admin` is ready, which the order of INSTALLED_APPS sees to."""
    for signal, sender, uid, receiver in _RECEIVERS:
        signal.connect(receiver, sender=sender, dispatch_uid=uid)
