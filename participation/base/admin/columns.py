from wagtail.admin.ui.tables import Column

from participation.base.text import dates


class DayColumn(Column):
    """A date in full: « il y a 7 mois » does not say what was promised."""

    def get_value(self, instance):
        value = super().get_value(instance)
        return dates.day(value) if value else ""
