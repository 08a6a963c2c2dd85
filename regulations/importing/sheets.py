"""Tables from files as offices make them: CSV, Excel workbooks, JSON lines, tables in Word; told apart by their bytes.

A file that is broken, of another kind or too large is refused as a whole, in words for the person who sent it.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .cells import LONGEST_TEXT
from .escaping import unescaped
from .reading import BrokenFileError, read_lines
from .word_tables import word_rows
from .workbooks import workbook_rows

ZIP_MAGIC = b"PK\x03\x04"
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes of it, bytes of a workbook unpacked, rows, columns."""

    size: int = 200_000_000
    unpacked: int = 1_000_000_000
    rows: int = 200_000
    columns: int = 200


OPERATORS = Limits()
OFFICERS = Limits(size=10_000_000, unpacked=200_000_000, rows=5_000)
"""What is read while somebody waits for a page."""


@dataclass(frozen=True)
class SheetRow:
    """A row by the names of its columns. `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: dict[str, Any]
    problem: str = ""
    """Why the row as a whole cannot be read."""


@dataclass(frozen=True)
class Sheet:
    headings: tuple[str, ...]
    rows: Iterator[SheetRow]


def read_sheet(path: Path, *, limits: Limits = OPERATORS) -> Sheet:
    """The table that the file holds, its rows as they are asked for. Raises BrokenFileError, also while rows come."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise BrokenFileError(f"{path}: {error.strerror}") from error
    if size > limits.size:
        raise BrokenFileError(_("Tệp lớn hơn %(limit)d MB") % {"limit": limits.size // 1_000_000})
    if not size:
        raise BrokenFileError(_("Tệp rỗng"))
    if start.startswith(OLD_OFFICE_MAGIC):
        raise BrokenFileError(_("Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu"))
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _of_objects(path, limits)
    if path.suffix.lower() in (".docx", ".doc"):
        return _of_tables(path, limits)
    if start.startswith(ZIP_MAGIC):
        return _of_records(workbook_rows(path, limits), limits)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        raise BrokenFileError(_("Tệp không phải bảng tính .xlsx; có thể bị hỏng khi tải"))
    return _of_records(_csv_records(path), limits)


def _of_records(records: Iterator[tuple[int, list]], limits: Limits) -> Sheet:
    number, record = 0, []
    for number, record in records:  # noqa: B007 - used after the loop
        if any(not _blank(value) for value in record):
            break
    else:
        raise BrokenFileError(_("Tệp không có dòng nào"))
    headings = [" ".join(str("" if value is None else value).split()) for value in record]
    while not headings[-1]:
        headings.pop()
    if len(headings) > limits.columns:
        raise BrokenFileError(_("Bảng có hơn %(limit)d cột") % {"limit": limits.columns})
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise BrokenFileError(_("Dòng %(row)d: cột %(names)s có hai lần") % {"row": number, "names": ", ".join(twice)})
    return Sheet(tuple(filter(None, headings)), _rows_under(headings, records, limits))


def _rows_under(headings: list[str], records: Iterator[tuple[int, list]], limits: Limits) -> Iterator[SheetRow]:
    count = 0
    for number, record in records:
        if all(_blank(value) for value in record):
            continue
        count += 1
        _check_count(count, limits)
        cells = dict(zip(headings, record, strict=False))
        nameless = cells.pop("", None)
        outside = [value for value in [nameless, *record[len(headings) :]] if not _blank(value)]
        problem = _("có ô không nằm dưới tiêu đề nào: %(value)s") % {"value": str(outside[0])[:60]} if outside else ""
        yield SheetRow(number, cells, problem)


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.rows:
        raise BrokenFileError(_("Bảng có hơn %(limit)d dòng; hãy chia nhỏ") % {"limit": limits.rows})


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _csv_records(path: Path) -> Iterator[tuple[int, list]]:
    text = _decoded(path)
    declared = text[:6].lower()
    if declared.startswith("sep=") and len(text) > 5:
        delimiter, text, skipped = text[4], text.partition("\n")[2], 1
    else:
        delimiter, skipped = _delimiter(text), 0
    csv.field_size_limit(LONGEST_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(reader, start=1 + skipped):
            yield number, [unescaped(cell) for cell in record]
    except csv.Error as error:
        raise BrokenFileError(
            _("Dòng văn bản %(line)d: dấu nháy hoặc ô không đúng dạng CSV (%(error)s)")
            % {"line": reader.line_num + skipped, "error": error}
        ) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenFileError(
            _("Dòng %(line)d: chữ không phải UTF-8. Trong Excel, hãy lưu kiểu «CSV UTF-8» hoặc .xlsx") % {"line": line}
        ) from error


def _delimiter(text: str) -> str:
    """The one that parts the headings; those inside quotes do not count."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _of_tables(path: Path, limits: Limits) -> Sheet:
    """Tables of a Word file, each a row; the names of all are the headings."""
    rows, headings = [], {}
    for number, pairs in word_rows(path):
        _check_count(number, limits)
        headings |= dict.fromkeys(name for name, _text in pairs if name)
        names = [name for name, _text in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        problem = _("cột %(names)s có hai lần trong bảng") % {"names": ", ".join(twice)} if twice else ""
        rows.append(SheetRow(number, {name: text for name, text in pairs if name}, problem))
    if len(headings) > limits.columns:
        raise BrokenFileError(_("Bảng có hơn %(limit)d cột") % {"limit": limits.columns})
    return Sheet(tuple(headings), iter(rows))


def _of_objects(path: Path, limits: Limits) -> Sheet:
    """JSON lines, an object a line; the names of the first are the headings."""
    objects = _objects(path, limits)
    first = next(objects, None)
    if first is None:
        raise BrokenFileError(_("Tệp không có dòng nào"))
    rows = (SheetRow(number, cells) for number, cells in _chained(first, objects))
    return Sheet(tuple(first[1]), rows)


def _chained(first: tuple[int, dict], others: Iterator[tuple[int, dict]]) -> Iterator[tuple[int, dict]]:
    yield first
    yield from others


def _objects(path: Path, limits: Limits) -> Iterator[tuple[int, dict]]:
    for count, (number, value) in enumerate(read_lines(path), start=1):
        _check_count(count, limits)
        if not isinstance(value, dict):
            raise BrokenFileError(_("Dòng %(row)d: không phải một đối tượng JSON") % {"row": number})
        yield number, value
