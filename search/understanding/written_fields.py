"""Fields that experts write into the search box: `cơ quan:BCT`, `loai:"nghi dinh"`, `date:31/12/2025`.

A field that is a filter of the address is taken out of the text and becomes one; `tiêu đề:` and `số:` stay in the text
for the parser. With or without accents, in Vietnamese or English. What is no field is words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.text.codes import TYPE_NAMES
from search.analysis import fold, nfc

TITLE, NUMBER = "title", "number"
_LIST = "list"
"""`loại:` is the kind of a regulation or the type of a document: the value says which."""

_NAMES = {
    "agency": ("co quan", "cq", "bo nganh", "agency", "ministry"),
    "field": ("linh vuc", "field", "sector"),
    "industry": ("nganh", "nganh nghe", "industry"),
    "status": ("hieu luc", "tinh trang", "status"),
    "action": ("cach cat giam", "action"),
    "on": ("ngay", "date", "on"),
    _LIST: ("loai", "loai quy dinh", "loai van ban", "kind", "type"),
    TITLE: ("tieu de", "ten", "trich yeu", "title"),
    NUMBER: ("so", "so hieu", "ma", "number", "code"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_WRITTEN = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(sorted(_FIELD_OF, key=len, reverse=True))})\s?:\s?"
    r"(?:[\"“”„«](?P<quoted>[^\"“”„«»]*)[\"“”»]|(?P<bare>[^\s\"“”„«»]+))"
)
_KINDS = {
    "procedure": ("thu tuc", "thu tuc hanh chinh", "tthc"),
    "condition": ("dieu kien", "yeu cau, dieu kien", "yeu cau dieu kien", "ycdk"),
    "report": ("bao cao", "che do bao cao", "cdbc"),
    "standard": ("tieu chuan", "quy chuan", "tieu chuan, quy chuan", "tcqc"),
    "inspection": ("kiem tra", "kiem tra chuyen nganh", "ktcn"),
}
_STATUSES = {
    "in-force": ("con", "con hieu luc", "in force"),
    "partly": ("mot phan", "het mot phan", "het hieu luc mot phan"),
    "suspended": ("ngung", "ngung hieu luc"),
    "abolished": ("het", "het hieu luc"),
    "gap": ("khoang trong", "khoang trong phap ly"),
    "unknown": ("chua ro", "chua ro hieu luc"),
    "upcoming": ("sap", "sap co", "sap co hieu luc"),
}
_ENGLISH_TYPES = {
    "law": "luat", "code": "bo-luat", "ordinance": "phap-lenh", "decree": "nghi-dinh", "resolution": "nghi-quyet",
    "decision": "quyet-dinh", "circular": "thong-tu", "directive": "chi-thi",
}  # fmt: skip
_DOCUMENT_TYPES = {name: ("type", key) for name, key in (TYPE_NAMES | _ENGLISH_TYPES).items()}
# Kinds and states are written out: an engine, which needs to know what a query is, needs no register.
_VALUES: dict[str, dict[str, tuple[str, str]]] = {
    "status": {word: ("status", one) for one, words in _STATUSES.items() for word in words},
    _LIST: _DOCUMENT_TYPES | {word: ("kind", one) for one, words in _KINDS.items() for word in (one, *words)},
}
"""Values of closed lists as people write them -> parameter and value of the address."""
_LONGEST_VALUE = 5
_NAMED = ("agency", "field")
_CLOSING = '"“”»'


@dataclass(frozen=True, slots=True)
class Written:
    """A field in a text: `text[start:end]`."""

    field: str
    value: str
    start: int
    end: int


def written_fields(text: str) -> Iterator[Written]:
    """The fields of an NFC text in order."""
    folded = fold(text)
    for match in _WRITTEN.finditer(folded):
        part = "bare" if match["quoted"] is None else "quoted"
        yield Written(_FIELD_OF[match["name"]], text[slice(*match.span(part))].strip(), *match.span())


@dataclass(frozen=True, slots=True)
class OpenEnded:
    """A name without quotes, `cơ quan:Bộ Công Thương rượu`: only who knows the names can tell how far `value` goes on
    in the words of the text, of which `place` stand before."""

    parameter: str
    value: str
    place: int


def take_parameters(text: str) -> tuple[str, dict[str, list[str]], tuple[OpenEnded, ...]]:
    """The text without the fields that are parameters of the address, these as `{"agency": ["BCT"]}`, and those of
    them whose value may go on."""
    text = nfc(text)
    if ":" not in text:
        return text, {}, ()
    parameters: dict[str, list[str]] = {}
    open_ended = []
    rest, place = [], 0
    for written in written_fields(text):
        if written.field in (TITLE, NUMBER) or not written.value or written.start < place:
            continue
        parameter, value, end = _parameter(written, text)
        parameters.setdefault(parameter, []).append(value)
        rest.append(text[place : written.start])
        place = end
        if parameter in _NAMED and text[end - 1] not in _CLOSING:
            open_ended.append(OpenEnded(parameter, value, len(" ".join(rest).split())))
    return " ".join(" ".join([*rest, text[place:]]).split()), parameters, tuple(open_ended)


def _parameter(written: Written, text: str) -> tuple[str, str, int]:
    """Parameter, value and end of a field. A value of several words needs no quotes where the list is closed."""
    values = _VALUES.get(written.field)
    if values is None:
        return written.field, written.value, written.end
    if fold(written.value) in values and text[written.end - 1] in _CLOSING:
        return *values[fold(written.value)], written.end
    begins = written.end - len(written.value)
    ends = [begins + match.end() for match in re.finditer(r"\S+", text[begins:])][:_LONGEST_VALUE]
    for end in reversed(ends):
        if (said := " ".join(fold(text[begins:end]).split())) in values:
            return *values[said], end
    return ("kind" if written.field == _LIST else written.field), written.value, written.end
