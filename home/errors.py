"""The error pages: what happened, in plain words, and one way out. Under /api/ the same as JSON."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from regulations.text.numbers import number_from_slug

API = "/api/"
_LONGEST_GUESS = 80
LONGEST_TYPED = 20_000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith(API):
        return _as_json(400, "bad_request", _("Yêu cầu không hợp lệ."))
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith(API):
        return _as_json(403, "forbidden", _("Không có quyền thực hiện yêu cầu này."))
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Offers to search for the words of the address: old links mostly still name what they led to."""
    if request.path.startswith(API):
        return _as_json(404, "not_found", _("Không có địa chỉ này."))
    return render(request, "404.html", {"q": words_of(request.path)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        return _as_json(500, "server_error", _("Hệ thống đang gặp sự cố; hãy thử lại sau vài phút."))
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or sent from elsewhere. A long text that was typed is handed back to be copied."""
    typed = request.POST.get("text", "")[:LONGEST_TYPED]
    return render(request, "403.html", {"form_expired": True, "typed": typed}, status=403)


def words_of(path: str) -> str:
    """What to search for instead of an address that does not exist; empty where it has no words.

    The number of a document is put back together: /documents/15-2018-nd-cp/ asks for 15/2018/NĐ-CP.
    """
    languages = {code for code, _name in settings.LANGUAGES}
    steps = [step for step in path.split("/") if step and step not in languages]
    if not steps:
        return ""
    last = re.sub(r"\.(html?|php|aspx?)$", "", steps[-1], flags=re.IGNORECASE)
    number = number_from_slug(last)
    words = re.sub(r"[^\w.]+|_", " ", last, flags=re.UNICODE).strip()
    return (str(number) if number else words)[:_LONGEST_GUESS].strip()


def _as_json(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
