from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.base.desk import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_links(context):
    """The lists of the person who reads, for the tabs of the desk; looked up once per request."""
    request = context["request"]
    if not hasattr(request, "desk_links"):
        request.desk_links = registry.links(request.user)
    path = request.path
    tabs = [{"url": reverse("desk"), "label": _("À faire"), "count": None, "current": path == reverse("desk")}]
    return tabs + [
        {"url": link.url, "label": link.label, "count": link.count, "current": path.startswith(link.url)}
        for link in request.desk_links
    ]
