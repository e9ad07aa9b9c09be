"""Which rows the demonstration brought: so that reloading touches them, and never a row somebody added."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DemoLoad(models.Model):
    """The demonstration was loaded once; an emptied database does not bring it back by itself."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    loaded_at = models.DateTimeField(default=timezone.now)
    day = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="demoload_one_row")]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"


class DemoRow(models.Model):
    """One row of the demonstration, under the name its data file gives it (« page:martigues-2016-2019 »)."""

    key = models.CharField(max_length=200, unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="demorow_marks_a_row_once"),
        ]

    def __str__(self):
        return self.key
