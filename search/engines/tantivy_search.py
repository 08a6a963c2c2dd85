"""One search in an opened Tantivy index: the page in order, then what is counted over the whole matching set."""

import itertools
from typing import Any

from tantivy import Order, Query, Searcher

from search.engines.base import CompiledQuery, EngineResults
from search.engines.tantivy_query import QueryBuilder
from search.query import LAST_RESULT, Sort
from search.schema import TAB_FACETS, TABS

_FACET_VALUES = 5_000
_ORDER_FIELDS = {Sort.NEWEST: "order_newest", Sort.TITLE: "order_title"}
_LOOSE_WINDOW = 1_000

Scored = tuple[float, Any]
Counts = dict[str, dict[str, int]]


def run(searcher: Searcher, builder: QueryBuilder) -> EngineResults:
    """Answers one query."""
    query = builder.compiled
    facets, total = _facets(searcher, builder)
    tabs = {query.tab: total}
    for tab in TABS:
        if tab != query.tab:
            tabs[tab] = searcher.search(builder.matching(tab=tab), limit=1, count=True).count
    ids: tuple[str, ...] = ()
    if total > query.offset:
        by_score = query.sort is Sort.RELEVANCE and query.scores
        ids = _best(searcher, builder) if by_score else _ordered(searcher, builder)
    return EngineResults(ids, total, facets, {tab: tabs[tab] for tab in TABS})


def _ordered(searcher: Searcher, builder: QueryBuilder) -> tuple[str, ...]:
    """The page by a field; the newest first where nothing tells rows apart."""
    query = builder.compiled
    field = _ORDER_FIELDS.get(query.sort, "order_newest")
    matching = builder.matching(tab=query.tab)
    found = searcher.search(
        matching, limit=query.limit, offset=query.offset, count=False, order_by_field=field, order=Order.Asc
    )
    return tuple(searcher.doc(address).get_first("id") for _key, address in found.hits)


def _best(searcher: Searcher, builder: QueryBuilder) -> tuple[str, ...]:
    """The page by score, equal scores by title and id: it looks behind the page while the page's last score goes on."""
    query = builder.compiled
    end = query.offset + query.limit
    window = end + query.limit
    while True:
        hits, exhausted = _top(searcher, builder, window)
        settled = len(hits) > end and hits[end - 1][0] != hits[-1][0]
        if exhausted or settled or window > LAST_RESULT:
            return _slice(searcher, hits, query)
        window *= 4


def _top(searcher: Searcher, builder: QueryBuilder, window: int) -> tuple[list[Scored], bool]:
    """Matching rows from the best on, and whether that is all of them.

    Counting how many syllables each row has is the dear part of a long query. The best rows nearly always have enough,
    so they are taken from those with any syllable, and only they are checked.
    """
    query = builder.compiled
    if query.required <= 1 or len(query.syllables) <= 2 or window > _LOOSE_WINDOW:
        hits = searcher.search(builder.scored(), limit=window, count=False).hits
        return hits, len(hits) < window
    hits = searcher.search(builder.scored(required=1), limit=window, count=False).hits
    by_id = {searcher.doc(address).get_first("id"): (score, address) for score, address in hits}
    if not by_id:
        return [], True
    counted = searcher.search(builder.syllable_counts(list(by_id)), limit=len(by_id), count=False).hits
    enough = {searcher.doc(address).get_first("id") for count, address in counted if count >= query.required}
    return [hit for row_id, hit in by_id.items() if row_id in enough], len(hits) < window


def _slice(searcher: Searcher, hits: list[Scored], query: CompiledQuery) -> tuple[str, ...]:
    ids: list[str] = []
    position, end = 0, query.offset + query.limit
    for _score, group in itertools.groupby(hits, key=lambda hit: hit[0]):
        addresses = [address for _, address in group]
        if position + len(addresses) > query.offset:
            rows = sorted(_identity(searcher, address) for address in addresses)
            ids += [row_id for _, row_id in rows[max(0, query.offset - position) :]]
        position += len(addresses)
        if position >= end:
            break
    return tuple(ids[: query.limit])


def _identity(searcher: Searcher, address: Any) -> tuple[str, str]:
    row = searcher.doc(address)
    return row.get_first("sort_title"), row.get_first("id")


def _facets(searcher: Searcher, builder: QueryBuilder) -> tuple[Counts, int]:
    """The counts of every facet and the size of the set: one pass under all filters, one more a filtered facet."""
    query = builder.compiled
    names = TAB_FACETS[query.tab]
    shared = [name for name in names if name not in query.filters]
    counts = _count(searcher, builder.matching(tab=query.tab), [*shared, "tab"])
    for name in names:
        if name in query.filters:
            counts |= _count(searcher, builder.matching(tab=query.tab, without=name), [name])
    return {name: counts[name] for name in names}, sum(counts["tab"].values())


def _count(searcher: Searcher, matching: Query, names: list[str]) -> Counts:
    wanted = {name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in names}
    answer = searcher.aggregate(matching, wanted)
    return {
        name: dict(sorted(((b["key"], b["doc_count"]) for b in answer[name]["buckets"]), key=lambda c: (-c[1], c[0])))
        for name in names
    }
