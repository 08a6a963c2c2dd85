"""Citations inside legal texts: which words name a provision or a document, and which one.

"điểm a khoản 2 Điều 15 Nghị định số 15/2018/NĐ-CP", "khoản 1 Điều này", "Điều 5 của Luật Doanh nghiệp", "Luật này".
What is found says what is meant, not where it is kept: a `Resolver` knows that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands: what "Luật này", "Điều này" and "khoản này" mean in it. What is not known is "".

    `document_key` is the key of the document's number, `document_type` a key of `codes.DOCUMENT_TYPES`. The other
    numbers are as printed ("15a", "II", "đ"). `kind` is the provision's kind, as in `structure.ParsedProvision`.
    `amended_key` and `amended_title` name the document that the surrounding article amends: a provision cited there
    without a document is one of that.
    """

    document_key: str = ""
    document_type: str = ""
    part: str = ""
    chapter: str = ""
    section: str = ""
    annex: str = ""
    article: str = ""
    clause: str = ""
    point: str = ""
    kind: str = ""
    amended_key: str = ""
    amended_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCitation:
    """One cited provision or document: `text[start:end]` are the words that are its own.

    The document is this one (`is_self`; `document_key` is then the place's), or one with a number (`document_key`), or
    one named by its title (`named_title` "Luật Doanh nghiệp", `year` where it was said). `label` is the provision's
    ("dieu-15-khoan-2-diem-dd"), "" for the whole document. Of an enumeration each has its own span, the last with what
    they share. Those between the ends of a range ("từ Điều 5 đến Điều 8") have an empty span where "đến" stands.
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

    Clauses and points that open on lines of the text are followed: "khoản này" means the one it stands in.
    """
    return []


class KnownDocuments:
    """A resolver over documents in memory: known keys to labels, and laws by their titles.

    A label that a text has not is resolved to the nearest provision around it: an article kept in one piece has no
    rows for its clauses.
    """

    def __init__(self, documents: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """`documents` are (key of the number, title, labels)."""
        self.labels: dict[str, set[str]] = {}
        self.titles: dict[str, list[str]] = {}
        for key, title, labels in documents:
            self.labels.setdefault(key, set()).update(labels)
            self.titles.setdefault(title, []).append(key)

    def resolve(self, citation: FoundCitation) -> tuple[str, str] | None:
        return None
