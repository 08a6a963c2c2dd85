"""Saved searches as their owner reads them: what each asks for, and how many results it has now."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from search import wording
from search.facets import all_names
from search.models import SavedSearch
from search.query import SearchQuery
from search.saved.saving import query_of
from search.searching import count


def saved_search_rows(searches: Iterable[SavedSearch]) -> list[dict[str, Any]]:
    """Each with `saved`, `url`, `said` (what it asks for), `total` (None without an index) and `more` (results since
    the person last looked, negative where there are fewer). One small search each."""
    queries = [(saved, query_of(saved)) for saved in searches]
    names = _names(query for _saved, query in queries)
    address = reverse("search:search")
    rows = []
    for saved, query in queries:
        total = count(query)
        known = total is not None and saved.seen_total is not None
        rows.append(
            {
                "saved": saved,
                "url": f"{address}?{query.to_query_string()}",
                "said": [wording.tab_name(query.tab), *wording.said_of(query, names)],
                "total": total,
                "more": total - saved.seen_total if known else 0,
            }
        )
    return rows


def account_page(user: User) -> SafeString:
    """The way to them from one's account page, for who has saved any."""
    number = SavedSearch.objects.filter(user=user).count()
    return render_to_string("search/account_section.html", {"number": number}) if number else mark_safe("")


def _names(queries: Iterable[SearchQuery]) -> dict[tuple[str, str], str]:
    """(facet, value) -> name over all filters: a query a facet, however many searches."""
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for query in queries:
        for facet, chosen in query.filters.items():
            values[facet] |= dict.fromkeys(chosen)
    return all_names({facet: tuple(chosen) for facet, chosen in values.items()}, [])
