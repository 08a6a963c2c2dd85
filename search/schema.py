"""What an index holds: rows, facets, tabs and weights, for both engines. No text is kept in an index, only matched."""

import dataclasses
import datetime
import hashlib
import json
from dataclasses import dataclass

SCHEMA_VERSION = 5
"""Raise it when a row, a field or the analysis of text changes: an index of another version is rebuilt, not read."""

OPEN_FROM = 0
OPEN_TO = 4_000_000
"""Days (proleptic ordinals, as `date.toordinal()`) which stand for an interval without a beginning or an end."""

REGULATIONS = "regulations"
DOCUMENTS = "documents"
PLANS = "plans"
TABS = (REGULATIONS, DOCUMENTS, PLANS)

FACET_ATTRIBUTES = {
    "kind": "kind",
    "status": "status",
    "agency": "agencies",
    "field": "fields",
    "industry": "industries",
    "doc_type": "doc_type",
    "action": "action",
}
"""Facet -> attribute of `IndexRow`. A facet's name is also the engines' field name."""

TAB_FACETS = {
    REGULATIONS: ("kind", "status", "agency", "field", "industry"),
    DOCUMENTS: ("doc_type", "status", "agency"),
    PLANS: ("action", "kind", "agency", "field"),
}
"""The facets a tab has. A filter on any other facet is ignored in that tab."""

TAB_PREFIX = {REGULATIONS: "r", DOCUMENTS: "d", PLANS: "p"}
"""Begins every token of a tab in the index: each tab has its own words, so a search in one never walks through the
others, and how rare a word is counts within the tab."""

TITLE_WEIGHT = 0.25
TITLE_PAIRS_WEIGHT = 0.5
"""What a title adds to a score, next to the weight 1 of title and body together."""

BM25_FACTOR = 2.2
"""Both engines multiply BM25 by (k1 + 1), which Lucene itself leaves out; what has a fixed score is multiplied too."""

PAIR_FOUND_WEIGHT = 2.5
"""What a pair of the query adds to a row that has it at all, however often and however long the row: the share of the
question that a text answers tells more than how often it repeats a part of it."""

WHOLE_NAME_WEIGHT = 20.0
"""What a name typed whole adds to the row that is called so: "luật giáo dục" is not "luật giáo dục đại học", of which
each article says the words as often and is as long."""

IN_FORCE = ("in-force", "partly")
NAME_IN_FORCE_WEIGHT = 10.0
"""What it adds to that if the row is in force: of two that are called the same, the one that holds is meant."""

NUMBER_WEIGHT = 100.0
NUMBER_PREFIX_WEIGHT = 50.0
"""A row that carries the number asked for stands above any row that only has its words."""


def day_number(day: datetime.date | None, *, open_as: int = OPEN_FROM) -> int:
    """The day as an integer for `IndexRow`; a missing day is `open_as` (OPEN_FROM or OPEN_TO)."""
    return open_as if day is None else day.toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One interval of one thing that can be found: a version of a regulation, a provision of a document, a plan or one
    of its items.

    It depends on stored records only, never on today. `owner` is the key of the source object ("regulation:17"), by
    which all its rows are replaced together. The row holds on days with from_day <= day < to_day. `industries` has a
    code and all its ancestors. `number_keys` are normalised (`regulations.text.numbers`, `code_key`). Rows of
    equal score, and the sort by title, come in the order of `sort_title` (see `analysis.sort_key`), then id;
    `sort_date` is the effective day. `names` are what the record is offered under while a reader types, the one shown
    first; of a document only one row a version has them.
    """

    id: str
    tab: str
    owner: str
    title: str
    body: str = ""
    status: str = "unknown"
    kind: str = ""
    doc_type: str = ""
    action: str = ""
    agencies: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    number_keys: tuple[str, ...] = ()
    from_day: int = OPEN_FROM
    to_day: int = OPEN_TO
    sort_date: int = 0
    sort_title: str = ""
    names: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A digest of everything the index knows of this row; equal fingerprints need no write."""
        # `asdict` would copy every value first, which a rebuild pays for.
        values = {name: getattr(self, name) for name in _ROW_FIELDS}
        content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        # Lone surrogates cannot come from a database, but a digest must not be what fails on them.
        payload = f"{SCHEMA_VERSION}\n{content}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(payload).hexdigest()

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """The row's values of a facet; () where it has none."""
        value = getattr(self, FACET_ATTRIBUTES[facet])
        if isinstance(value, str):
            return (value,) if value else ()
        return value


_ROW_FIELDS = tuple(field.name for field in dataclasses.fields(IndexRow))
