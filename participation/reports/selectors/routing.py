from participation.reports.models import Category


def proposed_partner(category, residence):
    """Who has it at first: in a residence its landlord, for what is the landlord's affair. Runs no query of its own."""
    return residence.landlord if residence is not None and category.landlord else None


def offered_categories() -> list[Category]:
    """The tiles of the form, in order. One query."""
    return list(Category.objects.offered())
