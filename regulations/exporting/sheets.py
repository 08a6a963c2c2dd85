"""Rows of texts as .csv and .xlsx, in which no spreadsheet takes a text for a formula or a number."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from regulations.importing.escaping import FORMULA_STARTS, escaped
from regulations.importing.template_files import TEXT_FORMAT, text_cell
from regulations.importing.workbooks import spelled

Texts = Sequence[str]


def csv_lines(rows: Iterable[Texts]) -> Iterator[bytes]:
    """One line a row, behind a byte order mark, by which Excel knows UTF-8."""
    writer = csv.writer(_Passed())
    yield "\ufeff".encode()
    for row in rows:
        yield writer.writerow([escaped(text) for text in row]).encode()


class _Passed:
    """What csv.writer writes into is what it returns."""

    def write(self, line: str) -> str:
        return line


def write_sheet(file: IO[bytes], name: str, rows: Iterable[Texts]) -> None:
    """A workbook of one sheet, row by row; the first row is the heading, "" leaves a cell out.

    All cells are text, also when they are edited: Excel takes no zero off a code. What looks like a formula has the
    mark of Excel's own apostrophe, which is no part of the text.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    styles = _styles(sheet)
    try:
        for row in rows:
            sheet.append([_cell(sheet, styles, text) if text else None for text in row])
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # its temporary file, which a process that goes on would keep
        raise
    book.save(file)


def _styles(sheet) -> dict[bool, Any]:
    """Of a text, and of one that could be run."""
    plain, marked = text_cell(sheet, ""), text_cell(sheet, "")
    plain.number_format = marked.number_format = TEXT_FORMAT
    marked.quotePrefix = True
    return {False: plain._style, True: marked._style}


def _cell(sheet, styles: dict[bool, Any], text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, spelled(text))
    cell._style = styles[text.startswith((*FORMULA_STARTS, "'"))]
    return cell
