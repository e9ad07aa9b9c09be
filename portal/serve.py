"""The address of every page of the tree."""

from wagtail import views

from cms.visibility import tree_frame


def page(request, path):
    """As Wagtail serves it, with the one site and its front page remembered instead of read twice for each request."""
    site = tree_frame().site
    if site is not None:
        request._wagtail_site = site
    return views.serve(request, path)
