"""The address of a quartier: its name, with the commune behind when another quartier already has it.

Pages of upper layers that copy the slug ask to be told when it changes.
"""

from collections.abc import Callable

from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect

from participation.territory.models import Commune, Quartier

_followers: list[Callable[[Quartier, str], None]] = []


def on_rename(follower: Callable[[Quartier, str], None]) -> Callable[[Quartier, str], None]:
    """Register `follower(quartier, old_slug)`, called inside the transaction of each renaming. Usable as decorator."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def tell_followers(quartier: Quartier, old_slug: str) -> None:
    for follower in _followers:
        follower(quartier, old_slug)


def free_slug(name: str, commune: Commune) -> str:
    """« les-pins », then « les-pins-vitrolles », then « les-pins-vitrolles-2 »… never one that redirects elsewhere."""
    room = Quartier._meta.get_field("slug").max_length
    plain = slugify(name)[: room // 2].strip("-") or "quartier"
    suffixed = f"{plain}-{commune.slug}"[: room - 6].strip("-")
    taken = set(Quartier.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    moved = Redirect.objects.filter(old_path__startswith=f"/quartiers/{plain}").values_list("old_path", flat=True)
    taken |= {path.rpartition("/")[2] for path in moved}
    candidates = [plain, suffixed, *(f"{suffixed}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
