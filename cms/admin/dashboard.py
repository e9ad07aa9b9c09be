"""The first page of the admin: what waits for this person, and what they most often come to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from cms.admin.facts.proposals import proposals_for
from cms.admin.rights import decides_somewhere
from cms.models import ConventionIndexPage, Milestone, NewsIndexPage
from participation.accounts.models import User
from participation.accounts.rules import can_edit_content
from participation.base.calendar import today


@dataclass(frozen=True, slots=True)
class Task:
    label: str
    url: str


class Tasks(Component):
    """A list of links under a heading; nothing when the list is empty."""

    template_name = "wagtailadmin/portal/tasks.html"
    heading = ""
    icon = ""

    def __init__(self, request):
        self.user = request.user

    def get_context_data(self, parent_context):
        return {"tasks": self.tasks(), "heading": self.heading, "icon": self.icon, "panel_id": self.name}


class Waiting(Tasks):
    name = "waiting"
    heading = gettext_lazy("En attente")
    icon = "warning"
    order = 10

    def tasks(self) -> list[Task]:
        if not can_edit_content(self.user):
            return []
        tasks = []
        proposals = [one for one in proposals_for(self.user) if one.may_decide]
        if proposals:
            count = len(proposals)
            label = ngettext("%d proposition attend votre réponse", "%d propositions attendent votre réponse", count)
            tasks.append(Task(label % count, reverse("propositions:index")))
        late = Milestone.objects.public().late(today())
        unexplained = late.filter(status_note="").count() if decides_somewhere(self.user) else 0
        if unexplained:
            label = ngettext(
                "%d étape en retard ne dit pas pourquoi", "%d étapes en retard ne disent pas pourquoi", unexplained
            )
            tasks.append(Task(label % unexplained, reverse("faits_milestone:index") + "?timeliness=late"))
        return tasks


class Shortcuts(Tasks):
    """After Wagtail's list of pages to review, before that of recent edits."""

    name = "shortcuts"
    heading = gettext_lazy("Que voulez-vous faire ?")
    icon = "clipboard-list"
    order = 230

    def tasks(self) -> list[Task]:
        tasks = []
        if can_edit_content(self.user):
            tasks += self._pages()
            tasks.append(Task(_("Proposer une étape"), reverse("faits_milestone:add")))
        if decides_somewhere(self.user):
            tasks.append(Task(_("Noter qu’une étape est tenue"), reverse("faits_milestone:index")))
            tasks.append(Task(_("Mettre à jour une résidence"), reverse("residences:index")))
        if policy_registry.get_by_type(User).user_has_permission(self.user, "view"):
            tasks.append(Task(_("Comptes et rôles"), reverse("wagtailusers_users:index")))
        tasks.append(Task(_("Voir le portail"), "/"))
        return tasks

    def _pages(self):
        found = []
        for model, label, child in (
            (NewsIndexPage, _("Publier une actualité"), "newspage"),
            (ConventionIndexPage, _("Ajouter une convention"), "conventionpage"),
        ):
            parent = model.objects.order_by("path").values_list("pk", flat=True).first()
            if parent is not None:
                found.append(Task(label, reverse("wagtailadmin_pages:add", args=["cms", child, parent])))
        return found


def add_tasks(request, panels):
    panels += [Waiting(request), Shortcuts(request)]
