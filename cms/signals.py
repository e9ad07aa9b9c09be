"""Publishing is a public write: the whole-page cache starts a new version, and the search follows.

Wagtail has no service layer of ours to call `bump()` from, so its signals do. Facts are written by `cms.services`,
which bump by themselves.
"""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms import search, visibility
from cms.models import PortalDocument, PortalImage
from participation.base import cache
from participation.base.search import services
from participation.territory.models import Quartier

# A restriction that is added must hide its pages at once; a picture's description or credit shows on many pages.
WATCHED = (PageViewRestriction, Site, PortalImage, PortalDocument)


@receiver([page_published, page_unpublished, post_page_move, page_slug_changed], dispatch_uid="cms_forget_pages")
def forget_cached_pages(**kwargs):
    cache.bump()


@receiver(post_delete, dispatch_uid="cms_forget_deleted_page")
def forget_deleted_page(sender, **kwargs):
    if issubclass(sender, Page):
        cache.bump()


@receiver([post_save, post_delete], dispatch_uid="cms_forget_watched")
def forget_what_pages_show(sender, **kwargs):
    if issubclass(sender, WATCHED):
        cache.bump()


@receiver(
    [page_published, page_unpublished, post_page_move, page_slug_changed], dispatch_uid="cms_search_follows_pages"
)
def search_follows_page(instance, **kwargs):
    search.refresh_pages([instance])


@receiver(post_delete, dispatch_uid="cms_search_forgets_page")
def search_forgets_page(sender, instance, **kwargs):
    if issubclass(sender, Page):
        search.forget_page(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="cms_search_follows_restriction")
def search_follows_restriction(instance, **kwargs):
    """What is remembered about restrictions is of before this transaction: read again for it, and again after it."""
    visibility.forget()
    search.refresh_pages([instance.page])
    visibility.forget()


@receiver(post_save, sender=Quartier, dispatch_uid="cms_search_follows_quartier")
def search_follows_quartier(instance, **kwargs):
    services.refresh(instance)


@receiver(post_delete, sender=Quartier, dispatch_uid="cms_search_forgets_quartier")
def search_forgets_quartier(instance, **kwargs):
    services.remove(Quartier, instance.pk)
