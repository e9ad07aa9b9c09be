"""What the browser may load and use, by path.

django-csp knows one policy and exclusions from it; the Wagtail admin as delivered needs inline script and style, so its
prefix gets a policy of its own (`CONTENT_SECURITY_POLICY_ADMIN`) and every other page the strict one.
"""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings

# A resident may be asked where they stand when they report; nothing here films, listens, pays or profiles.
FORBIDDEN = ("browsing-topics", "camera", "microphone", "midi", "payment", "serial", "usb")
PERMISSIONS = ", ".join(["geolocation=(self)", *(f"{feature}=()" for feature in FORBIDDEN)])


class PathAwareCSPMiddleware(CSPMiddleware):
    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or not request.path_info.startswith(settings.ADMIN_PREFIX):
            return parts
        return PolicyParts(settings.CONTENT_SECURITY_POLICY_ADMIN, parts.update, parts.replace, parts.nonce)

    def process_response(self, request, response):
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
