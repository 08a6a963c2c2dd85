"""Files beside published versions, handed out so that no browser runs them."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulations.models import Attachment
from regulations.originals import public_file

logger = logging.getLogger("portal")
NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"
A_YEAR = 365 * 24 * 3600


@require_safe
def original(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A file under its hash: what the address means never changes. 404 while its version is a draft."""
    found = public_file(sha256, name)
    if found is None:
        raise Http404
    if found.withdrawn_at is not None:
        context = {"attachment": found, "page_title": _("Tệp đã được rút"), "noindex": True}
        return render(request, "regulations/original_withdrawn.html", context, status=410)
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) or file_response(found)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def file_response(attachment: Attachment) -> FileResponse:
    """The file as a download of its own type, whatever a browser would make of it. Raises Http404 where it is gone."""
    try:
        file = attachment.file.open("rb")
    except OSError:
        logger.error("An original is not on the disk: %s", attachment.file.name)
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=attachment.file_name, content_type=attachment.media_type)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
