"""`MAINTENANCE=1` closes the site with a page that says so, while the database may be away."""

from django.conf import settings

from portal.errors import standalone

OPEN = ("/sante/",)
RETRY_SECONDS = 300


class MaintenanceMiddleware:
    """Everything answers 503, except the probes that watch the works. Static files are served before it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.MAINTENANCE or request.path.startswith(OPEN):
            return self.get_response(request)
        response = standalone(503)
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
