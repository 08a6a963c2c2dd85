"""Word files of the form that export_regulations writes: each table of two columns says one row of the file.

The file is opened by regulations.text.docx, which refuses what could do harm. A table whose text is not plain to see
(tracked changes, hidden text, tables within tables) is refused: nobody would know which text is meant.
"""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from regulations.text.docx.marks import find_mark
from regulations.text.docx.package import DocxRefused, Package, open_package
from regulations.text.docx.parsing import Handler

from .reading import BrokenFileError

_UNCLEAR = {"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:vanish", "w:txbxContent"}
_SPACES = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:noBreakHyphen": "-"}
_REASONS = {
    "empty": lambda: _("tệp rỗng"),
    "too_big": lambda: _("tệp quá lớn"),
    "encrypted": lambda: _("tệp có mật khẩu"),
    "old_doc": lambda: _("tệp Word kiểu cũ (.doc); hãy lưu lại thành .docx"),
    "macros": lambda: _("tệp có macro"),
    "external": lambda: _("tệp dẫn tới nội dung bên ngoài"),
}


def word_rows(path: Path) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(number of the table, its (column, text) pairs) of each table. Raises BrokenFileError."""
    tables = _Tables()
    try:
        package = open_package(path)
        _check_unmarked(package)
        package.parse(package.main, tables)
    except DocxRefused as refused:
        reason = _REASONS.get(refused.reason, lambda: _("tệp hỏng hoặc không an toàn"))()
        raise BrokenFileError(_("Không đọc tệp .docx này: %(reason)s") % {"reason": reason}) from refused
    if not tables.found:
        raise BrokenFileError(_("Tệp Word không có bảng hai cột nào (tên cột, nội dung)"))
    yield from enumerate(tables.found, start=1)


def _check_unmarked(package: Package) -> None:
    """A file with a secrecy mark has no place here. Raises BrokenFileError naming the mark."""
    around = [name for kind in ("header", "footer") for name in package.related(package.main, kind)]
    for name in (package.main, *around):
        lines = _Lines()
        package.parse(name, lines)
        marks = (find_mark(line, stands_out=name != package.main) for line in lines.found)
        if mark := next(filter(None, marks), ""):
            raise BrokenFileError(_("Tệp có dấu %(mark)s: không được tải lên cổng này") % {"mark": mark})


class _Lines(Handler):
    """Every paragraph of a part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.in_text = False

    def start(self, tag, attributes):
        if tag == "w:p":
            self.found.append("")
        self.in_text = tag == "w:t"

    def end(self, tag):
        self.in_text = False

    def text(self, data):
        if self.in_text and self.found:
            self.found[-1] += data


class _Tables(Handler):
    """Collects tables of two columns, row by row; text outside of tables is for the reader alone."""

    def __init__(self) -> None:
        self.found: list[list[tuple[str, str]]] = []
        self.in_table = False
        self.in_text = False
        self.row: list[str] | None = None
        self.lines: list[str] | None = None

    def start(self, tag, attributes):
        if tag == "w:tbl":
            if self.in_table:
                raise BrokenFileError(_("Bảng %(n)d: có bảng nằm trong bảng") % {"n": len(self.found)})
            self.in_table = True
            self.found.append([])
        elif not self.in_table:
            return
        elif tag in _UNCLEAR:
            raise BrokenFileError(
                _("Bảng %(n)d: có thay đổi chưa chấp nhận, chữ ẩn hoặc hộp chữ; hãy làm rõ rồi lưu lại")
                % {"n": len(self.found)}
            )
        elif tag == "w:tr":
            self.row = []
        elif tag == "w:tc":
            self.lines = []
        elif tag == "w:p" and self.lines is not None:
            self.lines.append("")
        elif tag == "w:t":
            self.in_text = True
        elif tag in _SPACES and self.lines:
            self.lines[-1] += _SPACES[tag]

    def end(self, tag):
        if tag == "w:tbl":
            self.in_table = False
        elif tag == "w:t":
            self.in_text = False
        elif tag == "w:tc" and self.row is not None and self.lines is not None:
            self.row.append("\n".join(self.lines))
            self.lines = None
        elif tag == "w:tr" and self.row is not None:
            self._take(self.row)
            self.row = None

    def text(self, data):
        if self.in_text and self.lines:
            self.lines[-1] += data

    def _take(self, row: list[str]) -> None:
        if len(row) != 2:
            raise BrokenFileError(_("Bảng %(n)d: mỗi dòng phải có đúng hai cột") % {"n": len(self.found)})
        self.found[-1].append((" ".join(row[0].split()), row[1]))
