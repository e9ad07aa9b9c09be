from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.base.geo import cells
from participation.base.turns import in_turn
from participation.reports import news
from participation.reports.emails import ask_to_confirm
from participation.reports.enums import Channel, EventRole, Moment, State, TextKind, Verb, Visibility
from participation.reports.models import Report, ReportContact
from participation.reports.selectors import proposed_partner
from participation.reports.services import holding, steps
from participation.reports.services.references import held_counter, next_reference
from participation.reports.validators import PLACE_LENGTH, tidy_line, validate_length, validate_point
from participation.reports.workflow import IllegalTransition, promise
from participation.territory.selectors import closures
from participation.territory.selectors.locating import locate


def create_report(
    *,
    commune,
    category,
    quartier=None,
    residence=None,
    place="",
    latitude=None,
    longitude=None,
    text="",
    photo=None,
    email="",
    user=None,
    client="",
    publish=True,
    channel=Channel.WEB,
    token=None,
    at=None,
) -> Report:
    """Take in a report; the same `token` again gives the same report back and writes nothing.

    `user`: the account that reports, `email`: an address to confirm, neither: nobody can be reached. `client`: the key
    of a network address, for a report of nobody. `publish`: what the reporter wants. Raises ValidationError, by field,
    with French sentences; Banned.
    """
    at = steps.instant(at)
    author = holding.author_of(user=user, email=email, client=client)
    quartier = _quartier(commune, quartier, residence, latitude, longitude)
    report = Report(
        commune=commune,
        quartier=quartier,
        residence=residence,
        category=category,
        partner=proposed_partner(category, residence),
        place=tidy_line(place or ""),
        latitude=latitude,
        longitude=longitude,
        state=State.AWAITING_CONFIRMATION if email and user is None else State.RECEIVED,
        state_since=at,
        wants_public=publish,
        channel=channel,
        reported_at=at,
        token=token or None,
    )
    body = steps.clean_body(text, "text")
    _check(report)
    report.cell = cells.encode(latitude, longitude) if latitude is not None else None
    picture = steps.cleaned_photo(photo)
    with in_turn(), transaction.atomic():
        counter = held_counter(commune, timezone.localdate(at).year)
        # Asked once the counter is held: a double click finds what the first one wrote.
        if token and (same := Report.objects.with_names().filter(token=token).first()):
            return same
        report.reference = next_reference(counter, commune)
        return _store(report, body, picture, email=email, user=user, author=author, at=at)


def _store(report, body, picture, *, email, user, author, at) -> Report:
    if report.state == State.RECEIVED:
        promise(report, timezone.localdate(at), closures(report.commune_id))
        if user is not None:
            report.visibility = _first_visibility(report)
    report.save()
    event = steps.note(report, Verb.CREATE, before="", by=user, at=at, role=EventRole.REPORTER)
    steps.keep_text(report, TextKind.DESCRIPTION, body, event=event, by=None, at=at)
    if user is not None:
        contact = ReportContact.objects.create(report=report, user=user, confirmed_at=at)
        news.tell(report, event, contact=contact)
    elif email:
        ReportContact.objects.create(report=report, email=email)
        ask_to_confirm(report, to=email)
    if report.state == State.RECEIVED:
        holding.await_reading(report, author=author, user=user, body=body, at=at)
    # Last: a file knows no transaction.
    steps.keep_photo(report, picture, moment=Moment.BEFORE, at=at)
    return report


@transaction.atomic
def confirm_report(*, report, at=None) -> Report:
    """The person shows that the address is theirs: agents receive the report, its delays begin.

    Confirming twice changes nothing. Raises IllegalTransition once the address was erased.
    """
    at = steps.instant(at)
    report = steps.locked(report)
    if report.state != State.AWAITING_CONFIRMATION:
        return report
    contact = steps.contact_of(report)
    if contact is None:
        raise IllegalTransition(_("L’adresse de ce signalement a été effacée : il ne peut plus être confirmé."))
    contact.confirmed_at = at
    contact.save(update_fields=["confirmed_at"])
    promise(report, timezone.localdate(at), closures(report.commune_id))
    report.visibility = _first_visibility(report)
    event = steps.move(report, Verb.CONFIRM_ADDRESS, by=None, at=at, role=EventRole.REPORTER)
    news.tell(report, event, contact=contact)
    author = holding.author_key(email=contact.email)
    holding.await_reading(report, author=author, user=None, body=holding.body_of(report), at=at)
    return report


def _first_visibility(report) -> Visibility:
    """Of a report whose reporter can be reached; the others wait for an agent."""
    return Visibility.PUBLIC if report.wants_public else Visibility.PRIVATE


def _quartier(commune, quartier, residence, latitude, longitude):
    """The quartier that was chosen, else that of the residence, else the one around the point."""
    quartier = quartier or (residence.quartier if residence else None)
    if quartier is None and latitude is not None and longitude is not None:
        validate_point(latitude, longitude)
        found = locate(latitude, longitude)
        quartier = found if found and found.commune_id == commune.pk else None
    return quartier


def _check(report) -> None:
    if report.category.redirects or not report.category.active:
        raise ValidationError({"category": _("Ce problème ne se signale pas ici : voyez qui peut agir.")})
    validate_point(report.latitude, report.longitude)
    try:
        validate_length(report.place, PLACE_LENGTH)
    except ValidationError as error:
        raise ValidationError({"place": error}) from error
    if not (report.quartier or report.place or report.latitude is not None):
        raise ValidationError({"place": _("Dites où : une adresse, un quartier ou un point sur la carte.")})
    if report.residence and report.quartier and report.residence.quartier_id != report.quartier.pk:
        raise ValidationError({"residence": _("Cette résidence est dans un autre quartier.")})
    if report.quartier and not _reaches(report.quartier, report.commune):
        raise ValidationError({"quartier": _("Ce quartier est dans une autre commune.")})


def _reaches(quartier, commune) -> bool:
    return quartier.commune_id == commune.pk or quartier.other_communes.filter(pk=commune.pk).exists()
