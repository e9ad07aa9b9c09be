from django.db import models


class WrittenOnce(models.Model):
    """A line of history: it is added, never changed."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A line of history is written once.")
        super().save(*args, **kwargs)
