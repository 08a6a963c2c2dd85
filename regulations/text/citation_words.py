"""The words of citations, each read at a place of a text: units with their numbers, and documents in any form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.text.codes import ASSEMBLY, DOCUMENT_TYPES, STANDARD_CODES, STATE_ISSUERS, TYPE_CODES
from regulations.text.labels import ORDINALS
from regulations.text.law_names import LAW_NAME
from regulations.text.normalise import fold
from regulations.text.numbers import number_key, parse_number

UNITS = {
    "điểm": "point", "khoản": "clause", "điều": "article", "tiểu mục": "subsection", "mục": "section",
    "chương": "chapter", "phần": "part", "phụ lục": "annex",
}  # fmt: skip
LEVELS = {"point": 0, "clause": 1, "article": 2, "subsection": 3, "section": 4, "chapter": 5, "part": 6, "annex": 6}
"""Units from small to large."""

UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Capital letters, for a pattern's set of characters."""

_ROMAN = r"[IVXLC]+(?:-\d)?[a-zđ]?"
_DIGITS = r"\d{1,3}[a-zđ]{0,2}"
_NUMBERS = {
    "point": r"(?:aa|bb|cc|dd|đđ|ee|gg|[a-zđ]\d?|\d{1,2}(?:\.\d{1,2})*)",
    "clause": _DIGITS,
    "article": r"\d{1,4}[a-zđ]{0,2}",
    "subsection": rf"(?:{_DIGITS}|{_ROMAN})",
    "section": rf"(?:{_DIGITS}|{_ROMAN}|[A-ZĐ])",
    "chapter": rf"(?:{_ROMAN}|{_DIGITS})",
    "part": rf"(?:(?:thứ\s+)?(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))})|{_ROMAN}|\d{{1,2}}|[A-ZĐ])",
    "annex": rf"(?:số\s+)?(?:{_ROMAN}|\d{{1,3}}(?:\.\d{{1,2}})*[A-Za-zĐđ]?|[A-ZĐ]\d{{0,2}})",
}
# "khoản 500.000 đồng", "khoản 5 %", "1, 2 năm": an amount; "điểm y tế": a place
_NO_AMOUNT = (
    r"(?!\w|[.,/:]\d|-\w|\s*%|\s+(?:đồng|triệu|tỷ|nghìn|năm|tháng|ngày|giờ|lần|người|km|kg|m2|mét|bộ|bản)(?!\w))"
    r"(?!(?<=y)\s+(?:tế|học|bác|dược))"
)
_NUMBER_OF = {kind: re.compile(rf"(?P<number>{pattern}){_NO_AMOUNT}") for kind, pattern in _NUMBERS.items()}
_UNIT = re.compile(r"(?P<unit>[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ lục)\s+")
_THIS = re.compile(r"này(?!\w)")

_TYPES = "|".join(
    sorted((name for name in DOCUMENT_TYPES.values()), key=len, reverse=True)
) + "|Điều lệ|Văn bản|Công ước|Nghị định thư|Hiệp định"  # fmt: skip
_SELF_TYPES = (
    "Bộ luật|Luật|Pháp lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Chỉ thị|"
    "Hiến pháp|Lệnh|Sắc lệnh|Quy chế|Điều lệ|Quy định|Quy chuẩn"
)
_SELF = re.compile(rf"(?P<type>{_SELF_TYPES})\s+này(?!\w)")
_CODE = r"[A-ZĐ][A-Za-zĐđ]*\d{0,3}"
_CODES = rf"{_CODE}(?:(?:[-–/&]|\s?[-–]\s?(?=[A-ZĐ]{{2}}))[A-ZĐ][A-Za-zĐđ]*\d{{0,3}})*(?!\w)"
_SERIAL = r"\d{1,6}(?:\.\d{1,4})?[a-z]?"
_PRINTED = (
    rf"(?:{_SERIAL}\s?/\s?\d{{4}}\s?/\s?{_CODES}|{_SERIAL}\s?/\s?\d{{4}}/(?i:[a-zđ]+-[a-zđ]+)(?!\w)"
    rf"|{_SERIAL}\s?[-/]\s?{_CODES})"
)
_NUMBERED = re.compile(
    rf"(?P<type>(?i:{_TYPES}))?(?:(?<=\w)\s+)?(?P<so>(?i:số)\s*:?\s*)?(?<![\w/.,-])(?P<number>{_PRINTED})"
)
_WITHOUT_CODES = re.compile(r"[Nn]ghị định\s+(?:số\s*)?(?P<number>\d{1,4}/(?:19|20)\d\d)(?![\w/-])")
_STANDARD = re.compile(
    rf"(?P<number>(?:{'|'.join(sorted(STANDARD_CODES))})\s*\d+(?:-\d+)*\s?:\s?\d{{4}}(?:\s?/\s?[A-ZĐ]+)?)(?!\w)"
)
_STOP = (
    "quy|số|năm|ngày|này|được|bị|có|về|thì|để|hoặc|hay|theo|tại|đã|đang|sẽ|là|không|phải|mà|trong|ngoài|khi|do|của|"
    "nhưng|với|cho|từ|đến|và|cùng|như|bởi|nêu|ban|sửa|thay|hết|trước|sau|trừ|vào|còn|nếu|đối|bằng|trên|dưới|nhằm|"
    "hướng|thông|chưa|liên|mới|cũ|khác|tương"
)
_OTHER_NAME = (
    rf"(?=[{UPPER}])(?!(?i:{_SELF_TYPES}|Việt Nam)(?!\w))[^\W\d]+"
    rf"(?:\s(?!(?:{_STOP})(?!\w))(?![{UPPER}])[^\W\d]+){{0,12}}"
)
_AMENDING = (
    r"(?:sửa đổi(?:, bổ sung|,? bãi bỏ| và bổ sung)*\s+(?:một số\s+)?điều(?:\s+và\s+\w+(?:\s\w+){0,3})?\s+của\s+"
    r"(?:(?:Bộ luật|Luật|Pháp lệnh)\s+)?)"
)
_NAMED = re.compile(
    rf"(?P<title>(?:Bộ luật|Luật|Pháp lệnh)\s+(?:{_AMENDING})?(?:(?i:{LAW_NAME})(?!\w)|{_OTHER_NAME})|Hiến pháp)"
    rf"(?!\s+này(?!\w))(?P<ended>\s+(?:số\s*:?\s*)?(?P<number>{_PRINTED})|\s+(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\w))?"
)
_DATED = re.compile(
    r",?\s+(?:được [\w\s]{0,60}thông qua )?ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2}\s+năm\s+|[/-]\d{1,2}[/-])(\d{4})(?!\w)"
)

