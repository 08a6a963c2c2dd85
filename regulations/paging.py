"""Pages of a plain list: the number from the address, the links for components/pagination.html."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def page_of(
    rows: QuerySet, request: HttpRequest, size: int, *, total: int | None = None
) -> tuple[list, dict[str, Any]]:
    """One page's rows and the pagination's context. `total` saves counting. Raises Http404 for a page there is not."""
    paginator = Paginator(rows, size)
    if total is not None:
        paginator.__dict__["count"] = total
    given = request.GET.get("page", "1")
    if not (given.isdecimal() and len(given) < 9 and 1 <= int(given) <= paginator.num_pages):
        raise Http404
    page = paginator.page(int(given))
    return list(page.object_list), {
        "number": page.number,
        "num_pages": paginator.num_pages,
        "previous_url": _url(request, page.number - 1) if page.has_previous() else "",
        "next_url": _url(request, page.number + 1) if page.has_next() else "",
        "items": [
            {"gap": True}
            if number == Paginator.ELLIPSIS
            else {"number": number, "url": _url(request, number), "current": number == page.number}
            for number in paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
    }


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    if number == 1:
        del query["page"]
    return f"{request.path}?{query.urlencode()}" if query else request.path
