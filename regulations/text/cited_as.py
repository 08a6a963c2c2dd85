"""How lawyers cite: "điểm a khoản 2 Điều 15 Nghị định số 15/2018/NĐ-CP ngày 02 tháng 02 năm 2018 của Chính phủ ..."."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

_NAMED_BY_TITLE = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")


def day_in_words(day: datetime.date) -> str:
    """As documents are dated: days under 10 and the months 1 and 2 with a zero (Decree 30/2020/NĐ-CP, annex I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def document_as_cited(
    *, type_name: str, number: str, title: str, issued_on: datetime.date | None, issuers: Sequence[str]
) -> str:
    """A document with all that tells it from others; what is not known is left out.

    A law is named by its title: "Luật An toàn thực phẩm số 55/2010/QH12 ngày 17 tháng 6 năm 2010"; other documents have
    number, day and issuers first and then what they are about.
    """
    numbered = [f"số {number}"] if number else []
    dated = [day_in_words(issued_on)] if issued_on else []
    title = " ".join(title.split()).rstrip(".")
    if type_name in _NAMED_BY_TITLE:
        named = title if title.casefold().startswith(type_name.casefold()) else f"{type_name} {title}"
        return " ".join([named, *numbered, *dated])
    signed = [f"của {', '.join(issuers)}"] if issuers else []
    return " ".join([type_name, *numbered, *dated, *signed, _continued(title)]).strip()


def part_as_cited(*, part: str, kind: str, title: str, code: str, agency: str) -> str:
    """A part of a regulation of the register: phần "Thời hạn" của thủ tục hành chính "..." (mã 1.004567), Bộ Y tế."""
    name = " ".join(title.split()).rstrip(".")
    return f"phần “{part}” của {_continued(kind)} “{name}” (mã {code}), {agency}"


def in_force_from(day: datetime.date | None) -> str:
    """Which text of it is meant."""
    return f"bản có hiệu lực từ {day_in_words(day)}" if day else "bản chưa rõ ngày có hiệu lực"


def _continued(title: str) -> str:
    """A title inside a sentence: its first letter small, unless it begins with an abbreviation."""
    first = title.partition(" ")[0]
    return title if first.isupper() and len(first) > 1 else title[:1].lower() + title[1:]
