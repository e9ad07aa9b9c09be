"""A fiche projet: where it stands in one sentence, its steps, then the ten points of the document."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from cms.enums import LifeCycle
from cms.models import ConventionPage, ProjectPage
from cms.models.projects import FICHE_FIELDS, OPTIONAL_FICHE_FIELDS
from cms.pages import words
from cms.pages.frame import breadcrumb
from cms.selectors.progress import State
from cms.selectors.projects import DatedStep, ProjectRef, dated_steps, project_ref, read_steps
from participation.base.calendar import today
from participation.base.text import dates


def project(page: ProjectPage, request) -> dict:
    """The context of `cms/project.html`. A page that was never saved (its first preview) has no step yet."""
    day = today()
    milestones = read_steps(page.milestones.all()) if page.pk else []
    ref = project_ref(page, milestones, day)
    steps = dated_steps(milestones, ref, day)
    convention = page.get_parent() and ConventionPage.objects.defer("body").get(pk=page.get_parent().pk)
    return {
        "breadcrumb": breadcrumb(page),
        "convention": convention,
        "ref": ref,
        "status": _status(page, ref, steps),
        "about": _about(page, milestones),
        "steps": [_step(step) for step in steps],
        "points": fiche_points(page, ref),
        "quartiers": page.quartiers.all() if page.pk else [],
    }
