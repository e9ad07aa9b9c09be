"""A change of the ground is a public write: the whole-page cache starts a new version."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from participation.base import cache
from participation.territory.models import Closure, Commune, Partner, Quartier, QuartierStatus, Residence


def forget_cached_pages(**kwargs):
    cache.bump()


for model in (Closure, Commune, Partner, Quartier, QuartierStatus, Residence):
    post_save.connect(forget_cached_pages, sender=model)
    post_delete.connect(forget_cached_pages, sender=model)
m2m_changed.connect(forget_cached_pages, sender=Quartier.other_communes.through)
