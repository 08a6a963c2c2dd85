"""Lookup without an index: numbers, codes and titles in the database. It finds less, and the page says so."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulations.folded import Folded
from regulations.models import DocumentVersion, PlanDecision, PlanItem, PlanVersion, RegulationVersion, Status
from regulations.text.mentions import find_numbers
from regulations.text.normalise import fold
from search.document_hits import document_hits
from search.document_rows import row_id as document_row_id
from search.highlight import Highlighter
from search.hits import Hit
from search.plan_hits import plan_hits
from search.plan_rows import row_id as plan_row_id
from search.query import SearchQuery, SearchResults, Sort
from search.references import References
from search.regulation_hits import regulation_hits
from search.regulation_rows import row_id as regulation_row_id
from search.schema import DOCUMENTS, PLANS, REGULATIONS

_WORDS = 8
_ITEMS_SHOWN = 5
"""Items of one plan on a page."""
_DOCUMENT_PATHS = {"agency": "document__issuers__in", "doc_type": "document__doc_type__in"}
_REGULATION_PATHS = {
    "kind": "regulation__kind__in",
    "agency": "regulation__agency__in",
    "field": "regulation__fields__slug__in",
    "industry": "regulation__industries__in",
}
_ITEM_PATHS = {
    "kind": "regulation__kind__in",
    "agency": "version__plan__agency__in",
    "field": "regulation__fields__slug__in",
    "action": "action__in",
}


def search_in_database(query: SearchQuery) -> SearchResults:
    """The page from the database: every word typed must be in the title, or the number or code be the one typed."""
    find, title = _FIND[query.tab]
    order = (title, "pk") if query.sort == Sort.TITLE else ("-effective_from", "pk")
    pks = find(query).order_by(*order).values_list("pk", flat=True).distinct()
    total = pks.count()
    page = list(pks[query.offset : query.offset + query.page_size])
    hits = _hits(query, page)
    return SearchResults(query=query, hits=hits, total=total, tab_counts={query.tab: total}, limited=True)


def _hits(query: SearchQuery, page: list[int]) -> tuple[Hit, ...]:
    shown = {"on": query.on, "day_chosen": query.day_chosen, "highlighter": Highlighter.of(query.text)}
    if query.tab == REGULATIONS:
        return regulation_hits([regulation_row_id(pk) for pk in page], **shown)
    if query.tab == DOCUMENTS:
        return document_hits([document_row_id(pk, "") for pk in page], **shown)
    ids: dict[int, list[str]] = {pk: [plan_row_id(pk)] for pk in page}
    items = _matching_items(query).filter(version__in=page).order_by("number").distinct()
    for version, number in items.values_list("version", "number"):
        if len(ids[version]) <= _ITEMS_SHOWN:
            ids[version].append(plan_row_id(version, number))
    return plan_hits([row_id for rows in ids.values() for row_id in rows], **shown)


def _regulations(query: SearchQuery) -> QuerySet:
    speaking = RegulationVersion.objects.in_force_on(query.on)
    said = _words_in("title", query.text) | _written("regulation__code", query.text)
    return speaking.filter(said, _filtered(query, _REGULATION_PATHS))


def _documents(query: SearchQuery) -> QuerySet:
    dated = DocumentVersion.objects.in_force_on(query.on)
    begun = DocumentVersion.objects.current().filter(document=OuterRef("document"), effective_from__lte=query.on)
    undated = DocumentVersion.objects.current().filter(~Exists(begun), effective_from=None)
    said = _words_in("document__title", query.text) | _written("document__number", query.text)
    for mention in find_numbers(query.text):
        said |= Q(document__number_key__startswith=mention.key_prefix)
    speaking = Q(pk__in=dated.values("pk")) | Q(pk__in=undated.values("pk"))
    return DocumentVersion.objects.filter(speaking, said, _filtered(query, _DOCUMENT_PATHS))


def _plans(query: SearchQuery) -> QuerySet:
    """Plans of which an item matches; where nothing is asked of items, those also that match themselves."""
    matching = Q(Exists(_matching_items(query).filter(version=OuterRef("pk"))))
    if not query.filters.keys() - {"agency"}:
        said = _words_in("title", query.text)
        if query.text:
            said |= Q(Exists(_decisions_numbered(query.text).filter(version__plan=OuterRef("plan"))))
        matching |= said & _filtered(query, {"agency": "plan__agency__in"})
    return PlanVersion.objects.in_force_on(query.on).filter(matching)


def _decisions_numbered(text: str) -> QuerySet:
    """Decisions whose number is typed, whole or in part, in any case and without accents."""
    numbers = [text.strip(), *(str(mention.number) for mention in find_numbers(text) if mention.number)]
    typed = (Q(folded__contains=fold(number)) for number in numbers)
    return PlanDecision.objects.annotate(folded=Folded("number")).filter(reduce(or_, typed))


def _matching_items(query: SearchQuery) -> QuerySet:
    said = _words_in("base_version__title", query.text) | _written("regulation__code", query.text)
    return PlanItem.objects.filter(said, _filtered(query, _ITEM_PATHS))


_FIND: dict[str, tuple[Callable[[SearchQuery], QuerySet], str]] = {
    REGULATIONS: (_regulations, "title"),
    DOCUMENTS: (_documents, "document__title"),
    PLANS: (_plans, "title"),
}
"""Tab -> what speaks on the day asked for and matches, and where its title is."""


def _words_in(title: str, text: str) -> Q:
    """Every word of a text is in a title; any title, where nothing was typed."""
    # SQLite compares only ASCII without regard to case: the common capitals are tried too.
    spelled = (reduce(or_, (Q(**{f"{title}__contains": way}) for way in _ways(word))) for word in text.split()[:_WORDS])
    return reduce(and_, spelled, Q())


def _written(column: str, text: str) -> Q:
    """The text stands in a column of numbers or codes; nothing, where nothing was typed."""
    return Q(**{f"{column}__icontains": text.strip()}) if text.strip() else Q()


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
