"""What stands in one cell: every reader turns it into a value or says why not, every writer turns the value back.

What is written reads back as the same value. A cell with several rows has one a line, its fields parted by "|"; a bar,
a backslash or a line end inside a field is written as \\|, \\\\ or \\n.
"""

import datetime
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from regulations.text.labels import label_of
from regulations.text.normalise import fold, normalise_text
from regulations.text.numbers import plausible_year

BIGGEST_AMOUNT = 2**63 - 1
BIGGEST_NUMBER = 32_767
LONGEST_TEXT = 1_000_000
"""Characters of one cell."""

SHORT = 120

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")  # as Regulation.code
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_PRINTED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_AMOUNT = re.compile(
    r"(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:,\d{3})+)\s*(?:đ|đồng|vnđ|vnd)?", re.IGNORECASE
)
_NUMBER_AND_UNIT = re.compile(r"(\d{1,6})(?:\s+(.+))?")


class CellRefused(Exception):
    """A cell that cannot be taken; the message says why, in words for the person who filled it in."""


class Unreadable:
    """A cell whose content the file does not give: a formula, an error of the spreadsheet, a cut text."""

    def __init__(self, reason: str, shown: str = "") -> None:
        self.reason, self.shown = reason, shown

    def __str__(self) -> str:
        return self.shown


def text_of(value: Any) -> str:
    """The text of a cell as its reader would have typed it, in the one form that is stored. Raises CellRefused."""
    if isinstance(value, Unreadable):
        raise CellRefused(value.reason)
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(text_of(one) for one in value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y}" + ("" if value.time() == datetime.time() else f" {value:%H:%M:%S}")
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    if len(text) <= SHORT:
        return _normalised(text)
    text = normalise_text(text).strip()
    if len(text) > LONGEST_TEXT:
        raise CellRefused(_("dài hơn %(limit)d ký tự") % {"limit": LONGEST_TEXT})
    return text


@lru_cache(maxsize=50_000)
def _normalised(text: str) -> str:
    """Names of agencies, fields and kinds come again in every row."""
    return normalise_text(text).strip()


def line(limit: int) -> Callable[[Any], str]:
    """A reader of a text on one line of at most `limit` characters."""

    def read(value: Any) -> str:
        return _short(" ".join(text_of(value).split()), limit)

    return read


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellRefused(_("dài %(length)d ký tự, tối đa %(limit)d") % {"length": len(text), "limit": limit})
    return text


def read_code(value: Any) -> str:
    """A code, which must have been typed as text: a spreadsheet takes the zero off the end of the number 1.100."""
    if isinstance(value, float) and not value.is_integer():
        raise CellRefused(_("ô là số nên số 0 ở cuối mã có thể đã mất; hãy định dạng cột là văn bản và gõ lại"))
    code = line(60)(value)
    if code and not _CODE.fullmatch(code):
        raise CellRefused(_("chỉ dùng chữ không dấu, số, dấu chấm và gạch nối, bắt đầu bằng chữ hoặc số"))
    return code


def read_day(value: Any) -> datetime.date | None:
    """A day, typed day first (01/02/2021 is the first of February) or as 2021-02-01."""
    text = text_of(value)
    if not text:
        return None
    iso, printed = _ISO_DAY.fullmatch(text), _PRINTED_DAY.fullmatch(text)
    year, month, day = iso.groups() if iso else printed.groups()[::-1] if printed else ("0", "0", "0")
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        found = None
    if found is None or not plausible_year(found.year):
        raise CellRefused(_("không phải ngày; hãy ghi ngày/tháng/năm (01/02/2021) hoặc 2021-02-01"))
    return found


def write_day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def choice(choices: type[models.TextChoices]) -> Callable[[Any], str]:
    """A reader of one of a closed list, by its key or its Vietnamese name; blank stays blank."""

    def read(value: Any) -> str:
        text = text_of(value)
        if not text:
            return ""
        found = _named(choices).get(_folded(text))
        if found is None:
            allowed = ", ".join(choices.values)
            raise CellRefused(_("không có trong danh sách; hãy dùng một trong: %(allowed)s") % {"allowed": allowed})
        return found

    return read


def _named(choices: type[models.TextChoices]) -> dict[str, str]:
    """Every spelling of every choice. A file is written in Vietnamese whatever the language of the screen."""
    if choices not in _NAMES:
        with override("vi"):
            names = {_folded(str(one.label)): one.value for one in choices}
        _NAMES[choices] = names | {_folded(one.value): one.value for one in choices}
    return _NAMES[choices]


_NAMES: dict[type[models.TextChoices], dict[str, str]] = {}


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def read_yes(value: Any) -> bool | None:
    """Yes or no; None where the cell is blank."""
    text = _folded(text_of(value))
    if not text:
        return None
    if text not in _YES_NO:
        raise CellRefused(_("hãy ghi có hoặc không"))
    return _YES_NO[text]