STARTS = re.compile(
    rf"(?<![\w])(?:(?P<unit>[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ lục)\s"
    rf"|(?P<document>(?:{_SELF_TYPES})\s(?=này\b)|(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)\b"
    rf"|(?i:(?:{_TYPES})\s+(?:số\s*:?\s*)?)(?=\d)|(?:QCVN|TCVN|QCĐP|TCCS)\s*\d|(?<![/.,-])\d{{1,6}}(?:\.\d{{1,4}})?[a-z]?\s?[/-]\s?(?=\d{{4}}\s?/|[A-ZĐ])))"
)
"""Where a citation may begin."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a unit as printed ("" for "này" and for an annex without one) and where it stands."""

    number: str
    start: int
    end: int
    this: bool = False


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document in words: `text[start:end]`. `type` is the key of the type named there, "" without one.

    `is_this`: the words are "Luật này". Else it has a `key` of its number, or a `title` only.
    """

    start: int
    end: int
    type: str = ""
    key: str = ""
    title: str = ""
    year: int | None = None
    is_this: bool = False


def unit_at(text: str, place: int) -> tuple[str, int] | None:
    """The kind of the unit whose name stands at `place`, and where its number begins."""
    match = _UNIT.match(text, place)
    return (UNITS[match["unit"].lower()], match.end()) if match else None


def number_at(text: str, place: int, kind: str) -> Numbered | None:
    """The number of a unit of this kind, or its "này"."""
    this = _THIS.match(text, place)
    if this:
        return Numbered("", place, this.end(), this=True)
    match = _NUMBER_OF[kind].match(text, place)
    return Numbered(_plain(kind, match["number"]), place, match.end()) if match else None


def _plain(kind: str, number: str) -> str:
    if kind == "part":
        words = re.sub(r"^thứ\s+", "", number)
        return str(ORDINALS.get(words.lower(), words))
    return re.sub(r"^số\s+", "", number) if kind == "annex" else number


def document_at(text: str, place: int) -> CitedDocument | None:
    """The document that the words at `place` cite."""
    this = _SELF.match(text, place)
    if this:
        return CitedDocument(place, this.end(), type=type_key(this["type"]), is_this=True)
    numbered = _NUMBERED.match(text, place)
    if numbered and (document := _numbered(numbered)):
        return document
    standard = _STANDARD.match(text, place)
    if standard and (key := number_key(standard["number"])):
        return CitedDocument(place, standard.end(), key=key)
    partial = _WITHOUT_CODES.match(text, place)
    if partial:
        return CitedDocument(place, partial.end(), type="nghi-dinh", key=number_key(f"{partial['number']}/NĐ-CP") or "")
    named = _NAMED.match(text, place)
    return _named(named, text) if named else None


def _numbered(match: re.Match[str]) -> CitedDocument | None:
    """A number alone is one of a document only if its codes are known: "số 12/2021/HĐMB" is a contract."""
    number = parse_number(match["number"])
    if number is None:
        return None
    issuer = number.issuer_code.split("-")[0]
    known = number.type_code in TYPE_CODES or issuer in STATE_ISSUERS or ASSEMBLY.fullmatch(issuer)
    if not match["type"] and not known:
        return None
    return CitedDocument(match.start(), match.end(), type=type_key(match["type"] or ""), key=number.key)


def _named(match: re.Match[str], text: str) -> CitedDocument:
    title = " ".join(match["title"].split())
    kind = next(type_key(name) for name in ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp") if title.startswith(name))
    key = number_key(match["number"]) if match["number"] else None
    if match["number"] and not key:
        return CitedDocument(match.start(), match.end("title"), type=kind, title=title)
    dated = None if match["ended"] else _DATED.match(text, match.end())
    year = match["year"] or (dated[1] if dated else None)
    return CitedDocument(
        match.start(), match.end(), type=kind, key=key or "", title=title, year=int(year) if year else None
    )


def type_key(name: str) -> str:
    """The key of a type by its printed name: "Thông tư liên tịch" is "thong-tu-lien-tich"."""
    return fold(name).replace(" ", "-")
