from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.citizens.adapter import absolute
from search import wording
from search.facets import all_names, option_groups
from search.filters import known_filters
from search.learning.recording import count_search
from search.paging import page_links
from search.query import SearchQuery, SearchResults, Sort
from search.schema import DOCUMENTS, PLANS, REGULATIONS, TABS
from search.searching import search

_RESULTS = {
    REGULATIONS: "components/results_regulations.html",
    DOCUMENTS: "components/results_documents.html",
    PLANS: "components/results_plans.html",
}


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The search page: whatever the address says, it answers 200 and names what it could not use."""
    asked = SearchQuery.from_params(request.GET, today=timezone.localdate())
    known, unknown = known_filters(asked)
    results = search(known)
    count_search(request, results)
    whole = request.GET.get("all", "")
    groups = option_groups(results, whole=whole)
    names = all_names(results.query.filters, groups)
    context = _frame(request, results) | {
        "notices": wording.notices(asked, unknown, results),
        "groups": groups,
        "whole": any(group["whole"] for group in groups),
        "chips": wording.chips(results.query, names),
        "understood": wording.understood(results),
        "within": wording.within_document(results),
        "empty": None if results.hits else wording.empty_page(results, names),
        "pages": page_links(results),
    }
    return render(request, "search/search.html", context)


def _frame(request: HttpRequest, results: SearchResults) -> dict:
    query = results.query
    typed_day = request.GET.get("on", "").strip()[:40]
    return {
        "page_title": _("Tra cứu: %(text)s") % {"text": query.text[:80]} if query.text else _("Tra cứu quy định"),
        "noindex": bool(request.GET),
        "q": query.text,
        "query": query,
        "results": results,
        "can_export": not results.limited,
        "query_string": query.to_query_string(),
        "link": absolute(f"{request.path}?{query.to_query_string(page=query.page)}"),
        "in_documents": query.tab == DOCUMENTS,
        "results_template": _RESULTS[query.tab],
        "day": query.on.isoformat() if query.day_chosen else typed_day,
        "day_type": "text" if typed_day and not query.day_chosen else "date",
        "other_day": query.on if query.day_chosen and query.on != timezone.localdate() else None,
        "today_url": f"?{query.to_query_string(day_chosen=False)}",
        "tabs": [
            {
                "label": wording.tab_name(tab),
                "url": f"?{query.to_query_string(tab=tab)}",
                "count": results.tab_counts.get(tab),
                "current": tab == query.tab,
            }
            for tab in TABS
        ],
        "sorts": [
            {"value": sort.value, "label": wording.sort_name(sort), "chosen": sort == query.sort} for sort in Sort
        ],
    }
