"""Names that fit a half-typed text, in an opened Tantivy index."""

from collections.abc import Iterator

from tantivy import Occur, Order, Query, Schema, Searcher

from search.engines.tantivy_query import day_clauses, term_query
from search.names import NamePattern, NameQuery
from search.schema import TAB_PREFIX

Clause = tuple[Occur, Query]


def suggested_ids(searcher: Searcher, schema: Schema, query: NameQuery) -> dict[str, tuple[str, ...]]:
    """Ids by tab: one small search a pattern, until there are enough."""
    on_day = day_clauses(schema, query.day)
    found: dict[str, tuple[str, ...]] = {}
    for tab, limit in query.limits.items():
        ids: dict[str, None] = {}
        for pattern in query.patterns:
            if len(ids) >= limit:
                break
            # Those that fitted a stricter pattern fit this one too and may all come first.
            wanted = limit + len(ids)
            clauses = [*_fitting(schema, TAB_PREFIX[tab], pattern), *on_day]
            ids |= dict.fromkeys(_first_by_order(searcher, clauses, wanted))
        found[tab] = tuple(ids)[:limit]
    return found


def _first_by_order(searcher: Searcher, clauses: list[Clause], limit: int) -> Iterator[str]:
    fitting = Query.boolean_query(clauses)
    found = searcher.search(fitting, limit=limit, count=False, order_by_field="name_order", order=Order.Asc)
    return (searcher.doc(address).get_first("id") for _key, address in found.hits)


def _fitting(schema: Schema, prefix: str, pattern: NamePattern) -> Iterator[Clause]:
    for token in pattern.tokens:
        yield Occur.Must, term_query(schema, "name", prefix + token)
    if pattern.beginnings:
        begun = [(Occur.Should, _begins(schema, prefix + beginning)) for beginning in pattern.beginnings]
        yield Occur.Must, Query.boolean_query(begun)


def _begins(schema: Schema, beginning: str) -> Query:
    # With no distance it is exactly so, whatever follows.
    return Query.fuzzy_term_query(schema, "name", beginning, distance=0, prefix=True)
