from django.db.models.signals import post_save
from django.dispatch import receiver

from home.models import HomePage
from participation.base import cache


@receiver(post_save, sender=HomePage, dispatch_uid="home_forget_site")
def forget_remembered_site(**kwargs):
    """Each process remembers the site with its front page for one version (`cms.visibility`): any save ends it."""
    cache.bump()
