"""Excel workbooks: the first sheet's cells as they were entered. What only looks like a value is refused."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from .cells import Unreadable
from .reading import BrokenFileError

if TYPE_CHECKING:
    from .sheets import Limits

EXCEL_LONGEST = 32_767
"""Characters that a cell of Excel holds at most: a text of just this length was cut."""
ENTRIES = 2_000
PIECE = 1 << 20
_SPELLED = re.compile("_x([0-9A-Fa-f]{4})_")
_TO_SPELL = re.compile("_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]+)"')


def workbook_rows(path: Path, limits: "Limits") -> Iterator[tuple[int, list]]:
    """(number, values) of each row of the first visible sheet. Raises BrokenFileError."""
    _check_package(path, limits)
    try:
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        try:
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
            if sheet is None:
                raise BrokenFileError(_("Tệp không có trang tính nào"))
            _check_no_merged_cells(path, sheet)
            sheet.reset_dimensions()  # which some programs write wrongly
            for number, row in enumerate(sheet.iter_rows(max_col=limits.columns + 1), start=1):
                yield number, [_value(cell) for cell in row]
        finally:
            book.close()
    except BrokenFileError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError) as error:
        raise BrokenFileError(
            _("Không đọc được tệp .xlsx; hãy mở bằng Excel và lưu lại (%(error)s)") % {"error": str(error)[:200]}
        ) from error


def _check_package(path: Path, limits: "Limits") -> None:
    """Size unpacked, before anything is unpacked; zipfile reads no more of an entry than it declares."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > limits.unpacked:
                raise BrokenFileError(
                    _("Tệp .xlsx khi giải nén lớn hơn %(limit)d MB") % {"limit": limits.unpacked // 1_000_000}
                )
            if "[Content_Types].xml" not in package.namelist() or "xl/workbook.xml" not in package.namelist():
                raise BrokenFileError(_("Tệp nén này không phải bảng tính .xlsx"))
            for entry in entries:
                with package.open(entry) as part:
                    if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part.read(4096).upper():
                        raise BrokenFileError(_("Tệp .xlsx có khai báo không được phép (DOCTYPE)"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BrokenFileError(_("Tệp .xlsx bị hỏng hoặc có mật khẩu")) from error


def _check_no_merged_cells(path: Path, sheet: Any) -> None:
    """Of merged cells only the first has a value: the others would be taken for blank."""
    with zipfile.ZipFile(path) as package, package.open(sheet._worksheet_path) as part:
        before = b""
        while piece := part.read(PIECE):
            found = _MERGED.search(before + piece)
            if found:
                raise BrokenFileError(
                    _("Ô gộp %(cells)s: hãy bỏ gộp ô để mỗi dòng có đủ nội dung") % {"cells": found[1].decode()}
                )
            before = piece[-200:]


def _value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Unreadable(_("ô có công thức; hãy chép rồi dán giá trị"), str(value)[:60])
    if cell.data_type == "e":
        return Unreadable(_("ô báo lỗi của Excel"), str(value))
    if isinstance(value, str):
        if len(value) >= EXCEL_LONGEST:
            return Unreadable(
                _("ô dài đến giới hạn %(limit)d ký tự của Excel, có thể đã bị cắt; hãy dùng CSV")
                % {"limit": EXCEL_LONGEST},
                value[:40],
            )
        return _SPELLED.sub(lambda found: chr(int(found[1], 16)), value).replace("\r", "")
    return value


def spelled(text: str) -> str:
    """The text as Excel keeps it: what XML cannot hold, and what looks like such a spelling, is spelled _xHHHH_."""
    return _TO_SPELL.sub(lambda found: f"_x{ord(found[0]):04X}_" if len(found[0]) == 1 else "_x005F_x", text)
