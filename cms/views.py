from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.views import serve

from cms.pages import quartiers
from cms.visibility import tree_frame


def quartier(request, slug):
    """The page editors wrote about a quartier, served by Wagtail with its restrictions and hooks.

    Where they wrote none, or withdrew it, the facts alone: the address answers from the day the quartier exists.
    """
    path, site = f"quartiers/{slug}/", tree_frame().site
    if site is not None:
        request._wagtail_site = site
    if Page.route_for_request(request, path) is not None:
        return serve(request, path)
    context = quartiers.facts_alone(slug, request)
    if context is None:
        raise Http404(_("Ce quartier n’existe pas."))
    return render(request, "cms/quartier.html", context)
