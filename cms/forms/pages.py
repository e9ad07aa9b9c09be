"""Forms of the page editor."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from participation.accounts.rules import can_publish_content


class PortalPageForm(WagtailAdminPageForm):
    """Addresses are permanent: once a page was published, its slug changes only by decision of the coordination, and
    the old address then redirects."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug is None:
            return
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


class ProjectPageForm(PortalPageForm):
    """A fiche is ordered by the themes of its own convention, and by those only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "themes" in self.fields and self.parent_page is not None:
            field = self.fields["themes"]
            field.queryset = field.queryset.filter(page_id=self.parent_page.pk).order_by("order", "id")
