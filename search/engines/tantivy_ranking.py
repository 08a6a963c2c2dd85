"""The best rows of a search in an opened Tantivy index: as few as possible are scored (docs/adr/0036)."""

import itertools
import math
from typing import Any

from search.engines.base import CompiledQuery
from search.engines.rows import Rows, flags, highest, is_set, tally
from search.engines.tantivy_matching import Matching
from search.engines.tantivy_query import PAIR_FOUND, QueryBuilder
from search.engines.tantivy_rows import RowSets
from search.schema import TAB_PREFIX

_SPARE = 2
"""So many times what is wanted is looked at first: among the best rows with any of the words nearly all match."""

_WIDEST = 5_000
"""Hits from which on it takes less to score every row than to look at so many."""

_PLACES = 4
"""Of a score: its parts are added up in one order or another, and what is equal must stay equal."""

Scored = tuple[float, Any]


def best(sets: RowSets, matching: Matching, rows: Rows) -> tuple[str, ...]:
    """The page of `rows` by score, equal scores by title and id."""
    query = matching.query
    if not rows:
        return ()
    found = None
    # What is called as was typed has more than BM25 and pairs: rare, and then all is added up.
    called = any(sets.searcher.doc_freq("whole_names", name) for name in query.names)
    if len(query.wordings) == 1 and query.wordings[0].syllables and not (query.phrases or query.numbers or called):
        found = _by_parts(sets, matching, rows)
    return _slice(sets, found if found is not None else _by_all(sets, matching.builder, rows), query)


def _by_parts(sets: RowSets, matching: Matching, rows: Rows) -> list[Scored] | None:
    """The best rows, from the first hits by BM25 and the number of pairs found that sets of rows know.

    What was not among the hits has at most the last one's BM25, and no more pairs than any row has that is left: once
    the page lies above that, no other row can come into it. None if that takes too many hits.
    """
    query, builder = matching.query, matching.builder
    prefix = TAB_PREFIX[query.tab]
    pairs = tally(sets.of_term("text_pairs", prefix + pair) & rows for pair in query.wordings[0].pairs)
    pairs_flags, rows_flags = [flags(digit) for digit in pairs], flags(rows)
    end = query.offset + query.limit
    # Filters are no part of the union: the fewer rows they leave, the more hits are needed.
    window = math.ceil(_SPARE * (end + query.limit) * matching.unfiltered(query.tab).bit_count() / rows.bit_count())
    while window <= _WIDEST:
        hits = sets.searcher.search(builder.in_union(), limit=window, count=False).hits
        found: list[Scored] = []
        seen = bytearray(len(rows_flags))
        for number, (score, address) in zip(sets.numbers([hit[1] for hit in hits]), hits, strict=True):
            if is_set(rows_flags, number):
                seen[number >> 3] |= 1 << (number & 7)
                count = sum(is_set(digit, number) << place for place, digit in enumerate(pairs_flags))
                found.append((round(score + PAIR_FOUND * count, _PLACES), address))
        found.sort(key=lambda hit: -hit[0])
        if len(hits) < window:
            return found
        left = rows & ~int.from_bytes(seen, "little")
        most = hits[-1][0] + PAIR_FOUND * highest(pairs, left)
        if not left or (len(found) >= end and found[end - 1][0] > most + 10**-_PLACES):
            return found
        window *= 4
    return None


def _by_all(sets: RowSets, builder: QueryBuilder, rows: Rows) -> list[Scored]:
    """The best rows, from the first hits by the whole score.

    They nearly all match, so a little more than a page of them is taken, then more: until the page is full and the
    score of its last row is left behind, so that no row of an equal score is missed.
    """
    query = builder.compiled
    end = query.offset + query.limit
    rows_flags = flags(rows)
    window, narrow = end + query.limit, False
    while True:
        hits = sets.searcher.search(builder.scored(narrow=narrow), limit=window, count=False).hits
        rounded = [(round(score, _PLACES), address) for score, address in hits]
        numbers = sets.numbers([address for _score, address in hits])
        found = [hit for number, hit in zip(numbers, rounded, strict=True) if is_set(rows_flags, number)]
        settled = len(found) > end and found[end - 1][0] != rounded[-1][0]
        if settled or len(hits) < window:
            return found
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
