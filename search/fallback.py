"""Lookup without an index: numbers, codes and titles in the database. A query is understood as ever, only spelling is
not corrected; it finds less, and the page says so."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import Contains, StartsWith

from regulations.folded import Folded
from regulations.models import DocumentVersion, PlanDecision, PlanItem, PlanVersion, RegulationVersion, Status
from regulations.text.mentions import find_numbers
from regulations.text.normalise import fold
from search import analysis
from search.document_hits import document_hits
from search.document_rows import row_id as document_row_id
from search.engines.base import NumberKey, Wording
from search.highlight import Highlighter
from search.hits import Hit
from search.plan_hits import plan_hits
from search.plan_rows import row_id as plan_row_id
from search.query import SearchQuery, SearchResults, Sort
from search.references import References
from search.regulation_hits import regulation_hits
from search.regulation_rows import row_id as regulation_row_id
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from search.understanding.reading import Reading, read

_WORDS = 8
_NOTHING = Q(pk__in=())
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
    """The page from the database: every word of a wording must be in the title, or the number or code be the one
    typed."""
    find, title = _FIND[query.tab]
    reading = read(query, spelling=False)
    order = (title, "pk") if query.sort == Sort.TITLE else ("-effective_from", "pk")
    found = find(query, reading).order_by(*order)
    pks = (found.none() if reading.compiled.nothing else found).values_list("pk", flat=True).distinct()
    total = pks.count()
    page = list(pks[query.offset : query.offset + query.page_size])
    return SearchResults(
        query=query,
        hits=_hits(query, reading, page),
        total=total,
        tab_counts={query.tab: total},
        limited=True,
        understood=reading.understood,
    )


def _hits(query: SearchQuery, reading: Reading, page: list[int]) -> tuple[Hit, ...]:
    highlighter = Highlighter(reading.parsed, reading.also)
    shown = {"on": query.on, "day_chosen": query.day_chosen, "highlighter": highlighter}
    if query.tab == REGULATIONS:
        return regulation_hits([regulation_row_id(pk) for pk in page], **shown)
    if query.tab == DOCUMENTS:
        return document_hits([document_row_id(pk, "") for pk in page], **shown)
    ids: dict[int, list[str]] = {pk: [plan_row_id(pk)] for pk in page}
    items = _matching_items(query, reading).filter(version__in=page).order_by("number").distinct()
    for version, number in items.values_list("version", "number"):
        if len(ids[version]) <= _ITEMS_SHOWN:
            ids[version].append(plan_row_id(version, number))
    return plan_hits([row_id for rows in ids.values() for row_id in rows], **shown)


def _regulations(query: SearchQuery, reading: Reading) -> QuerySet:
    speaking = RegulationVersion.objects.in_force_on(query.on)
    said = _said("title", reading, _coded) | _written("regulation__code", query.text)
    return speaking.filter(said, _filtered(query, _REGULATION_PATHS))


def _documents(query: SearchQuery, reading: Reading) -> QuerySet:
    dated = DocumentVersion.objects.in_force_on(query.on)
    begun = DocumentVersion.objects.current().filter(document=OuterRef("document"), effective_from__lte=query.on)
    undated = DocumentVersion.objects.current().filter(~Exists(begun), effective_from=None)
    said = _said("document__title", reading, _numbered) | _written("document__number", query.text)
    speaking = Q(pk__in=dated.values("pk")) | Q(pk__in=undated.values("pk"))
    return DocumentVersion.objects.filter(speaking, said, _filtered(query, _DOCUMENT_PATHS))


def _plans(query: SearchQuery, reading: Reading) -> QuerySet:
    """Plans of which an item matches; where nothing is asked of items, those also that match themselves."""
    matching = Q(Exists(_matching_items(query, reading).filter(version=OuterRef("pk"))))
    if not query.filters.keys() - {"agency"}:
        said = _said("title", reading, lambda _number: _NOTHING)
        if query.text:
            said |= Q(Exists(_decisions_numbered(query.text).filter(version__plan=OuterRef("plan"))))
        matching |= said & _filtered(query, {"agency": "plan__agency__in"})
    return PlanVersion.objects.in_force_on(query.on).filter(matching)


def _decisions_numbered(text: str) -> QuerySet:
    """Decisions whose number is typed, whole or in part, in any case and without accents."""
    numbers = [text.strip(), *(str(mention.number) for mention in find_numbers(text) if mention.number)]
    typed = (Q(folded__contains=fold(number)) for number in numbers)
    return PlanDecision.objects.annotate(folded=Folded("number")).filter(reduce(or_, typed))


def _matching_items(query: SearchQuery, reading: Reading) -> QuerySet:
    said = _said("base_version__title", reading, _coded) | _written("regulation__code", query.text)
    return PlanItem.objects.filter(said, _filtered(query, _ITEM_PATHS))


_FIND: dict[str, tuple[Callable[[SearchQuery, Reading], QuerySet], str]] = {
    REGULATIONS: (_regulations, "title"),
    DOCUMENTS: (_documents, "document__title"),
    PLANS: (_plans, "title"),
}
"""Tab -> what speaks on the day asked for and matches, and where its title is."""


def _said(title: str, reading: Reading, is_numbered: Callable[[NumberKey], Q]) -> Q:
    """What was said of a record with that title: its number, whatever else was typed, or all the words of a wording,
    in any order. Any record, where nothing was typed."""
    asked = reading.compiled
    if asked.numbers:
        said = reduce(and_, map(is_numbered, asked.numbers))
    else:
        said = reduce(or_, (_worded(title, wording) for wording in asked.wordings))
    for tokens in (*asked.phrases, asked.titled):
        said &= _all_in(title, tokens)
    for tokens in asked.excluded:
        said &= ~_all_in(title, tokens)
    return said


def _worded(title: str, wording: Wording) -> Q:
    return _all_in(title, wording.syllables[:_WORDS])


def _all_in(title: str, tokens: tuple[str, ...]) -> Q:
    return reduce(and_, (_in(title, token) for token in tokens), Q())


def _in(title: str, token: str) -> Q:
    return reduce(or_, (Q(Contains(Folded(title), spelling)) for spelling in analysis.spellings(token)))


def _numbered(number: NumberKey) -> Q:
    if number.others:
        return Q(document__number_key__in=[number.key, *number.others])
    return Q(**{f"document__number_key{'__startswith' if number.prefix else ''}": number.key})


def _coded(number: NumberKey) -> Q:
    return Q(StartsWith(Folded("regulation__code"), number.key))


def _written(column: str, text: str) -> Q:
    """The text stands in a column of numbers or codes; nothing, where nothing was typed."""
    return Q(**{f"{column}__icontains": text.strip()}) if text.strip() else Q()


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
