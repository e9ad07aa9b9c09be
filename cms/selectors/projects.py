"""The fiches of a convention, and what their steps say today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from cms.enums import LifeCycle
from cms.models import ConventionPage, Milestone, ProjectPage
from cms.selectors.counting import State, Step, Tally, total
from cms.selectors.progress import live_projects, step_of
from participation.base.calendar import working_days_between

_LIGHT = ("title", "url_path", "number", "intro", "life_cycle", "lead")
_STEP = (
    "project_id",
    "title",
    "starts_on",
    "due_on",
    "new_due_on",
    "weight",
    "done_on",
    "status_note",
    "evidence_label",
    "evidence_url",
    "evidence_public",
    "updated_at",
    "order",
)
# A fiche that promised something and of which nothing was heard for so long is named on the convention's page.
SILENT_DAYS = 183


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """A fiche as lists mention it. `lead`: « Phare Habitat (fictif) », empty when the document names nobody."""

    id: int
    number: str
    title: str
    url: str
    intro: str
    lead: str
    life_cycle: str
    tally: Tally

    @property
    def abandoned(self) -> bool:
        return self.life_cycle == LifeCycle.ABANDONED


@dataclass(frozen=True, slots=True)
class DatedStep:
    """One milestone as a page shows it. `working_days`: how late it is on the day asked for, 0 when it is not."""

    id: int
    title: str
    state: State
    quartier: str
    quartier_id: int | None
    starts_on: date | None
    due_on: date | None
    new_due_on: date | None
    done_on: date | None
    working_days: int
    note: str
    proven: bool
    evidence_label: str
    evidence_url: str
    project: ProjectRef

    @property
    def days_early(self) -> int:
        """Calendar days between the day it was kept and its date; negative when it was kept late."""
        return (self.due_on - self.done_on).days if self.due_on and self.done_on else 0


@dataclass(frozen=True, slots=True)
class SilentProject:
    project: ProjectRef
    since: date


@dataclass(frozen=True)
class Fiches:
    """Every fiche of a convention with its steps, read together."""

    projects: Sequence[ProjectRef]
    steps: Mapping[int, Sequence[DatedStep]]
    counted: Sequence[Step]
    silent: Sequence[SilentProject]

    @property
    def all_steps(self) -> list[DatedStep]:
        return [step for project in self.projects for step in self.steps.get(project.id, ())]

    @property
    def late(self) -> list[DatedStep]:
        """The oldest promise first."""
        late = (step for step in self.all_steps if step.state is State.LATE)
        return sorted(late, key=lambda step: (step.due_on, step.project.number, step.id))


def read_steps(milestones) -> list[Milestone]:
    """Public milestones with what a page says about each. One query."""
    found = milestones.public().select_related("quartier", "evidence_document")
    found = found.only(*_STEP, "quartier__name", "evidence_document__title", "evidence_document__file")
    return list(found.order_by("project_id", "order", F("due_on").asc(nulls_last=True), "id"))


def fiches_of(page: ConventionPage, day: date) -> Fiches:
    """The fiches of a convention in the order of the tree, with their steps on `day`. Two queries."""
    found = live_projects(page).select_related("lead").only(*_LIGHT, "lead__name", "lead__fictional")
    pages = list(found.order_by("path"))
    milestones = read_steps(Milestone.objects.filter(project__in=[project.pk for project in pages]))
    by_project: dict[int, list[Milestone]] = {}
    for milestone in milestones:
        by_project.setdefault(milestone.project_id, []).append(milestone)
    refs, steps, counted, silent = [], {}, [], []
    for project in pages:
        own = by_project.get(project.pk, [])
        ref = project_ref(project, own, day)
        refs.append(ref)
        steps[project.pk] = dated_steps(own, ref, day)
        counted += [step_of(one, dropped=ref.abandoned) for one in own]
        if since := silent_since(project, own, day):
            silent.append(SilentProject(ref, since))
    return Fiches(tuple(refs), steps, tuple(counted), tuple(sorted(silent, key=lambda one: one.since)))


def project_ref(
    project: ProjectPage, milestones: Iterable[Milestone], day: date, *, lead: str | None = None
) -> ProjectRef:
    """`lead`: its words when the caller has them, so that the partner is not read."""
    dropped = project.life_cycle == LifeCycle.ABANDONED
    return ProjectRef(
        id=project.pk,
        number=project.number,
        title=project.title,
        url=project.get_absolute_url(),
        intro=project.intro,
        lead=_lead(project) if lead is None else lead,
        life_cycle=project.life_cycle,
        tally=total((step_of(one, dropped=dropped) for one in milestones), day),
    )


def _lead(project):
    return partner_name(project.lead) if project.lead_id else ""


def partner_name(partner) -> str:
    """« Phare Habitat (fictif) »; a name that says « (démonstration) » itself needs no second warning."""
    return partner.name if "(" in partner.name else str(partner)


def dated_steps(milestones: Iterable[Milestone], project: ProjectRef, day: date) -> tuple[DatedStep, ...]:
    return tuple(_dated(milestone, project, day) for milestone in milestones)


def _dated(milestone, project, day):
    step = step_of(milestone, dropped=project.abandoned)
    state = step.state(day)
    document = milestone.evidence_document
    return DatedStep(
        id=milestone.pk,
        title=milestone.title,
        state=state,
        quartier=milestone.quartier.name if milestone.quartier else "",
        quartier_id=milestone.quartier_id,
        starts_on=milestone.starts_on,
        due_on=milestone.due_on,
        new_due_on=milestone.new_due_on,
        done_on=milestone.done_on,
        working_days=working_days_between(milestone.due_on, day) if state is State.LATE else 0,
        note=milestone.status_note,
        proven=step.proven,
        evidence_label=milestone.evidence_label or (document.title if document and step.proven else ""),
        evidence_url=(document.url if document else milestone.evidence_url) if step.proven else "",
        project=project,
    )


def silent_since(project: ProjectPage, milestones: Sequence[Milestone], day: date) -> date | None:
    """Since when nothing was written on the steps of a fiche that still owes one; None when something was.

    Steps alone count: a spelling mistake corrected in the fiche's text is no news of the action.
    """
    if project.life_cycle == LifeCycle.ABANDONED or all(one.done_on for one in milestones):
        return None
    since = timezone.localdate(max(one.updated_at for one in milestones))
    return since if (day - since).days > SILENT_DAYS else None
