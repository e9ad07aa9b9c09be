from django.db import transaction
from django.utils.text import slugify

from participation.base import cache
from participation.base.search.services import refresh
from participation.councils.enums import CouncilKind, Joining
from participation.councils.models import College, Council


@transaction.atomic
def create_council(
    *,
    commune,
    name: str,
    slug: str = "",
    kind=CouncilKind.CITIZENS,
    quartiers=(),
    fact: str = "",
    presentation: str = "",
    joining=Joining.OPEN,
    join_terms: str = "",
    answer_days: int = 10,
    colleges=(),
) -> Council:
    """A new body. `colleges`: (kind, seats or None, note) in the order to show. Raises ValidationError.

    Without `slug` the address comes from the name, with the commune's behind it where it is taken.
    """
    council = Council(
        commune=commune,
        name=name,
        slug=slug or _free_slug(name, commune),
        kind=kind,
        fact=fact,
        presentation=presentation,
        joining=joining,
        join_terms=join_terms,
        answer_days=answer_days,
    )
    council.full_clean()
    council.save()
    council.quartiers.set(quartiers)
    College.objects.bulk_create(
        College(council=council, kind=kind, seats=seats, note=note, order=order)
        for order, (kind, seats, note) in enumerate(colleges)
    )
    refresh(council)
    cache.bump()
    return council


# Addresses of the desk that stand where a council’s would.
_RESERVED = {"nouveau"}


def _free_slug(name, commune) -> str:
    wanted = slugify(name)[:140] or "conseil"
    taken = _RESERVED | set(Council.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = [wanted, f"{wanted}-{commune.slug}"[:160]]
    candidates += [f"{wanted}-{number}" for number in range(2, len(taken) + 3)]
    return next(slug for slug in candidates if slug not in taken)