_YES_NO = {"co": True, "yes": True, "1": True, "true": True, "khong": False, "no": False, "0": False, "false": False}


def write_yes(value: bool | None) -> str:
    return "" if value is None else "có" if value else "không"


def read_list(value: Any) -> tuple[str, ...]:
    """Names one a line or parted by semicolons, each once."""
    names = (" ".join(name.split()) for name in re.split(r"[;\n]", text_of(value)))
    return tuple(dict.fromkeys(filter(None, names)))


def write_list(names: tuple[str, ...]) -> str:
    return "\n".join(names)


def rows(read_fields: Callable[[list[str]], tuple]) -> Callable[[Any], tuple[tuple, ...]]:
    """A reader of a cell with a row a line; `read_fields` takes the fields of one. Errors name the line."""

    def read(value: Any) -> tuple[tuple, ...]:
        found = []
        for number, text in enumerate(text_of(value).split("\n"), start=1):
            if not text.strip():
                continue
            try:
                found.append(read_fields(_fields(text)))
            except CellRefused as refused:
                raise CellRefused(_("dòng %(n)d trong ô: %(why)s") % {"n": number, "why": refused}) from refused
        return tuple(found)

    return read


def write_rows(written: tuple[tuple, ...]) -> str:
    """A line a row; fields that are blank at its end are left out."""
    return "\n".join(_line(row) for row in written)


def _line(row: tuple) -> str:
    fields = ["" if field is None else _escaped(str(field)) for field in row]
    while len(fields) > 1 and not fields[-1]:
        fields.pop()
    return " | ".join(fields)


def _escaped(field: str) -> str:
    return field.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


_ESCAPES = {"\\|": "|", "\\\\": "\\", "\\n": "\n"}


def _fields(text: str) -> list[str]:
    fields = [""]
    for piece in re.findall(r"\\.|[^\\|]+|.", text):
        if piece == "|":
            fields.append("")
        else:
            fields[-1] += piece
    return [re.sub(r"\\[|\\n]", lambda found: _ESCAPES[found[0]], field.strip()) for field in fields]


def _exactly(fields: list[str], most: int) -> list[str]:
    if len(fields) > most:
        raise CellRefused(
            _("có %(n)d trường, tối đa %(most)d; dấu | trong nội dung phải viết là \\|")
            % {"n": len(fields), "most": most}
        )
    return fields + [""] * (most - len(fields))


def _named_line(text: str, limit: int) -> str:
    if not text:
        raise CellRefused(_("thiếu tên"))
    return _short(text, limit)


def paper(fields: list[str]) -> tuple[str, int, str]:
    """name | copies | form"""
    name, copies, form = _exactly(fields, 3)
    return _named_line(name, 500), _whole(copies or "1"), _short(form, 200)


def fee(fields: list[str]) -> tuple[str, int | None, str]:
    """name | amount in đồng, blank where it is set case by case | note"""
    name, amount, note = _exactly(fields, 3)
    return _named_line(name, 300), _amount(amount) if amount else None, _short(note, 300)


def _amount(text: str) -> int:
    said = _AMOUNT.fullmatch(text)
    amount = int(re.sub(r"\D", "", said[1])) if said else BIGGEST_AMOUNT + 1
    if amount > BIGGEST_AMOUNT:
        raise CellRefused(_("%(text)s không phải số tiền tính bằng đồng") % {"text": text[:40]})
    return amount


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > BIGGEST_NUMBER:
        raise CellRefused(
            _("%(text)s không phải số nguyên từ 0 đến %(most)d") % {"text": text[:40], "most": BIGGEST_NUMBER}
        )
    return int(text)


def counted(choices: type[models.TextChoices], *, named: bool) -> Callable[[list[str]], tuple]:
    """number | unit, and where `named` what for: "15 | working_days | Thẩm định", also "15 ngày làm việc"."""

    def read(fields: list[str]) -> tuple:
        both = _NUMBER_AND_UNIT.fullmatch(fields[0])
        if both and both[2]:
            fields = [both[1], both[2], *fields[1:]]
        number, unit, *name = _exactly(fields, 3 if named else 2)
        if not unit:
            raise CellRefused(
                _("thiếu đơn vị; hãy dùng một trong: %(allowed)s") % {"allowed": ", ".join(choices.values)}
            )
        try:
            key = choice(choices)(unit)
        except CellRefused as refused:
            raise CellRefused(f"{unit[:40]}: {refused}") from refused
        return (_whole(number), key, *(_short(text, 300) for text in name))

    return read


def basis(fields: list[str]) -> tuple[str, str]:
    """document | provision, as label or as it is cited; the whole document where it is blank"""
    document, place = _exactly(fields, 2)
    label = _short(label_of(place), 120)
    if label and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", label):
        raise CellRefused(_("%(text)s không phải điều, khoản, điểm") % {"text": place[:60]})
    return _named_line(document, 200), label
