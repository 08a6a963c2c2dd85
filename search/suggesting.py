"""What is offered while a reader types: regulations and documents by name, and phrases to search for."""

import datetime
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse

from regulations.models import DocumentSlug, DocumentVersion, RegulationVersion, Status
from search import analysis
from search.engines import suggested
from search.engines.base import SearchUnavailable
from search.names import NameQuery, patterns_of, typed_syllables
from search.phrases import phrases_for
from search.schema import DOCUMENTS, REGULATIONS, day_number
from search.visibility import speaking_on

OWN_TAB, OTHER_TAB, PHRASES = 5, 3, 4
"""At most so many of the tab that is searched, of the other one, and phrases."""

_SPARE = 2
"""So many times what is shown is asked for: some of it may have been withdrawn since the index learnt of it."""

logger = logging.getLogger("portal.search")

Pieces = tuple[str, ...]
"""A text in pieces, of which every second one is what was typed: "Cấp ", "giấy ph", "ép"."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record, with `url`, or a phrase to search for, without. `number` is a document's number or a regulation's code,
    `note` its status where it is not in force, or another word for a phrase."""

    title: Pieces
    number: Pieces = ()
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`records` by tab, that of the searched tab first."""

    records: dict[str, tuple[Suggestion, ...]]
    phrases: tuple[Suggestion, ...] = ()


def suggest(text: str, *, tab: str, on: datetime.date) -> Suggestions:
    """Up to twelve suggestions for a half-typed text, as of a day. Without an index only phrases."""
    mark = _Marker(text)
    phrases = (Suggestion(mark(phrase.text), note=phrase.gloss) for phrase in phrases_for(text, PHRASES))
    return Suggestions(suggested_records(text, tab=tab, on=on), tuple(phrases))


def suggested_records(text: str, *, tab: str, on: datetime.date) -> dict[str, tuple[Suggestion, ...]]:
    """The records among the suggestions, by tab, that of the searched tab first."""
    tabs = (DOCUMENTS, REGULATIONS) if tab == DOCUMENTS else (REGULATIONS, DOCUMENTS)
    most = dict(zip(tabs, (OWN_TAB, OTHER_TAB), strict=True))
    mark = _Marker(text)
    ids = _ids(NameQuery(patterns_of(text), day_number(on), {one: limit * _SPARE for one, limit in most.items()}))
    resolve = {REGULATIONS: _regulations, DOCUMENTS: _documents}
    return {one: tuple(islice(resolve[one](ids.get(one, ()), on, mark), most[one])) for one in tabs}


def _ids(query: NameQuery) -> dict[str, tuple[str, ...]]:
    if not query.patterns:
        return {}
    try:
        return dict(suggested(query))
    except SearchUnavailable as error:
        logger.warning("search: the index does not answer, nothing is suggested: %s", error)
        return {}


def _versions(ids: Iterable[str]) -> tuple[list[int], set[int]]:
    """The versions behind row ids, in order, and which of them are upcoming."""
    parts = [row_id.split(":") for row_id in ids]
    return [int(version) for _, version, *_ in parts], {int(version) for tab, version, *_ in parts if tab[-1] == "u"}


def _regulations(ids: Iterable[str], on: datetime.date, mark: "_Marker") -> Iterator[Suggestion]:
    order, upcoming = _versions(ids)
    columns = ("pk", "title", "state", "effective_from", "regulation__code")
    rows = speaking_on(RegulationVersion, columns, on=on, pks=set(order) - upcoming, upcoming=upcoming) if order else {}
    for row in (rows[pk] for pk in order if pk in rows):
        code = row["regulation__code"]
        url = reverse("regulations:regulation", args=[code])
        yield Suggestion(mark(row["title"]), mark(code), url, _note(row, row["pk"] in upcoming))


def _documents(ids: Iterable[str], on: datetime.date, mark: "_Marker") -> Iterator[Suggestion]:
    order, upcoming = _versions(ids)
    columns = ("pk", "state", "effective_from", "document_id", "document__number", "document__title")
    rows = speaking_on(DocumentVersion, columns, on=on, pks=set(order) - upcoming, upcoming=upcoming) if order else {}
    wanted = {row["document_id"] for row in rows.values()}
    named = DocumentSlug.objects.filter(document__in=wanted, canonical=True) if wanted else DocumentSlug.objects.none()
    slugs = dict(named.values_list("document", "slug"))
    for row in (rows[pk] for pk in order if pk in rows):
        if slug := slugs.get(row["document_id"]):
            url = reverse("regulations:document", args=[slug])
            number, title = mark(row["document__number"]), mark(row["document__title"])
            yield Suggestion(title, number, url, _note(row, row["pk"] in upcoming))


def _note(row: dict, upcoming: bool) -> str:
    status = Status.UPCOMING if upcoming else Status.of(row["state"]) if row["effective_from"] else Status.UNKNOWN
    return "" if status == Status.IN_FORCE else str(status.label)


class _Marker:
    """Cuts texts into pieces around what was typed."""

    def __init__(self, typed: str) -> None:
        finished, self._begun = typed_syllables(typed)
        self._finished = frozenset(finished)

    def __call__(self, text: str) -> Pieces:
        text = analysis.nfc(text)
        pieces, place = [], 0
        for start, end in self._joined(text):
            pieces += [text[place:start], text[start:end]]
            place = end
        return (*pieces, text[place:])

    def _joined(self, text: str) -> Iterable[tuple[int, int]]:
        """The places to mark. Syllables with nothing but a sign or a blank between them are one place. One letter of a
        last syllable stands everywhere: where others were typed before it, it is marked only behind one of them."""
        spans: list[tuple[int, int]] = []
        for token in analysis.tokenize(text):
            behind = bool(spans) and token.start - spans[-1][1] == 1
            length = token.end - token.start
            if token.text not in self._finished:
                telling = behind or not self._finished or token.text[0].isdigit()
                length = self._begun_length(token.text, length) if telling else 0
            if length:
                start = spans.pop()[0] if behind else token.start
                spans.append((start, token.start + length))
        return spans

    def _begun_length(self, token: str, length: int) -> int:
        """How many of its characters were typed; 0 for another syllable."""
        return max((min(len(begun), length) for begun in self._begun if token.startswith(begun)), default=0)
