"""What is asked and what is answered, as values: no request, no engine, no database."""

import contextlib
import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

from search.hits import Hit
from search.schema import REGULATIONS, TAB_FACETS, TABS
from search.understanding.understood import Understanding
from search.understanding.written_fields import OpenEnded, take_parameters

PAGE_SIZE = 20
LAST_RESULT = 10_000
"""Results behind this one are counted but not shown: nobody turns 500 pages, and Elasticsearch refuses to."""

MAX_TEXT = 2_000
MAX_FILTER_VALUES = 50
MAX_FILTER_LENGTH = 100
MAX_LITERAL = 20

FILTER_PARAMETERS = {
    "kind": "kind",
    "status": "status",
    "agency": "agency",
    "field": "field",
    "industry": "industry",
    "type": "doc_type",
    "action": "action",
}
"""Parameter of the address -> facet."""


_WRITTEN_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)


class Sort(StrEnum):
    """The orders a reader can choose: `sort=` in addresses."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


class Parameters(Protocol):
    """What is needed of a QueryDict."""

    def get(self, key: str, default: str = "") -> str: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question to the index.

    `on` is the day whose law is asked for. `filters` maps a facet to the values of which one must be there; it only has
    facets of the tab. `ignored` names parameters that the tab does not know, `unreadable` those whose value makes no
    sense (a date, a page, an order): the page says so and goes on without them. `literal` names what is not to be
    understood (`Understanding.literal`) but searched as it was typed. `open_ended` are filters written in the text that
    may go on there, until `filters.known_filters` finds out.
    """

    on: datetime.date
    text: str = ""
    tab: str = REGULATIONS
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    ignored: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    day_chosen: bool = False
    literal: tuple[str, ...] = ()
    open_ended: tuple[OpenEnded, ...] = ()

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    @classmethod
    def from_params(cls, params: Parameters, *, today: datetime.date) -> "SearchQuery":
        """The query of an address. Nothing in an address is an error: what cannot be read is named and left out.

        A field written in the text, `cơ quan:BCT`, is the filter it names. One that only another tab knows leads there,
        unless the address says where to look."""
        text, written, open_ended = take_parameters(" ".join(params.get("q", "").replace("\0", " ").split())[:MAX_TEXT])
        tab = params.get("in", "") or _tab_of(written)
        unreadable = []
        if tab not in TABS:
            unreadable.append("in")
            tab = REGULATIONS
        filters, ignored = _filters(params, tab, written)
        on, chosen = _day(params.get("on", "") or written.get("on", [""])[0], today, unreadable)
        return cls(
            text=text,
            tab=tab,
            filters=filters,
            on=on,
            day_chosen=chosen,
            sort=_sort(params.get("sort", ""), unreadable),
            page=_page(params.get("page", ""), unreadable),
            ignored=tuple(ignored),
            unreadable=tuple(unreadable),
            literal=tuple(dict.fromkeys(one[:MAX_FILTER_LENGTH] for one in params.getlist("literal")))[:MAX_LITERAL],
            open_ended=open_ended,
        )

    def to_query_string(self, **changes: Any) -> str:
        """The query as `q=...&in=...`, with changed attributes; what is default is left out. Any change but of the page
        goes back to page 1."""
        query = replace(self, **({} if "page" in changes else {"page": 1}), **changes)
        pairs: list[tuple[str, str]] = [("q", query.text)] if query.text else []
        if query.tab != REGULATIONS:
            pairs.append(("in", query.tab))
        pairs += [
            (parameter, value)
            for parameter, facet in FILTER_PARAMETERS.items()
            if facet in TAB_FACETS[query.tab]
            for value in query.filters.get(facet, ())
        ]
        if query.day_chosen:
            pairs.append(("on", query.on.isoformat()))
        if query.sort != Sort.RELEVANCE:
            pairs.append(("sort", query.sort))
        pairs += [("literal", literal) for literal in query.literal]
        if query.page > 1:
            pairs.append(("page", str(query.page)))
        return urlencode(pairs)

    def without(self, facet: str, value: str) -> dict[str, tuple[str, ...]]:
        """The filters less one value: what a "remove" link asks for."""
        left = {name: tuple(v for v in values if (name, v) != (facet, value)) for name, values in self.filters.items()}
        return {name: values for name, values in left.items() if values}


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results carry a value of a facet."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of results. `total` and the counts are of the whole matching set, whatever the page shows. A facet's
    values come most frequent first. `ids` are the rows of the page in the engine's order. `stand_in` says that the
    embedded index of this host answered for Elasticsearch. `limited` says that no index answered: titles and numbers
    were looked up in the database, nothing is counted by facet. `understood` is what was read into the text, each for
    the page to show and for the reader to undo."""

    query: SearchQuery
    hits: tuple[Hit, ...] = ()
    ids: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    tab_counts: Mapping[str, int] = field(default_factory=dict)
    limited: bool = False
    stand_in: bool = False
    understood: tuple[Understanding, ...] = ()

    @property
    def page_count(self) -> int:
        reachable = min(self.total, LAST_RESULT)
        return max(1, math.ceil(reachable / self.query.page_size))


def _tab_of(written: Mapping[str, list[str]]) -> str:
    """The first tab that has all the filters that are written in a text."""
    facets = {FILTER_PARAMETERS[parameter] for parameter in written.keys() & FILTER_PARAMETERS.keys()}
    return next((tab for tab in TABS if facets <= set(TAB_FACETS[tab])), REGULATIONS)


def _filters(
    params: Parameters, tab: str, written: Mapping[str, list[str]]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    filters: dict[str, tuple[str, ...]] = {}
    ignored = []
    for parameter, facet in FILTER_PARAMETERS.items():
        given = [*params.getlist(parameter), *written.get(parameter, ())]
        stripped = (value.replace("\0", "").strip()[:MAX_FILTER_LENGTH] for value in given)
        values = tuple(dict.fromkeys(value for value in stripped if value))[:MAX_FILTER_VALUES]
        if not values:
            continue
        if facet in TAB_FACETS[tab]:
            filters[facet] = values
        else:
            ignored.append(parameter)
    return filters, ignored


def _day(given: str, today: datetime.date, unreadable: list[str]) -> tuple[datetime.date, bool]:
    """A day as 2026-01-31 or as people write it, 31/1/2026."""
    given = given.strip()
    if not given:
        return today, False
    match = _WRITTEN_DAY.fullmatch(given) or _ISO_DAY.fullmatch(given)
    if match:
        with contextlib.suppress(ValueError):
            return datetime.date(*(int(match[part]) for part in ("year", "month", "day"))), True
    unreadable.append("on")
    return today, False


def _sort(given: str, unreadable: list[str]) -> Sort:
    try:
        return Sort(given) if given else Sort.RELEVANCE
    except ValueError:
        unreadable.append("sort")
        return Sort.RELEVANCE


def _page(given: str, unreadable: list[str]) -> int:
    """A page number from 1; one that lies behind the last reachable result is that page."""
    if not given:
        return 1
    try:
        page = int(given[:9])
    except ValueError:
        page = 0
    if page < 1:
        unreadable.append("page")
        return 1
    return min(page, LAST_RESULT // PAGE_SIZE)
