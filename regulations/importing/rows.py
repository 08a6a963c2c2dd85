"""One row of the files at a time: what is sound in it, and why a row is refused."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from regulations.models import DocumentType, LegalDocument
from regulations.text.codes import DOCUMENT_TYPES, type_from_name, type_from_slug
from regulations.text.labels import label_for_article
from regulations.text.lines import mend_line_breaks
from regulations.text.normalise import normalise_text
from regulations.text.numbers import (
    DocumentNumber,
    number_from_slug,
    parse_number,
    plausible_year,
    type_from_number,
)

LONGEST_TEXT = 10_000_000  # characters
_ARTICLE_NUMBER = re.compile(r"0*(?P<number>[0-9]{1,4}[a-zđ]{0,2})")
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
# What the site the titles were taken from adds for search engines: "... áp dụng năm 2024 mới nhất".
_ADVERTISING = re.compile(r"(?:\s+(?:mới nhất|áp dụng(?: năm)?(?: mới nhất)? \d{4}))+$")


class RowRefused(Exception):
    """A row that cannot be taken: a reason that many rows share, and what it was in this one."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class ArticleRow:
    row: int
    id: str
    doc_id: str
    number: str
    heading: str
    text: str

    @property
    def label(self) -> str:
        return label_for_article(self.number)


@dataclass(frozen=True)
class MetadataRow:
    """A document as its row tells it. `notes` say what of the row was set right or left out."""

    row: int
    doc_id: str
    number: str
    doc_type: str
    title: str
    issuers: tuple[str, ...]
    issued_on: datetime.date | None
    effective_from: datetime.date | None
    consolidated: bool
    signer: str
    url: str
    notes: tuple[str, ...]


def shown(value: Any) -> str:
    """A value from a file as it may be printed and stored in a report."""
    return line_of(value)[:200] if isinstance(value, str) else f"({type(value).__name__})"


def line_of(text: str) -> str:
    """The text on one line, without what no database or terminal takes."""
    return " ".join(normalise_text(text).split())


def parse_article(row: int, value: Any) -> ArticleRow:
    """The article that a line holds. Raises RowRefused."""
    said = _object(value)
    doc_id = _doc_id(said)
    number = said.get("article")
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10_000:
        number = str(number)
    number = line_of(_text(said | {"article": number}, "article")).lower()
    numbered = _ARTICLE_NUMBER.fullmatch(number)
    if not numbered:
        raise RowRefused("not the number of an article", shown(number))
    heading, text = line_of(_text(said, "title")), mend_line_breaks(_text(said, "text")).strip("\n")
    if not heading and not text.strip():
        raise RowRefused("neither title nor text")
    return ArticleRow(row, row_id(value), doc_id, numbered["number"], heading, text)


def row_id(value: Any) -> str:
    """What names an article in reports: its own id, else document and article."""
    if not isinstance(value, dict):
        return ""
    own = value.get("id")
    return shown(own) if isinstance(own, str) and own else f"{shown(value.get('doc_id'))}#{shown(value.get('article'))}"


def parse_metadata(row: int, value: Any) -> MetadataRow:
    """The document that an entry of the metadata tells of. Raises RowRefused."""
    said = _object(value)
    doc_id, notes = _doc_id(said), []
    number = _number(doc_id, line_of(_text(said, "so_hieu")), notes)
    doc_type = _doc_type(said, doc_id, number)
    printed = str(number) if number else ""
    consolidated = doc_type == DocumentType.CONSOLIDATED or bool(number and number.type_code == "VBHN")
    return MetadataRow(
        row=row,
        doc_id=doc_id,
        number=printed,
        doc_type=doc_type,
        title=_title(said, doc_id, DocumentType.CONSOLIDATED if consolidated else doc_type, printed),
        issuers=tuple(filter(None, (line_of(name)[:300] for name in _text(said, "co_quan").split(";")))),
        issued_on=_date(said, "ngay_ban_hanh", notes),
        effective_from=_date(said, "ngay_hieu_luc", notes),
        consolidated=consolidated,
        signer=line_of(_text(said, "nguoi_ky"))[: LegalDocument._meta.get_field("signer").max_length],
        url=_url(said, notes),
        notes=tuple(notes),
    )


def _object(value: Any) -> dict:
    if not isinstance(value, dict):
        raise RowRefused("not an object", shown(value))
    return value


def _text(said: dict, key: str) -> str:
    value = said.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RowRefused(f"{key} is not a text", shown(value))
    if len(value) > LONGEST_TEXT:
        raise RowRefused(f"{key} is longer than {LONGEST_TEXT:,} characters")
    return value


def _doc_id(said: dict) -> str:
    doc_id = line_of(_text(said, "doc_id"))
    if not doc_id:
        raise RowRefused("no doc_id")
    if len(doc_id) > LegalDocument._meta.get_field("source_id").max_length:
        raise RowRefused("doc_id is too long", shown(doc_id))
    return doc_id


def _number(doc_id: str, so_hieu: str, notes: list[str]) -> DocumentNumber | None:
    """The document's number: that in the doc_id, which the printed one only confirms.

    What stands in `so_hieu` may be the header of the gazette (302/Ng) or the number of the document that this one
    consolidates or amends. The one exception is a number of a consolidated text: no other document bears such a one.
    """
    named = number_from_slug(doc_id) or parse_number(doc_id)
    printed = parse_number(so_hieu)
    chosen = named or printed
    if named and printed and named.key != printed.key:
        chosen = printed if printed.type_code == "VBHN" != named.type_code else named
        notes.append(f"so_hieu {printed} and doc_id {named} differ: {chosen} taken")
    elif named and printed:
        chosen = printed
    elif so_hieu and not printed:
        notes.append(f"so_hieu {shown(so_hieu)} is no number: {chosen or 'none'} taken")
    if chosen and len(str(chosen)) > LegalDocument._meta.get_field("number").max_length:
        notes.append(f"number {shown(str(chosen))} is too long: left out")
        return None
    return chosen


def _doc_type(said: dict, doc_id: str, number: DocumentNumber | None) -> str:
    named = type_from_name(line_of(_text(said, "loai")))
    found = named or (number and type_from_number(number)) or type_from_slug(doc_id)
    if found == DocumentType.LAW and line_of(_text(said, "title")).startswith("Bộ luật"):
        return DocumentType.CODE  # which this data counts among the laws
    return found if found in DocumentType.values else DocumentType.OTHER


def _title(said: dict, doc_id: str, doc_type: str, number: str) -> str:
    """The title, or type and number where the file only repeats its own key."""
    title = _ADVERTISING.sub("", line_of(_text(said, "title")))
    if title in ("", doc_id, line_of(_text(said, "so_hieu"))) or parse_number(title):
        title = f"{DOCUMENT_TYPES.get(doc_type, 'Văn bản')} số {number}" if number else doc_id
    return title[: LegalDocument._meta.get_field("title").max_length]


def _date(said: dict, key: str, notes: list[str]) -> datetime.date | None:
    written = line_of(_text(said, key))
    match = _DATE.fullmatch(written)
    if match and plausible_year(int(match[3])):
        try:
            return datetime.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            pass
    if written:
        notes.append(f"{key} {shown(written)} is no date: left out")
    return None


def _url(said: dict, notes: list[str]) -> str:
    url = line_of(_text(said, "url"))
    try:
        return LegalDocument._meta.get_field("source_url").clean(url, None)
    except ValidationError:
        notes.append(f"url {shown(url)} is no address: left out")
        return ""
