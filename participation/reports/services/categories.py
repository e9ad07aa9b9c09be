from participation.reports.models import Category
from participation.reports.tiles import TILES


def sync_categories() -> int:
    """Add the tiles that are missing and return how many; those that are there keep what the commune made of them."""
    known = set(Category.objects.values_list("key", flat=True))
    missing = [
        Category(key=tile.key, order=order * 10, **tile.fields())
        for order, tile in enumerate(TILES, 1)
        if tile.key not in known
    ]
    Category.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
