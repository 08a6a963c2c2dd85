"""Lookup without an index: numbers, codes and titles in the database. It finds less, and the page says so."""

from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulations.models import DocumentVersion, RegulationVersion, Status
from regulations.text.mentions import find_numbers
from search.document_hits import document_hits
from search.document_rows import row_id as document_row_id
from search.highlight import Highlighter
from search.query import SearchQuery, SearchResults, Sort
from search.references import References
from search.regulation_hits import regulation_hits
from search.regulation_rows import row_id as regulation_row_id
from search.schema import REGULATIONS

_WORDS = 8
_DOCUMENT_PATHS = {"agency": "document__issuers__in", "doc_type": "document__doc_type__in"}
_REGULATION_PATHS = {
    "kind": "regulation__kind__in",
    "agency": "regulation__agency__in",
    "field": "regulation__fields__slug__in",
    "industry": "regulation__industries__in",
}


def search_in_database(query: SearchQuery) -> SearchResults:
    """The page from the database: every word typed must be in the title, or the number or code be the one typed."""
    regulations = query.tab == REGULATIONS
    model, paths = (RegulationVersion, _REGULATION_PATHS) if regulations else (DocumentVersion, _DOCUMENT_PATHS)
    found = _speaking(model, query).filter(_text(query.text, regulations=regulations)).filter(_filtered(query, paths))
    title = "title" if regulations else "document__title"
    order = (title, "pk") if query.sort == Sort.TITLE else ("-effective_from", "pk")
    pks = found.order_by(*order).values_list("pk", flat=True).distinct()
    total = pks.count()
    page = list(pks[query.offset : query.offset + query.page_size])
    shown = {"on": query.on, "day_chosen": query.day_chosen, "highlighter": Highlighter.of(query.text)}
    if regulations:
        hits = regulation_hits([regulation_row_id(pk) for pk in page], **shown)
    else:
        hits = document_hits([document_row_id(pk, "") for pk in page], **shown)
    return SearchResults(query=query, hits=hits, total=total, tab_counts={query.tab: total}, limited=True)


def _speaking(model, query: SearchQuery) -> QuerySet:
    dated = model.objects.in_force_on(query.on)
    if model is RegulationVersion:
        return dated
    begun = model.objects.current().filter(document=OuterRef("document"), effective_from__lte=query.on)
    undated = model.objects.current().filter(~Exists(begun), effective_from=None)
    return model.objects.filter(Q(pk__in=dated.values("pk")) | Q(pk__in=undated.values("pk")))


def _text(text: str, *, regulations: bool) -> Q:
    words = text.split()[:_WORDS]
    if not words:
        return Q()
    title, number = ("title", "regulation__code") if regulations else ("document__title", "document__number")
    # SQLite compares only ASCII without regard to case: the common capitals are tried too.
    spelled = (reduce(or_, (Q(**{f"{title}__contains": way}) for way in _ways(word))) for word in words)
    matches = reduce(and_, spelled) | Q(**{f"{number}__icontains": text.strip()})
    if not regulations:
        for mention in find_numbers(text):
            matches |= Q(document__number_key__startswith=mention.key_prefix)
    return matches


def _ways(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.capitalize()}


def _filtered(query: SearchQuery, paths: dict[str, str]) -> Q:
    references = References.load() if {"agency", "industry"} & query.filters.keys() else None
    wanted = Q()
    for facet, values in query.filters.items():
        if facet == "status":
            wanted &= Q(state__in=[value.replace("-", "_") for value in values if value != Status.UPCOMING])
        elif facet == "agency":
            wanted &= Q(**{paths[facet]: _standing_for(references.agencies, values)})
        elif facet == "industry":
            wanted &= Q(**{paths[facet]: _standing_for(references.industries, values)})
        else:
            wanted &= Q(**{paths[facet]: values})
    return wanted


def _standing_for(known: dict[int, tuple[str, ...]], values: tuple[str, ...]) -> list[int]:
    return [pk for pk, found_under in known.items() if set(found_under) & set(values)]
