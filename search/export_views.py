"""/search/export/: the whole list of results as a file. It costs far more than a page, so it is had only so often."""

import tempfile
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.throttling import seconds_to_wait_within, too_many_requests
from regulations.exporting.sheets import csv_lines, write_sheet
from search.engines.base import SearchUnavailable
from search.exporting import Row, exported_rows
from search.filters import known_filters
from search.query import SearchQuery
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from search.wording import tab_name

_NAMES = {REGULATIONS: "quy-dinh", DOCUMENTS: "van-ban", PLANS: "phuong-an"}
_RETRY_SECONDS = 60


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The page's parameters and `format=csv` or `xlsx`; `page` has no meaning. 429 who asks too often, 503 while no
    index answers. Sets no cookie."""
    answer = _FORMATS.get(request.GET.get("format", ""))
    if answer is None:
        raise Http404
    query, _unknown = known_filters(SearchQuery.from_params(request.GET, today=timezone.localdate()))
    if request.method == "HEAD":
        return _named(HttpResponse(), request, query)
    wait = seconds_to_wait_within(request, settings.SEARCH_EXPORT_ATTEMPTS, purpose="search_export")
    if wait:
        return too_many_requests(request, wait)
    try:
        rows = exported_rows(query)
    except SearchUnavailable:
        return _unavailable(request)
    return _named(answer(rows, query), request, query)


def _csv(rows: Iterable[Row], query: SearchQuery) -> HttpResponseBase:
    return StreamingHttpResponse(csv_lines(rows))


def _xlsx(rows: Iterable[Row], query: SearchQuery) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_sheet(file, tab_name(query.tab), rows)
    file.seek(0)
    return FileResponse(file)


_FORMATS: dict[str, Callable[[Iterable[Row], SearchQuery], HttpResponseBase]] = {"csv": _csv, "xlsx": _xlsx}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _named(response: HttpResponseBase, request: HttpRequest, query: SearchQuery) -> HttpResponseBase:
    kind = request.GET["format"]
    response["Content-Type"] = _TYPES[kind]
    response["Content-Disposition"] = f'attachment; filename="{_NAMES[query.tab]}-{query.on.isoformat()}.{kind}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "search/export_unavailable.html", status=503)
    response["Retry-After"] = str(_RETRY_SECONDS)
    return response
