from cms.models import QuartierPage
from participation.base.search.services import refresh
from participation.territory.models import Quartier


def follow_new_address(quartier: Quartier, old_slug: str) -> None:
    """The page about a quartier lives at the quartier's address and moves with it; Wagtail leaves the redirect.

    What the search holds of the quartier leads there too.
    """
    page = QuartierPage.objects.filter(quartier=quartier).first()
    if page is not None:
        page.slug = quartier.slug
        page.save()
    refresh(quartier)
