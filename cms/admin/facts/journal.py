"""All changes of facts, newest first: read only."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from cms.admin.facts import history
from cms.enums import FactVerb
from cms.models import FactChange
from participation.base.admin import generic
from participation.base.admin.columns import DayColumn


class JournalFilterSet(WagtailFilterSet):
    verb = django_filters.ChoiceFilter(label=_("Quoi"), choices=FactVerb.choices)

    class Meta:
        model = FactChange
        fields = []


class JournalIndexView(generic.IndexView):
    any_permission_required = ["view"]
    add_url_name = edit_url_name = delete_url_name = inspect_url_name = None

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("actor", "content_type").order_by("-id")

    def get_table(self, object_list):
        """The names of what still exists, one query for each kind of fact."""
        lines = list(object_list)
        by_type = {}
        for line in lines:
            by_type.setdefault(line.content_type_id, set()).add(line.object_id)
        for type_id, ids in by_type.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            rows = history.named(model).in_bulk(ids)
            for line in lines:
                if line.content_type_id == type_id:
                    line.fact = rows.get(line.object_id)
        return super().get_table(lines)

    @cached_property
    def columns(self):
        return [
            DayColumn("at", label=_("Quand")),
            Column("kind", label=_("Nature"), accessor=lambda line: capfirst(line.content_type.name)),
            Column("fact", label=_("Fait"), accessor=lambda line: str(line.fact or _("supprimé depuis"))),
            Column("verb", label=_("Quoi"), accessor="get_verb_display"),
            Column("changes", label=_("Champs"), accessor=history.fields_changed),
            Column("actor", label=_("Qui"), accessor=history.who),
            Column("role", label=_("En tant que"), accessor=history.as_what),
        ]


class JournalViewSet(ModelViewSet):
    model = FactChange
    icon = "history"
    menu_label = _("Journal des changements")
    url_prefix = "conventions/journal"
    name = "faits_journal"
    index_view_class = JournalIndexView
    add_to_reference_index = False
    form_fields = []
    filterset_class = JournalFilterSet
    list_per_page = 50
    search_fields = None
    search_backend_name = None

    def get_urlpatterns(self):
        """The list alone: a history has no form."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")]

    def register_admin_url_finder(self):
        """Nothing to link to."""
