"""The door of every page under /agents/."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.views.decorators.cache import never_cache


def desk_page(allowed: Callable[..., bool]):
    """For a view under /agents/: anonymous people sign in first, 404 where not `allowed(user)`; no copy is kept.

    `@desk_page(rules.can_enter_report_desk)`. The view still asks its own rule for the object it shows.
    """

    def decorate(view):
        @never_cache
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
