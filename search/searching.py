"""Lookup: the one way in. Parse, ask the engine, resolve the page through the database, or do without an index."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from search.document_hits import document_hits
from search.engines import all_ids, answer
from search.engines.base import EngineResults, SearchUnavailable
from search.fallback import search_in_database
from search.highlight import Highlighter
from search.hits import Hit
from search.plan_hits import plan_hits
from search.query import PAGE_SIZE, FacetCount, SearchQuery, SearchResults
from search.regulation_hits import regulation_hits
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from search.understanding.reading import Reading, read
from search.understanding.understood import How, Understanding

logger = logging.getLogger("portal.search")

MOST_GROUPED = 500
"""Passages that are counted by document."""

_RESOLVE = {REGULATIONS: regulation_hits, DOCUMENTS: document_hits, PLANS: plan_hits}


def search(query: SearchQuery) -> SearchResults:
    """Answer a query whose filters are known (`filters.known_filters`). A page behind the last one is the last one.

    Never fails for the state of the index: the host's own stands in for Elasticsearch, and without any the database
    answers with what it can, `limited`.
    """
    try:
        reading, found = _answered(query)
        last = SearchResults(query=query, total=found.total).page_count
        if query.page > last:
            query = replace(query, page=last)
            found = answer(replace(reading.compiled, offset=query.offset))
    except SearchUnavailable as error:
        logger.warning("search: no index answers, the database does: %s", error)
        return search_in_database(query)
    hits = _hits(query, reading, found.ids)
    return SearchResults(
        query=query,
        hits=_with_more(hits, reading, found) if query.tab == DOCUMENTS else hits,
        ids=found.ids,
        total=found.total,
        facets=_facets(query, found),
        tab_counts=found.tab_counts,
        stand_in=found.stand_in,
        understood=reading.understood,
    )


def every_hit(query: SearchQuery) -> Iterator[Hit]:
    """The hits of all pages, one page after the other, without a cap. Each page is resolved when it is reached: what
    has been withdrawn by then is left out. Raises SearchUnavailable at once, not on the way."""
    reading, _first_page = _answered(query)
    ids = all_ids(reading.compiled)
    pages = (ids[start : start + PAGE_SIZE] for start in range(0, len(ids), PAGE_SIZE))
    return (hit for page in pages for hit in _hits(query, reading, page))


def _hits(query: SearchQuery, reading: Reading, ids: Sequence[str]) -> tuple[Hit, ...]:
    highlighter = Highlighter(reading.parsed, reading.also)
    return _RESOLVE[query.tab](ids, on=query.on, day_chosen=query.day_chosen, highlighter=highlighter)


def _with_more(hits: tuple[Hit, ...], reading: Reading, found: EngineResults) -> tuple[Hit, ...]:
    """Documents with how many of their pieces are on other pages: one more search, where there are few enough."""
    if not len(found.ids) < found.total <= MOST_GROUPED:
        return hits
    try:
        every = answer(replace(reading.compiled, offset=0, limit=MOST_GROUPED)).ids
    except SearchUnavailable:
        return hits
    elsewhere = Counter(map(_version_of, {*every} - {*found.ids}))
    return tuple(
        replace(hit, more=elsewhere[_version_of(hit.provisions[0].id)]) if hit.provisions else hit for hit in hits
    )


def _version_of(row_id: str) -> str:
    return row_id.rpartition(":")[0]


def _answered(query: SearchQuery) -> tuple[Reading, EngineResults]:
    """The query as it is best understood: a number that nothing has is words, beside one that is there the words need
    not be ("tải nghị định 15/2018"), and a correction finds more or is none.

    Each is found out by asking once more, which only such queries do.
    """
    reading = read(query)
    found = answer(reading.compiled)
    if reading.parsed.numbers and not query.filters and not any(found.tab_counts.values()):
        reading, found = _with_fewer_numbers(query, reading)
    if any(one.how is How.SPELLING for one in reading.understood):
        as_typed = read(query, spelling=False)
        found_as_typed = answer(as_typed.compiled)
        if found_as_typed.total >= found.total:
            return as_typed, found_as_typed
    return reading, found


def _with_fewer_numbers(query: SearchQuery, reading: Reading) -> tuple[Reading, EngineResults]:
    """By the numbers that the register has, whatever was typed beside them, or else with all of them as words."""
    numbers = dict(zip(reading.parsed.numbers, reading.parsed.typed, strict=True))
    strange = reading.strange
    told = tuple(
        Understanding(How.WORDS, "", typed, typed) for number, typed in numbers.items() if number.key in strange
    )
    if len(strange) < len(numbers):
        again = read(query, as_words=strange, by_number_alone=True)
        found = answer(again.compiled)
        if found.total:
            return replace(again, understood=(*told, *again.understood)), found
    known = (one for one in reading.understood if one.how is How.NUMBER and one.literal not in strange)
    again = read(query, as_words=[number.key for number in numbers])
    return replace(again, understood=(*told, *known, *again.understood)), answer(again.compiled)


def totals_without(query: SearchQuery) -> dict[str, int]:
    """How many results there would be without each of the filters in use ("on": on today's day is the caller's to say).

    For an empty page: one small search a filter, only those that find something.
    """
    totals = {}
    for facet in query.filters:
        without = {name: values for name, values in query.filters.items() if name != facet}
        total = count(replace(query, filters=without))
        if total:
            totals[facet] = total
    return totals


def count(query: SearchQuery) -> int | None:
    """How many results a query has; None without an index."""
    try:
        return _answered(replace(query, page=1, page_size=1))[1].total
    except SearchUnavailable:
        return None


def _facets(query: SearchQuery, found: EngineResults) -> Mapping[str, tuple[FacetCount, ...]]:
    facets = {}
    for facet, counts in found.facets.items():
        chosen = query.filters.get(facet, ())
        counted = [FacetCount(value, number, value in chosen) for value, number in counts.items()]
        counted += [FacetCount(value, 0, True) for value in chosen if value not in counts]
        facets[facet] = tuple(counted)
    return facets
