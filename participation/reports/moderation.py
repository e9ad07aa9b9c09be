"""Reports as the one queue of moderation sees them: what was written and shown, and what becomes of it."""

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.base.mail.services import queue_mail
from participation.moderation.registry import Item, Kind, Photo, register
from participation.moderation.rules import city_reach
from participation.moderation.services import author_key
from participation.reports import services
from participation.reports.emails import MODULE
from participation.reports.enums import TextKind, Visibility
from participation.reports.models import Report, ReportContact, ReportText
from participation.reports.services.holding import KIND, as_read, from_read

_TEXTS = (TextKind.DESCRIPTION, TextKind.PUBLIC)


def connect() -> None:
    register(
        Kind(
            key=KIND,
            label=gettext_lazy("Signalements"),
            module=MODULE,
            find=find,
            reach=city_reach,
            publish=publish,
            refuse=refuse,
            tell=tell,
            blur=blur,
            hide=hide,
            erase=erase,
            public=is_public,
            about=about,
        )
    )


def find(keys) -> dict[str, Item]:
    """Three queries. What awaits the confirmation of an address is not there yet."""
    texts = Prefetch("texts", ReportText.objects.filter(kind__in=_TEXTS).order_by("pk"), to_attr="written")
    reports = Report.objects.received().with_names().filter(reference__in=list(keys))
    return {report.reference: _item(report) for report in reports.prefetch_related(texts, "photos")}


def _item(report) -> Item:
    edited = [text.body for text in report.written if text.kind == TextKind.PUBLIC]
    typed = [text.body for text in report.written if text.kind == TextKind.DESCRIPTION]
    context = [
        (_("Problème"), report.category.label),
        (_("Quartier"), report.quartier.name if report.quartier_id else report.commune.name),
        (_("Résidence"), report.residence.name if report.residence_id else ""),
        (_("Titre public"), report.title),
        (_("Écrit d’abord"), "\n\n".join(typed) if edited else ""),
    ]
    return Item(
        title=f"{report.headline}, {report.reference}",
        url=reverse("reports:desk-detail", args=[report.reference]),
        text=as_read(report, "\n\n".join(edited or typed), shown=True),
        author=_("la personne qui a signalé"),
        written_at=report.reported_at,
        context=tuple((label, text) for label, text in context if text),
        photos=tuple(_photo(report, photo) for photo in sorted(report.photos.all(), key=lambda photo: photo.pk)),
    )


def _photo(report, photo) -> Photo:
    return Photo(
        key=str(photo.pk),
        url=reverse("reports:desk-photo", args=[report.reference, photo.pk]),
        alt=_("Photo %(moment)s") % {"moment": photo.get_moment_display()},
    )


def is_public(key) -> bool:
    """Whether everybody reads what was written."""
    return Report.objects.public().called(key).filter(text_published=True).exists()


def about(key) -> tuple:
    """(commune, author) of a report that somebody flags."""
    report = Report.objects.select_related("contact", "contact__user").called(key).first()
    if report is None:
        return None, ""
    contact = getattr(report, "contact", None)
    if contact is None:
        return report.commune_id, ""
    return report.commune_id, author_key(user=contact.user, email=contact.email)


def publish(key, by, at, text) -> None:
    report = _report(key)
    if report is None or not report.wants_public or (report.text_published and text is None):
        return
    if report.visibility == Visibility.HIDDEN and not report.text_withheld:
        return  # an agent took all of it out of sight meanwhile
    place, body = (None, None) if text is None else from_read(report, text)
    services.publish_read(report=report, by=by, place=place, text=body, at=at)


def refuse(key, by, at, ground, reason) -> None:
    report = _report(key)
    if report is not None:
        services.withhold(report=report, by=by, at=at)


def hide(key, at) -> None:
    report = _report(key)
    if report is not None:
        services.take_back(report=report, at=at)


def erase(key, at) -> None:
    report = _report(key)
    if report is not None:
        services.erase_written(report=report)


def blur(key, photo, boxes, by, at) -> None:
    report = _report(key)
    found = report.photos.filter(pk=photo).first() if report is not None and str(photo).isdecimal() else None
    if found is not None:
        services.blur_photo(photo=found, boxes=boxes)


def tell(key, subject, template, context, mail_key, not_before=None) -> None:
    contact = ReportContact.objects.select_related("user").filter(report__reference=key).first()
    if contact is not None and contact.address:
        with transaction.atomic():
            queue_mail(
                key=mail_key,
                to=contact.address,
                template=template,
                context=context,
                module=MODULE,
                not_before=not_before,
            )


def _report(key) -> Report | None:
    return Report.objects.called(key).first()
