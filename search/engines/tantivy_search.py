"""One search in an opened Tantivy index: Tantivy scores, sets of rows say what matches and are counted."""

import itertools
from typing import Any

from search.engines.base import CompiledQuery, EngineResults
from search.engines.tantivy_query import QueryBuilder
from search.engines.tantivy_rows import Matching, Rows, RowSets
from search.query import Sort
from search.schema import TAB_FACETS, TABS

_ORDER_FIELDS = {Sort.NEWEST: "order_newest", Sort.TITLE: "order_title"}

Scored = tuple[float, Any]
Counts = dict[str, dict[str, int]]


def run(sets: RowSets, builder: QueryBuilder) -> EngineResults:
    """Answers one query."""
    query = builder.compiled
    matching = Matching(sets, builder)
    rows = matching.rows(query.tab)
    totals = {tab: (rows if tab == query.tab else matching.rows(tab)).bit_count() for tab in TABS}
    ids: tuple[str, ...] = ()
    if totals[query.tab] > query.offset:
        ids = _page(sets, builder, rows)
    return EngineResults(ids, totals[query.tab], _facets(matching, query, rows), totals)


def all_ids(sets: RowSets, builder: QueryBuilder) -> tuple[str, ...]:
    """The rows that match, for a query whose limit is as large as the index."""
    return _page(sets, builder, Matching(sets, builder).rows(builder.compiled.tab))


def _page(sets: RowSets, builder: QueryBuilder, rows: Rows) -> tuple[str, ...]:
    query = builder.compiled
    by_score = query.sort is Sort.RELEVANCE and query.scores
    return _best(sets, builder, rows) if by_score else _ordered(sets, query, rows)


def _facets(matching: Matching, query: CompiledQuery, rows: Rows) -> Counts:
    counts = {}
    for name in TAB_FACETS[query.tab]:
        counted = matching.rows(query.tab, without=name) if name in query.filters else rows
        counts[name] = matching.count_facet(name, counted)
    return counts


def _ordered(sets: RowSets, query: CompiledQuery, rows: Rows) -> tuple[str, ...]:
    """The page by a field; the newest first where nothing tells rows apart."""
    in_order = sets.in_order(query.tab, _ORDER_FIELDS.get(query.sort, "order_newest"))
    flags = rows.to_bytes(rows.bit_length() // 8 + 1, "little")
    end = len(flags) * 8
    numbered = ((sets.number(address), address) for address in in_order)
    found = (address for number, address in numbered if number < end and flags[number >> 3] >> (number & 7) & 1)
    page = itertools.islice(found, query.offset, query.offset + query.limit)
    return tuple(sets.searcher.doc(address).get_first("id") for address in page)


def _best(sets: RowSets, builder: QueryBuilder, rows: Rows) -> tuple[str, ...]:
    """The page by score, equal scores by title and id.

    The best rows with any of the words nearly all match, so a little more than a page of them is taken, then more:
    until the page is full and the score of its last row is left behind, so that no row of an equal score is missed.
    """
    query, searcher = builder.compiled, sets.searcher
    end = query.offset + query.limit
    window = end + query.limit
    narrow = False
    while True:
        hits = searcher.search(builder.scored(narrow=narrow), limit=window, count=False).hits
        found = [hit for hit in hits if rows >> sets.number(hit[1]) & 1]
        settled = len(found) > end and found[end - 1][0] != hits[-1][0]
        if settled or len(hits) < window:
            return _slice(sets, found, query)
        window, narrow = window * 4, True


def _slice(sets: RowSets, hits: list[Scored], query: CompiledQuery) -> tuple[str, ...]:
    ids: list[str] = []
    position, end = 0, query.offset + query.limit
    for _score, group in itertools.groupby(hits, key=lambda hit: hit[0]):
        addresses = [address for _, address in group]
        if position + len(addresses) > query.offset:
            rows = sorted(_identity(sets, address) for address in addresses)
            ids += [row_id for _, row_id in rows[max(0, query.offset - position) :]]
        position += len(addresses)
        if position >= end:
            break
    return tuple(ids[: query.limit])


def _identity(sets: RowSets, address: Any) -> tuple[str, str]:
    row = sets.searcher.doc(address)
    return row.get_first("sort_title"), row.get_first("id")
