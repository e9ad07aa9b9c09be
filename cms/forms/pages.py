"""Forms of the page editor."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.validators import FRONT_PAGE_DEPTH, validate_free_path
from participation.accounts.rules import can_publish_content


class PortalPageForm(WagtailAdminPageForm):
    """Addresses are permanent: once a page was published, its slug changes only by decision of the coordination, and
    the old address then redirects."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "quartiers" in self.fields:
            self._name_quartiers(self.fields["quartiers"])
        if "slug" in self.fields:
            self._settle_slug(self.fields["slug"])

    def _name_quartiers(self, field):
        """With their commune, as two may have the same name; without their perimeters, which weigh a lot."""
        field.queryset = field.queryset.select_related("commune").defer("perimeter")
        field.label_from_instance = lambda quartier: f"{quartier.name} ({quartier.commune.name})"

    def _settle_slug(self, slug):
        if self.instance.fixed_slug:
            slug.disabled = True
            slug.initial = self.initial["slug"] = self.instance.fixed_slug
            slug.help_text = _("Cette adresse ne change pas : d’autres pages du portail s’y tiennent.")
        elif self.instance.first_published_at:
            if can_publish_content(self.for_user):
                slug.help_text = _("Cette page a été publiée : si vous changez l’adresse, l’ancienne y renverra.")
            else:
                slug.disabled = True
                slug.help_text = _("Figée à la première publication. La coordination peut la changer.")

    def clean(self):
        """A new page has no parent yet that its own validation could ask."""
        cleaned = super().clean()
        at_the_top = self.parent_page is not None and self.parent_page.depth == FRONT_PAGE_DEPTH
        if at_the_top and cleaned.get("slug") and not self.instance.fixed_slug:
            try:
                validate_free_path(cleaned["slug"])
            except ValidationError as error:
                self.add_error("slug", error)
        return cleaned


class ProjectPageForm(PortalPageForm):
    """A fiche is ordered by the themes of its own convention, and by those only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "themes" in self.fields and self.parent_page is not None:
            field = self.fields["themes"]
            field.queryset = field.queryset.filter(page_id=self.parent_page.pk).order_by("order", "id")
