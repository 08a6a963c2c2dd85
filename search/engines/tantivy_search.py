"""One search in an opened Tantivy index: Tantivy scores, sets of rows say what matches and are counted."""

from tantivy import Order

from search.engines.base import CompiledQuery, EngineResults
from search.engines.rows import Rows, flags, is_set
from search.engines.tantivy_matching import Matching
from search.engines.tantivy_query import QueryBuilder
from search.engines.tantivy_ranking import best
from search.engines.tantivy_rows import RowSets
from search.query import Sort
from search.schema import TAB_FACETS, TABS

_ORDER_FIELDS = {Sort.NEWEST: "order_newest", Sort.TITLE: "order_title"}

Counts = dict[str, dict[str, int]]


def run(sets: RowSets, builder: QueryBuilder) -> EngineResults:
    """Answers one query."""
    query = builder.compiled
    matching = Matching(sets, builder)
    rows = matching.rows(query.tab)
    totals = {tab: (rows if tab == query.tab else matching.rows(tab)).bit_count() for tab in TABS}
    ids: tuple[str, ...] = ()
    if totals[query.tab] > query.offset:
        ids = _page(sets, matching, rows)
    return EngineResults(ids, totals[query.tab], _facets(matching, query, rows), totals)


def all_ids(sets: RowSets, builder: QueryBuilder) -> tuple[str, ...]:
    """The rows that match, for a query whose limit is as large as the index."""
    matching = Matching(sets, builder)
    return _page(sets, matching, matching.rows(builder.compiled.tab))


def _page(sets: RowSets, matching: Matching, rows: Rows) -> tuple[str, ...]:
    query = matching.query
    if query.sort is Sort.RELEVANCE and query.scores:
        return best(sets, matching, rows)
    return _ordered(sets, matching, rows)


def _ordered(sets: RowSets, matching: Matching, rows: Rows) -> tuple[str, ...]:
    """The page by a field; the newest first where nothing tells rows apart."""
    query, rows_flags = matching.query, flags(rows)
    field, end = _ORDER_FIELDS.get(query.sort, "order_newest"), query.offset + query.limit
    window = end
    while True:
        found = sets.searcher.search(
            matching.builder.ordered(), limit=window, count=False, order_by_field=field, order=Order.Asc
        ).hits
        addresses = [address for _key, address in found]
        numbered = zip(sets.numbers(addresses), addresses, strict=True)
        page = [address for number, address in numbered if is_set(rows_flags, number)][query.offset : end]
        if len(page) == query.limit or len(found) < window:
            return tuple(sets.searcher.doc(address).get_first("id") for address in page)
        window *= 4


def _facets(matching: Matching, query: CompiledQuery, rows: Rows) -> Counts:
    counts = {}
    for name in TAB_FACETS[query.tab]:
        counted = matching.rows(query.tab, without=name) if name in query.filters else rows
        counts[name] = matching.count_facet(name, counted)
    return counts
