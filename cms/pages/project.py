"""A fiche projet: where it stands in one sentence, its steps, then the ten points of the document."""

from django.utils.html import format_html, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import expand_db_html

from cms.enums import LifeCycle
from cms.models import ConventionPage, ProjectPage
from cms.models.projects import FICHE_FIELDS, OPTIONAL_FICHE_FIELDS
from cms.pages import words
from cms.pages.frame import project_breadcrumb, quartier_links
from cms.pages.threads import thread_of
from cms.selectors.counting import State
from cms.selectors.projects import DatedStep, ProjectRef, dated_steps, partner_name, project_ref, read_steps
from participation.base.calendar import today
from participation.base.text import dates

_CONVENTION = ("title", "short_title", "url_path", "path", "depth", "invented", "source")


def project(page: ProjectPage, request) -> dict:
    """The context of `cms/project.html`. A page that was never saved (its first preview) has no step yet."""
    day = today()
    milestones = read_steps(page.milestones.all()) if page.pk else []
    ref = project_ref(page, milestones, day, lead="")
    steps = dated_steps(milestones, ref, day)
    above = ConventionPage.objects.filter(path=page.path[: -page.steplen]).only(*_CONVENTION).first()
    return {
        "breadcrumb": project_breadcrumb(above) if above else [],
        "name": _("Fiche n° %(number)s") % {"number": page.number} if page.number else page.title,
        "convention": above,
        "ref": ref,
        "status": status(page, ref, steps),
        "about": _about(page, milestones),
        "steps": [step_item(step) for step in steps],
        "points": fiche_points(page, ref),
        "quartiers": quartier_links(page),
        "thread": thread_of(page, "fiche", request, day) if page.pk else None,
    }


def status(page: ProjectPage, ref: ProjectRef, steps: list[DatedStep]) -> dict | None:
    """The sentence under the title, for the `status` component; None when the document promises nothing dated."""
    tally = ref.tally
    if ref.abandoned:
        return {
            "state": State.DROPPED.value,
            "lead": _("Cette action est abandonnée."),
            "rest": page.abandon_reason or _("La raison n’est pas renseignée."),
        }
    if not tally.total:
        return None
    if tally.late:
        step = min((one for one in steps if one.state is State.LATE), key=lambda one: one.due_on)
        late = ngettext(
            "%(late)s en retard depuis le %(day)s", "%(late)s en retard, la plus ancienne depuis le %(day)s", tally.late
        ) % {"late": words.in_words(tally.late), "day": dates.day(step.due_on)}
        lead = f"{words.kept_in_words(tally)}, {late}."
        return {"state": State.LATE.value, "lead": lead, "rest": f"{step.title} : {words.lower(words.why(step))}"}
    lead = f"{words.kept_in_words(tally)}."
    if tally.done == tally.total:
        last = max(one.done_on for one in steps)
        return {
            "state": State.DONE.value,
            "lead": lead,
            "rest": _("La dernière le %(day)s.") % {"day": dates.day(last)},
        }
    dated = [one for one in steps if one.state is State.UPCOMING and one.due_on]
    rest = _("Les étapes à venir n’ont pas de date.")
    if dated:
        step = min(dated, key=lambda one: one.due_on)
        rest = _("Prochaine étape : %(title)s, au plus tard le %(day)s.") % {
            "title": words.lower(step.title),
            "day": dates.day(step.due_on),
        }
    return {"state": State.UPCOMING.value, "lead": lead, "rest": rest}


def step_item(step: DatedStep) -> dict:
    """One step for the `timeline` component."""
    strong, text = "", ""
    if step.state is State.DONE:
        text = format_html("{} {}", _kept_on(step), _evidence(step))
    elif step.state is State.LATE:
        strong, text = words.promised(step), words.why(step)
    elif step.state is State.DROPPED:
        text = _("Elle ne sera pas faite : l’action est abandonnée.")
    else:
        when = (
            _("Prévue au plus tard le %(day)s.") % {"day": dates.day(step.due_on)} if step.due_on else _("Sans date.")
        )
        text = " ".join(part for part in (when, words.new_date(step), step.note) if part)
    return {
        "state": step.state.value,
        "label": words.STATE_LABELS[step.state],
        "title": step.title,
        "strong": strong,
        "text": text,
        "meta": step.quartier if step.quartier.lower() not in step.title.lower() else "",
        "next": step.state is not State.DONE,
    }


def fiche_points(page: ProjectPage, ref: ProjectRef) -> list[dict]:
    """The ten points of the charter in order, empty ones included; then the optional ones that are written."""
    unsaid = format_html('<span class="soft">{}</span>', _("Non renseigné dans le document"))
    written = {name: _rich(getattr(page, name)) for name in (*FICHE_FIELDS, *OPTIONAL_FICHE_FIELDS)}
    if not written["lead_text"] and page.lead_id:
        written["lead_text"] = partner_name(page.lead)
    if written["schedule_text"] and ref.tally.total:
        link = format_html('<p><a href="#etapes">{}</a></p>', _("Voir les étapes"))
        written["schedule_text"] = format_html("{}{}", written["schedule_text"], link)
    points = [{"label": label, "value": written[name] or unsaid} for name, label in FICHE_FIELDS.items()]
    points += [
        {"label": label, "value": written[name]} for name, label in OPTIONAL_FICHE_FIELDS.items() if written[name]
    ]
    return points


def _about(page, milestones):
    """« Tranquillité publique. En cours. Mise à jour le 20 mars 2026. »"""
    parts = [", ".join(theme.title for theme in page.themes.only("title")) if page.pk else ""]
    if page.life_cycle != LifeCycle.UNSTATED:
        parts.append(words.capital(page.get_life_cycle_display()))
    if milestones:
        latest = dates.day(max(one.updated_at for one in milestones))
        parts.append(_("Mise à jour le %(day)s") % {"day": latest})
    return " ".join(f"{part}." for part in parts if part)


def _kept_on(step):
    day = dates.day(step.done_on)
    if not step.due_on or step.days_early == 0:
        return _("Tenue le %(day)s.") % {"day": day}
    count = abs(step.days_early)
    if step.days_early > 0:
        sentence = ngettext(
            "Tenue le %(day)s, un jour avant la date.", "Tenue le %(day)s, %(count)s jours avant la date.", count
        )
    else:
        sentence = ngettext(
            "Tenue le %(day)s, un jour après la date.", "Tenue le %(day)s, %(count)s jours après la date.", count
        )
    return sentence % {"day": day, "count": count}


def _evidence(step):
    if step.evidence_url:
        return format_html('<a href="{}">{}</a>', step.evidence_url, step.evidence_label or _("Voir la preuve"))
    if step.evidence_label:
        return _("Preuve déclarée, pas encore en ligne : %(label)s.") % {"label": words.lower(step.evidence_label)}
    return _("Aucune preuve en ligne.")


def _rich(html):
    return mark_safe(expand_db_html(html)) if strip_tags(html).strip() else ""  # noqa: S308 - cleaned when saved
