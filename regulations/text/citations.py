"""Citations inside legal texts: which words name a provision or a document, and which one.

"điểm a khoản 2 Điều 15 Nghị định số 15/2018/NĐ-CP", "khoản 1 Điều này", "Điều 5 của Luật Doanh nghiệp", "Luật này".
What is found says what is meant, not where it is kept: a `Resolver` knows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from regulations.text.citation_chains import Cited, opens_line, read_chain
from regulations.text.citation_standing import Place, Standing
from regulations.text.citation_words import STARTS, document_at
from regulations.text.labels import wider_labels
from regulations.text.normalise import slugify_vi

__all__ = ["FoundCitation", "KnownDocuments", "Place", "Resolver", "find_citations", "law_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCitation:
    """One cited provision or document: `text[start:end]` are the words that are its own.

    The document is this one (`is_self`; `document_key` is then the place's), or one with a number (`document_key`), or
    one named by its title (`named_title` "Luật Doanh nghiệp", `year` where it was said). `label` is the provision's
    ("dieu-15-khoan-2-diem-dd"), "" for the whole document. Of an enumeration each has its own span, the last with what
    they share. Those between the ends of a range ("từ Điều 5 đến Điều 8") have an empty span where "đến" stands,
    once a text.
    """

    start: int
    end: int
    document_key: str = ""
    named_title: str = ""
    year: int | None = None
    label: str = ""
    is_self: bool = False


class Resolver(Protocol):
    """Knows which documents there are."""

    def resolve(self, citation: FoundCitation) -> tuple[str, str] | None:
        """(document, label) as the keeper of the documents names them, or None where it has no single such place."""


def find_citations(text: str, *, here: Place) -> list[FoundCitation]:
    """Every citation in a normalised text (`normalise_text`), in order, none overlapping another.

    Clauses and points that open on lines of the text are followed: "khoản này" means the one it stands in. So are
    amendments: in "Sửa đổi khoản 2 Điều 5 của Luật X như sau", and in the new text quoted below it, "Điều 6" and "Luật
    này" are of Luật X. What cannot be told, as "Điều này" outside of any article, is not found.
    """
    standing = Standing(text, here)
    found: list[FoundCitation] = []
    between: set[tuple[str, str, str]] = set()
    place = 0
    while match := STARTS.search(text, place):
        place = match.end()
        standing.advance(match.start())
        if match["unit"]:
            chain = None if opens_line(text, match.start()) else read_chain(text, match.start())
            if chain is None:
                continue
            cited, end = chain
        else:
            document = document_at(text, match.start())
            if document is None or (document.is_this and document.type in _GENERIC and not standing.is_of(_GENERIC)):
                continue
            cited, end = [Cited(document.start, document.end, document=document)], document.end
        for one in cited:
            citation = _told(one, text, standing)
            if citation and (citation.start < citation.end or _is_new(citation, between)):
                found.append(citation)
        standing.note(cited)
        place = max(end, place)
    return found


_GENERIC = ("quy-dinh", "lenh", "quy-chuan")
"""Types whose "này" is as a rule no document: "Quy định này không áp dụng"."""


def _is_new(citation: FoundCitation, between: set[tuple[str, str, str]]) -> bool:
    """What lies within ranges is told once a text, however often."""
    key = (citation.document_key, citation.named_title, citation.label)
    is_new = key not in between
    between.add(key)
    return is_new


def _told(cited: Cited, text: str, standing: Standing) -> FoundCitation | None:
    """What is cited by its document and label; None for what cannot be told or is no citation after all."""
    document = standing.document_of(cited)
    if document is None:
        return None
    start, label = cited.start, ""
    if cited.units:
        known = standing.label_of(cited, text)
        if known is None and cited.document is None:
            return None
        if known is None:  # "điểm 10.2 TCVN 6292:2013": what the document is divided into is not known
            start = cited.document.start
        label = known or ""
    return FoundCitation(
        start=start,
        end=cited.end,
        document_key=document.key,
        named_title="" if document.key else document.title,
        year=document.year,
        label=label,
        is_self=document.is_self,
    )


def law_key(title: str) -> str:
    """The key of a law's name, in ASCII: "Bộ luật Lao động 2019 số 45/2019/QH14" gives "bo-luat-lao-dong", else "".

    The title of a law that amends another is not that other's name.
    """
    document = document_at(title.strip(), 0)
    if document is None or not document.title:
        return ""
    amends = re.search(r"(?i)sửa đổi|bổ sung", title) and not re.search(r"(?i)sửa đổi|bổ sung", document.title)
    return "" if amends else slugify_vi(document.title)


class KnownDocuments:
    """A resolver over documents in memory: known keys to labels, and laws by their titles.

    A label that a text has not is resolved to the nearest provision around it: an article kept in one piece has no
    rows for its clauses.
    """

    def __init__(self, documents: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """`documents` are (key of the number, title, labels)."""
        self.labels: dict[str, set[str]] = {}
        self.named: dict[str, set[str]] = {}
        for key, title, labels in documents:
            self.labels.setdefault(key, set()).update(labels)
            name = law_key(title)
            if name:
                self.named.setdefault(name, set()).add(key)

    def resolve(self, citation: FoundCitation) -> tuple[str, str] | None:
        key = citation.document_key or self._key_named(citation)
        if key not in self.labels:
            return None
        around = [citation.label, *wider_labels(citation.label)] if citation.label else [""]
        label = next((label for label in around if not label or label in self.labels[key]), None)
        return None if label is None else (key, label)

    def _key_named(self, citation: FoundCitation) -> str:
        keys = self.named.get(law_key(citation.named_title), set())
        if citation.year:
            keys = {key for key in keys if f"-{citation.year}-" in key}
        return next(iter(keys)) if len(keys) == 1 else ""
