"""`/api/search`: the search page's answer as JSON, under the same parameters. Described in docs/search.md."""

from dataclasses import asdict
from html import unescape

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from search.facets import PARAMETERS
from search.filters import known_filters
from search.hits import Hit
from search.query import SearchQuery, SearchResults
from search.searching import search
from search.wording import notices

_BELOW = {"provisions", "items"}
"""What a hit has below it, hits again."""


@csrf_exempt  # it only reads: a program that posts is told that the method is wrong, not its form
@require_safe
def search_json(request: HttpRequest) -> JsonResponse:
    """Always 200; what could not be used of the address is in `notices`. Sets no cookie."""
    asked = SearchQuery.from_params(request.GET, today=timezone.localdate())
    known, unknown = known_filters(asked)
    results = search(known)
    answer = _answer(results) | {"notices": notices(asked, unknown, results)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _answer(results: SearchResults) -> dict:
    query = results.query
    return {
        "query": {
            "q": query.text,
            "in": query.tab,
            "on": query.on,
            "sort": query.sort,
            **{PARAMETERS[facet]: values for facet, values in query.filters.items()},
        },
        "total": results.total,
        "page": query.page,
        "pages": results.page_count,
        "limited": results.limited,
        "stand_in": results.stand_in,
        "understood": [asdict(one) for one in results.understood],
        "tabs": results.tab_counts,
        "facets": {
            PARAMETERS[facet]: [{"value": one.value, "count": one.count, "selected": one.selected} for one in counts]
            for facet, counts in results.facets.items()
        },
        "results": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> dict:
    """Plain texts for programs; `highlight` is the HTML that the page shows."""
    row = asdict(hit)
    plain = {"title": row.pop("plain_title"), "snippet": _plain(row["snippet"])}
    highlight = {"title": str(row.pop("title")), "snippet": str(row.pop("snippet"))}
    for below in _BELOW & row.keys():
        row[below] = [_passage(dict(passage)) for passage in row[below]]
    return plain | row | {"highlight": highlight}


def _passage(passage: dict) -> dict:
    plain = {"title": passage.pop("plain_title"), "snippet": _plain(passage["snippet"])}
    highlight = {"title": str(passage.pop("title")), "snippet": str(passage.pop("snippet"))}
    return plain | passage | {"highlight": highlight}


def _plain(snippet: str) -> str:
    return unescape(strip_tags(snippet))
