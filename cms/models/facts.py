"""Facts of a convention are not revisions of its page.

A Wagtail revision carries every `ParentalKey` child, so publishing an older draft would erase a milestone marked done
elsewhere. Facts are plain rows with a foreign key to the page, a propose → validate state and an append-only history.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.enums import FactState, FactVerb
from cms.querysets import FactQuerySet


class Fact(models.Model):
    state = models.CharField(_("état"), max_length=12, choices=FactState.choices, default=FactState.VALIDATED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposé par"),
    )
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("validé par"),
    )
    validated_at = models.DateTimeField(_("validé le"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("mis à jour le"), default=timezone.now, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def convention(self):
        """The convention page this fact belongs to, whose commune says who may validate it."""
        return self.page


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, *args, **values):
        raise TypeError("history is append-only")

    def delete(self):
        raise TypeError("history is append-only")

    bulk_update = update
    update_or_create = update


class FactChange(models.Model):
    """One line of history: which fields changed, by which role. Never free text: that stays in the fact's own row.

    Lines are written once: nothing of ours changes or removes one. (Erasing an account empties `actor`, which the
    database's own cascade does.)
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    page_id = models.PositiveBigIntegerField(db_index=True)
    verb = models.CharField(max_length=12, choices=FactVerb.choices)
    role = models.CharField(max_length=30, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(default=timezone.now)
    changes = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="factchange_of_object")]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=FactVerb.values), name="factchange_verb"),
        ]
        verbose_name = _("changement")
        verbose_name_plural = _("changements")

    def __str__(self):
        return f"{self.get_verb_display()} {self.content_type_id}:{self.object_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("history is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("history is append-only")
