"""The sets of rows that searches are put together from: read from Tantivy once, then kept in step with its commits.

A row has a number that never changes and never comes back, whatever segment it lies in (`RowWriter`). So a set that was
read stays true: after a commit only the rows with newer numbers are read, and one set says which rows are still there.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, lru_cache

from tantivy import DocAddress, Occur, Query, Schema, Searcher

from search.engines.rows import Rows
from search.engines.tantivy_query import numbers_query, off_day_query, term_query

ONE = ord("1")
_BYTES_KEPT = 64_000_000
_FEWEST_KEPT = 512
_FACET_VALUES = 100_000
_STRETCH = 8_192
"""Numbers among which the rows are read anew when some of them are gone."""


class KnownSets:
    """What was read of one index, for all its snapshots of a process: the sets used last, 64 MB of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sets: dict[Hashable, tuple[int, Rows]] = {}
        self.snapshots = 0
        self.live: tuple[int, int, Rows] = (0, 0, 0)
        """In which snapshot rows were last looked at, up to which number, and which of them were there."""
        self.values: dict[str, tuple[int, tuple[str, ...]]] = {}
        """Facet -> up to which number its values were looked for, and those."""

    def up_to(self, end: int, key: Hashable, read: Callable[[int], Rows]) -> Rows:
        """The set of this name over all numbers below `end`; `read` is asked for those from a number on."""
        with self._lock:
            known, rows = self._sets.pop(key, (0, 0))
        if known < end:
            known, rows = end, rows | read(known)
        with self._lock:
            self._sets[key] = known, rows
            most = max(_FEWEST_KEPT, _BYTES_KEPT * 8 // (end + 1))
            while len(self._sets) > most:
                self._sets.pop(next(iter(self._sets)))
        return rows


class RowSets:
    """The sets of one opened snapshot; `known` is what snapshots of the same index share."""

    def __init__(self, searcher: Searcher, schema: Schema, known: KnownSets) -> None:
        self.searcher = searcher
        self._schema = schema
        self.known = known
        known.snapshots += 1
        self._place = known.snapshots
        self.facet = lru_cache(None)(self._facet)

    def numbers(self, addresses: Sequence[DocAddress]) -> list[int]:
        """The numbers of rows that were found."""
        return self.searcher.fast_field_values("number", list(addresses))

    @property
    def live(self) -> Rows:
        """All rows. Other sets may also have rows that are gone."""
        return self._counted[1]

    def of(self, query: Query, *, since: int = 0) -> Rows:
        """The rows with numbers from `since` on that match a Tantivy query, whatever their scores."""
        return self._read(query, since, self._end)

    def of_term(self, field: str, token: str) -> Rows:
        """The rows that have a token in a field."""
        query = term_query(self._schema, field, token)
        return self.known.up_to(self._end, (field, token), lambda since: self.of(query, since=since))

    def on_day(self, day: int) -> Rows:
        """The rows that hold on a day."""
        off = off_day_query(self._schema, day)
        return self.live & ~self.known.up_to(self._end, day, lambda since: self.of(off, since=since))

    def _facet(self, name: str) -> list[tuple[str, Rows]]:
        """Each value of a facet with the rows that have it."""
        since, values = self.known.values.get(name, (0, ()))
        if since < self._end:
            wanted = {name: {"terms": {"field": name, "size": _FACET_VALUES}}}
            found = self.searcher.aggregate(numbers_query(self._schema, since), wanted)[name]["buckets"]
            values = tuple(dict.fromkeys((*values, *(bucket["key"] for bucket in found))))
            self.known.values[name] = self._end, values
        return [(value, self.of_term(name, value)) for value in values]

    @property
    def _end(self) -> int:
        return self._counted[0]

    @cached_property
    def _counted(self) -> tuple[int, Rows]:
        """A number above all rows, and all rows: those known and those that are new, and where the index counts fewer
        of them, the stretches of numbers in which rows are gone are read anew."""
        wanted = {
            "last": {"max": {"field": "number"}},
            "stretches": {"histogram": {"field": "number", "interval": _STRETCH}},
        }
        answer = self.searcher.aggregate(Query.all_query(), wanted)
        place, known, rows = self.known.live
        if place > self._place:
            # Another thread has looked at a newer snapshot; that says nothing of what was there before.
            known = rows = 0
        last = answer["last"]["value"]
        end = known if last is None else max(known, int(last) + 1)
        rows |= (1 << end) - (1 << known)
        if rows.bit_count() != self.searcher.num_docs:
            counts = {int(bucket["key"]): bucket["doc_count"] for bucket in answer["stretches"]["buckets"]}
            for first in range(0, end, _STRETCH):
                stretch = ((1 << _STRETCH) - 1) << first
                if (rows & stretch).bit_count() != counts.get(first, 0):
                    there = numbers_query(self._schema, first, first + _STRETCH - 1)
                    rows = rows & ~stretch | self._read(there, first, end)
        if place < self._place:
            self.known.live = self._place, end, rows
        return end, rows

    def _read(self, query: Query, since: int, end: int) -> Rows:
        if since:
            newer = numbers_query(self._schema, since)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, newer)])
        constant = Query.const_score_query(query, 1.0)
        most = max(1, min(self.searcher.num_docs, end - since))
        hits = self.searcher.search(constant, limit=most, count=False).hits
        return _rows(self.numbers([address for _score, address in hits]), since, end)


def _rows(numbers: Iterable[int], since: int, end: int) -> Rows:
    digits, highest = bytearray(b"0") * (end - since), end - 1
    # Thousands of rows a syllable: the loop is as short as Python lets it be.
    for number in numbers:
        digits[highest - number] = ONE
    return int(digits, 2) << since if digits else 0
