from django.db import transaction
from django.utils.translation import gettext as _

from participation.reports import news
from participation.reports.enums import Moment, State, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportPhoto, ReportText
from participation.reports.services import holding, steps
from participation.reports.services.photos import publish_photo, unpublish_photo
from participation.reports.validators import TITLE_LENGTH, tidy_line, validate_length
from participation.reports.workflow import IllegalTransition

# What stands for a description of which nothing may be published.
NOTHING_LEFT = "[…]"


@transaction.atomic
def publish_content(*, report, by, title="", at=None) -> Report:
    """An agent has read what was written and shown: text, place and photos become public, under the agent's title.

    Publishing again changes the title at most. Raises IllegalTransition when the reporter does not want it public, or
    when the moderation read it and did not publish it.
    """
    title = tidy_line(title or "")
    validate_length(title, TITLE_LENGTH)
    holding.held(report)
    report = steps.locked(report)
    if report.text_withheld:
        raise IllegalTransition(
            _("La modération a lu ce texte et ne l’a pas publié. Le signalement se traite quand même.")
        )
    if report.text_published and title in ("", report.title):
        return report
    report.title = title or report.title
    holding.settled(report, by=by, at=at)
    return _publish(report, by, at)


@transaction.atomic
def publish_read(*, report, by, place: str | None = None, text: str | None = None, at=None) -> Report:
    """The moderation has read it. `place`, `text`: as everyone reads them, empty for what is left out; None: as they
    are. What was written stays for who handles it. Raises IllegalTransition as `publish_content`."""
    report = steps.locked(report)
    if place is not None:
        report.shown_place = None if place == report.place else place
    if text is not None:
        ReportText.objects.filter(report=report, kind=TextKind.PUBLIC).delete()
        steps.keep_text(report, TextKind.PUBLIC, text or NOTHING_LEFT, event=None, by=by, at=steps.instant(at))
    return _publish(report, by, at)


def _publish(report, by, at) -> Report:
    if report.state == State.AWAITING_CONFIRMATION:
        raise IllegalTransition(_("La personne n’a pas encore confirmé son adresse : ce signalement attend."))
    if not report.wants_public:
        raise IllegalTransition(_("La personne a demandé de ne pas publier ce signalement. Il se traite quand même."))
    was_public = report.visibility == Visibility.PUBLIC
    report.visibility, report.text_published, report.text_withheld = Visibility.PUBLIC, True, False
    report.save()
    for photo in ReportPhoto.objects.filter(report=report, public_name=""):
        publish_photo(photo)
    event = steps.note(report, Verb.PUBLISH, before=report.state, by=by, at=steps.instant(at))
    news.published(report, event, was_public=was_public)
    return report


@transaction.atomic
def withhold(*, report, by, at=None) -> Report:
    """It was read, and its text, place and photos stay unpublished; it is handled and counted as before.

    Those that were public are taken back. Withholding twice changes nothing.
    """
    report = steps.locked(report)
    if report.text_withheld or not report.wants_public or report.state == State.AWAITING_CONFIRMATION:
        return report
    return _take_back(report, by, at, withheld=True)


@transaction.atomic
def take_back(*, report, at=None) -> Report:
    """What was public of its text, place and photos is no longer, until somebody has read it again."""
    report = steps.locked(report)
    return _take_back(report, None, at, withheld=False) if report.text_published else report


def _take_back(report, by, at, *, withheld) -> Report:
    report.text_published, report.text_withheld = False, withheld
    report.save()
    _unpublish_photos(report.photos.filter(moment=Moment.BEFORE))
    steps.note(report, Verb.WITHHOLD, before=report.state, by=by, at=steps.instant(at))
    return report


@transaction.atomic
def hide(*, report, by, at=None) -> Report:
    """Take it out of public sight; it is handled as before. Hiding twice changes nothing."""
    holding.held(report)
    report = steps.locked(report)
    if report.visibility == Visibility.HIDDEN:
        return report
    if report.state == State.AWAITING_CONFIRMATION:
        raise IllegalTransition(_("Ce signalement n’est pas public : il attend une adresse confirmée."))
    report.visibility, report.text_published = Visibility.HIDDEN, False
    report.save()
    _unpublish_photos(report.photos.all())
    holding.settled(report, by=by, at=at)
    steps.note(report, Verb.HIDE, before=report.state, by=by, at=steps.instant(at))
    return report


def _unpublish_photos(photos) -> None:
    for photo in photos.exclude(public_name=""):
        unpublish_photo(photo)
