import copy

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.models.base import BasePage

# Deeper or longer addresses than any page has are refused before they reach the database.
DEPTH_MAX = 12


class HomePage(BasePage):
    """The front page and the root of the one site."""

    headline = models.CharField(
        _("phrase d’accueil"), max_length=80, default="Un souci dans le quartier ? On vous répond."
    )
    convention = models.ForeignKey(
        "cms.ConventionPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("convention mise en avant"),
    )

    shows = "home.front.context"
    max_count = 1
    fixed_slug = "accueil"
    is_pillar = True
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home.html"
    content_panels = [*BasePage.content_panels, FieldPanel("headline"), FieldPanel("convention")]

    class Meta:
        verbose_name = _("page d’accueil")

    def route(self, request, path_components):
        """The page of an address in one query (and one for its own fields) instead of two for each segment.

        The deepest page along the address is looked up by `slug`, which is indexed, and `url_path`. It is the answer
        when the address ends there; a `RoutablePage` routes the rest itself; nothing else continues an address.
        Raises Http404, so that a redirect may still answer.
        """
        if not path_components:
            if not self.live:
                raise Http404
            # This very object may be remembered for other requests (`cms.visibility`): each gets its own.
            return RouteResult(copy.copy(self))
        if len(path_components) > DEPTH_MAX or "\0" in "".join(path_components):
            raise Http404
        addresses = [self.url_path]
        for component in path_components:
            addresses.append(f"{addresses[-1]}{component}/")
        along = Page.objects.filter(slug__in=path_components, url_path__in=addresses[1:]).order_by("-depth")
        found = along.values_list("pk", "depth", "live", "content_type_id").first()
        if found is None:
            raise Http404
        pk, depth, live, content_type = found
        rest = path_components[depth - self.depth :]
        model = ContentType.objects.get_for_id(content_type).model_class() or Page
        if rest and issubclass(model, RoutablePageMixin):
            return model.objects.get(pk=pk).route(request, rest)
        if rest or not live:
            raise Http404
        along = getattr(model, "read_along", ()) or (None,)
        return RouteResult(model.objects.select_related(*along).get(pk=pk))
