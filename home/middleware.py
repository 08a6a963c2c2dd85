"""The admin's own content security policy: Wagtail's pages carry inline scripts and styles, ours do not."""

from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse

ADMIN_PREFIX = "/admin/"


class AdminContentSecurityPolicy:
    """Sends ADMIN_CONTENT_SECURITY_POLICY with each answer under /admin/, and only there; files have a stricter one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        directives = settings.ADMIN_CONTENT_SECURITY_POLICY.items()
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            # A preview has been through the public pages' policy already; it is shown in a frame of the admin.
            if not isinstance(response, FileResponse) or "Content-Security-Policy" not in response:
                response["Content-Security-Policy"] = self.policy
            response["Cache-Control"] = response.get("Cache-Control", "private, no-store")
        return response
