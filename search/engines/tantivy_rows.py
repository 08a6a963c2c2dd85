"""Sets of rows as the bits of integers: which rows match a query, and how many of them have each value of a facet.

Tantivy scores quickly but is slow to tell which rows have at least half of a long question's syllables, and every
facet asks that again. A set over 49,000 rows is 6 kB; Python joins, adds and counts such integers in microseconds.
Sets belong to one snapshot of the index: they are read from it when first needed and go with it.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from tantivy import DocAddress, Query, Schema, Searcher

from search.engines.base import Wording
from search.engines.tantivy_query import QueryBuilder, day_queries, term_query
from search.schema import TAB_FACETS, TAB_PREFIX

Rows = int
"""Bit n is set where row n is in the set."""

ONE = ord("1")
_TERMS_KEPT = 4_096
_DAYS_KEPT = 32
_FACET_VALUES = 100_000


class RowSets:
    """The sets of one opened snapshot."""

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self.searcher = searcher
        self._schema = schema
        self.of_term = lru_cache(_TERMS_KEPT)(self._of_term)
        self.on_day = lru_cache(_DAYS_KEPT)(self._on_day)
        self.facet = lru_cache(None)(self._facet)

    def number(self, address: DocAddress) -> int:
        """The row's number in the sets."""
        return self._begins[address.segment_ord] + address.doc

    def of(self, query: Query) -> Rows:
        """The rows that match a Tantivy query, whatever their scores."""
        size = self._begins[-1]
        digits, highest = bytearray(b"0") * size, [size - 1 - begins for begins in self._begins]
        # Thousands of rows a syllable, once a process: the loop is as short as Python lets it be.
        for _score, address in self._hits(query):
            digits[highest[address.segment_ord] - address.doc] = ONE
        return int(digits, 2) if digits else 0

    @cached_property
    def _begins(self) -> list[int]:
        """The number of each segment's first row, and behind them the number of all rows."""
        sizes: dict[int, int] = {}
        for _score, address in self._hits(Query.all_query()):
            sizes[address.segment_ord] = max(sizes.get(address.segment_ord, 0), address.doc + 1)
        begins = [0]
        for segment in range(max(sizes, default=-1) + 1):
            begins.append(begins[-1] + sizes.get(segment, 0))
        return begins

    def _hits(self, query: Query) -> list:
        constant = Query.const_score_query(query, 1.0)
        return self.searcher.search(constant, limit=max(1, self.searcher.num_docs), count=False).hits

    def _of_term(self, field: str, token: str) -> Rows:
        return self.of(term_query(self._schema, field, token))

    def _on_day(self, day: int) -> Rows:
        begun, not_over = day_queries(self._schema, day)
        return self.of(begun) & self.of(not_over)

    def _facet(self, name: str) -> list[tuple[str, Rows]]:
        """Each value of a facet with the rows that have it."""
        wanted = {name: {"terms": {"field": name, "size": _FACET_VALUES}}}
        buckets = self.searcher.aggregate(Query.all_query(), wanted)[name]["buckets"]
        return [(bucket["key"], self.of_term(name, bucket["key"])) for bucket in buckets]


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
                rows &= _union(self._sets.of_term(name, value) for value in values)
        return rows

    def count_facet(self, name: str, rows: Rows) -> dict[str, int]:
        """How many of `rows` have each value of a facet, the most frequent first."""
        counts = ((value, (rows & having).bit_count()) for value, having in self._sets.facet(name))
        return dict(sorted((c for c in counts if c[1]), key=lambda count: (-count[1], count[0])))

    def _worded(self, tab: str) -> Rows:
        """The rows of a tab that match all but the filters."""
        query, sets, prefix = self.query, self._sets, TAB_PREFIX[tab]
        rows = sets.of_term("tab", tab) & sets.on_day(query.day)
        if query.wordings[0].syllables:
            rows &= _union(self._said(prefix, wording) for wording in query.wordings)
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


def tally(sets: Iterable[Rows]) -> list[Rows]:
    """How many of `sets` each row is in, in binary: one integer a digit for all rows at once, the lowest first."""
    digits: list[Rows] = []
    for rows in sets:
        carry = rows
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits


def at_least(required: int, sets: Sequence[Rows]) -> Rows:
    """The rows that are in `required` or more of `sets`: their tally is compared digit by digit from the highest."""
    digits = tally(sets)
    if required.bit_length() > len(digits):
        return 0
    more, equal = 0, _union(sets)
    for place in reversed(range(len(digits))):
        if required >> place & 1:
            equal &= digits[place]
        else:
            more |= equal & digits[place]
            equal &= ~digits[place]
    return more | equal


def highest(digits: Sequence[Rows], rows: Rows) -> int:
    """The highest number in a tally that one of `rows` has."""
    number = 0
    for place in reversed(range(len(digits))):
        if having := rows & digits[place]:
            number, rows = number | 1 << place, having
    return number


def flags(rows: Rows) -> bytes:
    """The rows for `is_set`, which takes no longer the larger the index is."""
    return rows.to_bytes(rows.bit_length() // 8 + 1, "little")


def is_set(flags: bytes, number: int) -> int:
    """1 for a row in the set, else 0."""
    place = number >> 3
    return flags[place] >> (number & 7) & 1 if place < len(flags) else 0


def _union(sets: Iterable[Rows]) -> Rows:
    union = 0
    for rows in sets:
        union |= rows
    return union
