"""Which rows match a query, and how many of them have each value of a facet: joined and counted from sets of rows.

Tantivy scores quickly but is slow to tell which rows have at least half of a long question's syllables, and every
facet asks that again.
"""

from collections.abc import Sequence
from functools import lru_cache

from search.engines.base import Wording
from search.engines.rows import Rows, at_least, union
from search.engines.tantivy_query import QueryBuilder
from search.engines.tantivy_rows import RowSets
from search.schema import TAB_FACETS, TAB_PREFIX


class Matching:
    """The rows that match one query, in any tab and under any of its filters."""

    def __init__(self, sets: RowSets, builder: QueryBuilder) -> None:
        self._sets = sets
        self.builder = builder
        self.query = builder.compiled
        self.unfiltered = lru_cache(None)(self._worded)

    def rows(self, tab: str, *, without: str | None = None) -> Rows:
        """The matching rows of a tab; `without` is a facet whose filter is left out."""
        rows = self.unfiltered(tab)
        for name, values in self.query.filters.items():
            if name != without and name in TAB_FACETS[tab]:
                rows &= union(self._sets.of_term(name, value) for value in values)
        return rows

    def count_facet(self, name: str, rows: Rows) -> dict[str, int]:
        """How many of `rows` have each value of a facet, the most frequent first."""
        counts = ((value, (rows & having).bit_count()) for value, having in self._sets.facet(name))
        return dict(sorted((c for c in counts if c[1]), key=lambda count: (-count[1], count[0])))

    def _worded(self, tab: str) -> Rows:
        """The rows of a tab that match all but the filters."""
        query, sets, prefix = self.query, self._sets, TAB_PREFIX[tab]
        rows = sets.on_day(query.day) & sets.of_term("tab", tab)
        if query.wordings[0].syllables:
            rows &= union(self._said(prefix, wording) for wording in query.wordings)
        for tokens in query.phrases:
            rows &= self._phrase(prefix, tokens)
        for token in query.titled:
            rows &= sets.of_term("title", prefix + token)
        for number in query.numbers:
            rows &= sets.of(self.builder.number(prefix, number))
        for tokens in query.excluded:
            rows &= ~self._phrase(prefix, tokens)
        return rows

    def _said(self, prefix: str, wording: Wording) -> Rows:
        return at_least(wording.required, [self._sets.of_term("text", prefix + token) for token in wording.syllables])

    def _phrase(self, prefix: str, tokens: Sequence[str]) -> Rows:
        if len(tokens) == 1:
            return self._sets.of_term("text", prefix + tokens[0])
        return self._sets.of(self.builder.phrase(prefix, tokens))
