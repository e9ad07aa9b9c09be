"""What the search says of councils and meetings. All of it is public already."""

from django.utils import timezone

from participation.base.search.registry import Document
from participation.councils.models import Council, Meeting


def public_councils():
    return Council.objects.open().select_related("commune").prefetch_related("quartiers")


def council_document(council: Council) -> Document:
    quartiers = ", ".join(quartier.name for quartier in council.quartiers.all())
    return Document(
        title=council.name,
        text="\n".join(part for part in (council.fact, council.presentation, council.join_terms, quartiers) if part),
        url=council.get_absolute_url(),
        place=quartiers or council.commune.name,
    )


def public_meetings():
    return Meeting.objects.select_related("council", "commune")


def meeting_document(meeting: Meeting) -> Document:
    day = timezone.localdate(meeting.starts_at)
    title = f"{meeting.title}, {meeting.council.name}" if meeting.council_id else meeting.title
    return Document(
        title=title,
        text="\n".join(part for part in (meeting.agenda, meeting.access, meeting.cancel_reason) if part),
        url=meeting.get_absolute_url(),
        day=day,
        place=meeting.place or meeting.commune.name,
    )
