from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from participation.base import cache
from participation.base.geo import shapes
from participation.territory.models import Commune, Quartier, perimeter_mark
from participation.territory.slugs import free_slug, tell_followers


@transaction.atomic
def create_quartier(*, commune: Commune, name: str, slug: str = "", **facts) -> Quartier:
    """A new quartier; without `slug` its name makes it, with the commune behind when that one is taken.

    `facts`: the other fields of Quartier. Raises ValidationError with French reasons.
    """
    quartier = Quartier(commune=commune, name=name, slug=slug or free_slug(name, commune), **facts)
    quartier.full_clean()
    quartier.save()
    return quartier


@transaction.atomic
def set_perimeter(*, quartier: Quartier, perimeter: dict | str | None, source: str = "") -> bool:
    """Give a quartier its published perimeter (GeoJSON, degrees WGS 84), or take it away with None.

    Returns whether anything changed: setting the same one again stamps nothing.
    Raises `shapes.PerimeterError` with a French reason, ValidationError for a perimeter without a source.
    """
    if perimeter is not None and not source.strip():
        raise ValidationError({"perimeter_source": _("Un périmètre a toujours une source.")})
    geometry = None if perimeter is None else shapes.validate_perimeter(perimeter)
    source = source.strip() if geometry else ""
    stored = Quartier.objects.select_for_update().get(pk=quartier.pk)
    if (stored.perimeter, stored.perimeter_source) == (geometry, source):
        return False
    stored.perimeter, stored.perimeter_source = geometry, source
    stored.save(update_fields={"perimeter", "perimeter_source"})
    _copy(stored, quartier, "perimeter", "perimeter_source", "perimeter_mark", "perimeter_changed_at")
    return True


@transaction.atomic
def rename_slug(*, quartier: Quartier, slug: str) -> Quartier:
    """Change the public address and leave a permanent redirect from the old one.

    An older redirect away from the new address goes, so that renaming back works. Raises ValidationError.
    """
    validate_slug(slug)
    stored = Quartier.objects.select_for_update().get(pk=quartier.pk)
    old_slug, old_url = stored.slug, stored.get_absolute_url()
    if slug == old_slug:
        return quartier
    if Quartier.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("Un autre quartier a déjà cette adresse.")})
    stored.slug = slug
    mark = perimeter_mark(slug, stored.perimeter)
    Quartier.objects.filter(pk=stored.pk).update(slug=slug, perimeter_mark=mark)
    new_url = stored.get_absolute_url()
    Redirect.objects.filter(old_path=Redirect.normalise_path(new_url)).delete()
    Redirect.objects.filter(redirect_link=old_url).update(redirect_link=new_url)
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old_url),
        site=None,
        defaults={"redirect_link": new_url, "redirect_page": None, "is_permanent": True, "automatically_created": True},
    )
    quartier.slug, quartier.perimeter_mark = slug, mark
    tell_followers(quartier, old_slug)
    cache.bump()
    return quartier


def _copy(source, target, *names):
    for name in names:
        setattr(target, name, getattr(source, name))
