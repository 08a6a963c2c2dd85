"""Secrecy marks: a stamp that stands alone, not the word in a sentence about secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.text.normalise import normalise_text, strip_marks

MARKS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT", "LƯUHÀNHNỘIBỘ": "LƯU HÀNH NỘI BỘ"}
"""What stands on the stamp without its spaces, and how it is called."""

_WITHOUT_ACCENTS = {strip_marks(key): name for key, name in MARKS.items()}
# What may stand before the words of a stamp: "TÀI LIỆU TỐI MẬT", "Độ mật: MẬT", "CHỈ LƯU HÀNH NỘI BỘ".
_BEFORE = re.compile(r"^(?:(?:TÀILIỆU|VĂNBẢN|CÔNGVĂN|HỒSƠ|BẢN|MỨC|DẤU)?(?:ĐỘMẬT)?:?(?:CHỈ)?)(?=.)")
_EDGES = " \t.:*_-–—=~|/\\()[]{}<>«»“”\"'’‘!•"
_LINE = 200
_SEGMENTS = re.compile(r"\s[-–—|]+\s|[|\n\t(),;]| {3,}")


@dataclass(frozen=True)
class Mark:
    """A mark and where it stands: `area` is text, header, footer, text_box, comment, footnote or property."""

    mark: str
    area: str
    paragraph: int | None = None
    words: str = ""


def find_mark(line: str, *, stands_out: bool = False, numbered: bool = False) -> str:
    """The secrecy mark that a line is, "" for none.

    In the text a stamp is in capitals and no item of a list, for a law on secrets lists the degrees of secrecy; "lưu
    hành nội bộ" is one in any case. Where it stands out of the text (`stands_out`: headers, boxes), each stretch
    between dashes, commas or brackets is judged, in any case.
    """
    if numbered or (len(line) > _LINE and not stands_out):
        return ""
    line = normalise_text(line)
    segments = _SEGMENTS.split(line) if stands_out else [line]
    for segment in segments:
        found = _mark_of(segment, any_case=stands_out)
        if found:
            return found
    return ""


def _mark_of(segment: str, *, any_case: bool) -> str:
    bare = segment.strip(_EDGES)
    squeezed = re.sub(r"[\s._-]+", "", bare)
    if not squeezed or len(squeezed) > 40:
        return ""
    upper = squeezed.upper()
    candidates = {upper, _BEFORE.sub("", upper)}
    table = _WITHOUT_ACCENTS if upper.isascii() else MARKS
    name = next((table[one] for one in candidates if one in table), "")
    if not name:
        return ""
    # A degree filled in behind "Độ mật:" is a mark however it is written, and nobody writes the other in a sentence.
    plain = squeezed == upper or upper.startswith("ĐỘMẬT:") or name == MARKS["LƯUHÀNHNỘIBỘ"]
    return name if any_case or plain or bare.split(":")[-1].isupper() else ""
