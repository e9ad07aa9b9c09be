from django.http import Http404
from django.utils.translation import gettext as _

from participation.base.site.selectors import path_is_open


class ModulesMiddleware:
    """The pages of a module that the commune switched off answer 404, as if the module had never been there.

    Costs nothing on a path that no module registered; elsewhere the settings row, which the page needs anyway.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not path_is_open(request.path_info):
            raise Http404(_("Cette rubrique est fermée."))
        return self.get_response(request)
