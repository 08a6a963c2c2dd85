"""Lookup: the one way in. Parse, ask the engine, resolve the page through the database, or do without an index."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models.functions import Lower
from django.urls import reverse

from regulations.models import LegalDocument, Regulation
from search.document_hits import document_hits
from search.engines import answer
from search.engines.base import EngineResults, SearchUnavailable
from search.fallback import search_in_database
from search.highlight import Highlighter
from search.parser import compile_query
from search.plan_hits import plan_hits
from search.query import FacetCount, SearchQuery, SearchResults
from search.regulation_hits import regulation_hits
from search.schema import DOCUMENTS, PLANS, REGULATIONS

logger = logging.getLogger("portal.search")

_RESOLVE = {REGULATIONS: regulation_hits, DOCUMENTS: document_hits, PLANS: plan_hits}


@dataclass(frozen=True, slots=True)
class Named:
    """The one record whose number or code was typed."""

    name: str
    title: str
    url: str


def search(query: SearchQuery) -> SearchResults:
    """Answer a query whose filters are known (`filters.known_filters`). A page behind the last one is the last one.

    Never fails for the state of the index: the host's own stands in for Elasticsearch, and without any the database
    answers with what it can, `limited`.
    """
    try:
        found = answer(compile_query(query))
        last = SearchResults(query=query, total=found.total).page_count
        if query.page > last:
            query = replace(query, page=last)
            found = answer(compile_query(query))
    except SearchUnavailable as error:
        logger.warning("search: no index answers, the database does: %s", error)
        return search_in_database(query)
    resolve = _RESOLVE[query.tab]
    hits = resolve(found.ids, on=query.on, day_chosen=query.day_chosen, highlighter=Highlighter.of(query.text))
    return SearchResults(
        query=query,
        hits=hits,
        total=found.total,
        facets=_facets(query, found),
        tab_counts=found.tab_counts,
        stand_in=found.stand_in,
    )


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
        return answer(compile_query(replace(query, page=1, page_size=1))).total
    except SearchUnavailable:
        return None


def named_record(query: SearchQuery) -> Named | None:
    """The public record meant by a number or code in the query, if there is exactly one."""
    keys = compile_query(query).numbers
    if len(keys) != 1:
        return None
    operator = "startswith" if keys[0].prefix else "exact"
    documents = LegalDocument.objects.public().filter(**{f"number_key__{operator}": keys[0].key})[:2]
    if len(found := list(documents.prefetch_related("slugs"))) == 1:
        return Named(found[0].number, found[0].title, found[0].get_absolute_url())
    same_code = Regulation.objects.alias(lowered=Lower("code")).filter(lowered=keys[0].key)
    regulation = same_code.filter(pk__in=Regulation.objects.public()).first()
    if regulation is None:
        return None
    url = reverse("regulations:regulation", args=[regulation.code])
    version = regulation.version_on(query.on)
    return Named(regulation.code, version.title if version else "", url)


def _facets(query: SearchQuery, found: EngineResults) -> Mapping[str, tuple[FacetCount, ...]]:
    facets = {}
    for facet, counts in found.facets.items():
        chosen = query.filters.get(facet, ())
        counted = [FacetCount(value, number, value in chosen) for value, number in counts.items()]
        counted += [FacetCount(value, 0, True) for value in chosen if value not in counts]
        facets[facet] = tuple(counted)
    return facets
