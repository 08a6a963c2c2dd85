"""Questions to the lookup as an address asks them."""

import datetime

from django.http import QueryDict

from search.filters import known_filters
from search.query import SearchQuery, SearchResults
from search.searching import search

TODAY = datetime.date(2026, 11, 22)


def ask(address: str = "", *, today: datetime.date = TODAY) -> SearchResults:
    """The answer to `q=...&kind=...`; unknown filters are dropped."""
    query, _unknown = known_filters(SearchQuery.from_params(QueryDict(address), today=today))
    return search(query)


def codes(address: str = "", **options) -> list[str]:
    """The codes of the regulations on the page, in order."""
    return [hit.code for hit in ask(address, **options).hits]


def places(address: str, **options) -> list[str]:
    """The headings of the passages on the documents page, in order."""
    return [passage.plain_title for hit in ask(f"in=documents&{address}", **options).hits for passage in hit.provisions]


def counts(address: str, facet: str, **options) -> dict[str, int]:
    return {one.value: one.count for one in ask(address, **options).facets[facet]}
