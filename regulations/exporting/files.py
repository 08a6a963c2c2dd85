"""The files themselves: .xlsx, .csv and .docx with exactly the columns that import_regulations takes."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from regulations.importing.columns import Columns, current_columns
from regulations.importing.escaping import FORMULA_STARTS, escaped
from regulations.importing.template_files import SHEETS, TEXT_FORMAT, text_cell
from regulations.importing.workbooks import EXCEL_LONGEST, spelled

from .rows import exported_rows
from .word_tables import write_docx

Rows = Iterable[dict[str, str]]


class ExportRefused(Exception):
    """What a file of this kind cannot hold without loss; the message names the record and another kind."""


def export_regulations(
    file: IO[bytes], kind: str, regulations: QuerySet, *, on: datetime.date | None = None, all_versions: bool = False
) -> int:
    """Write the regulations' published versions into `file` as "xlsx", "csv" or "docx"; returns how many rows.

    Which versions: see exporting.rows. Raises ExportRefused; what was written so far is then of no use.
    """
    columns, counted = current_columns(), _Counted()
    rows = counted.through(exported_rows(regulations, columns, on=on, all_versions=all_versions))
    WRITERS[kind](file, columns, rows)
    return counted.rows


class _Counted:
    rows = 0

    def through(self, rows: Rows) -> Iterator[dict[str, str]]:
        for row in rows:
            self.rows += 1
            yield row


def _write_csv(file: IO[bytes], columns: Columns, rows: Rows) -> None:
    """With a byte order mark, by which Excel knows UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    keys = [column.key for column in columns]
    writer = csv.writer(text)
    writer.writerow(keys)
    for row in rows:
        writer.writerow([escaped(row.get(key, "")) for key in keys])
    text.detach()


def _write_xlsx(file: IO[bytes], columns: Columns, rows: Rows) -> None:
    """All cells are text, also when they are edited: Excel takes no zero off a code. What looks like a formula has the
    mark of Excel's own apostrophe, which is no part of the text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEETS[0])
    sheet.freeze_panes = "B2"
    styles = _styles(sheet)
    keys = [column.key for column in columns]
    sheet.append(keys)
    try:
        for row in rows:
            sheet.append([_cell(sheet, styles, row, key) if key in row else None for key in keys])
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


def _cell(sheet, styles: dict[bool, Any], row: dict[str, str], key: str) -> WriteOnlyCell:
    text = spelled(row[key])
    if len(text) >= EXCEL_LONGEST:
        said = {"code": row["code"], "column": key, "limit": EXCEL_LONGEST - 1}
        raise ExportRefused(
            _("%(code)s, cột %(column)s: dài hơn %(limit)d ký tự mà ô của Excel chứa được; hãy xuất .csv hoặc .docx")
            % said
        )
    cell = text_cell(sheet, text)
    cell._style = styles[text.startswith((*FORMULA_STARTS, "'"))]
    return cell


def _write_word(file: IO[bytes], columns: Columns, rows: Rows) -> None:
    try:
        write_docx(file, [column.key for column in columns], rows)
    except OverflowError as error:
        raise ExportRefused(
            _("Quá nhiều quy định cho một tệp Word đọc lại được; hãy lọc bớt, hoặc xuất .xlsx, .csv")
        ) from error
    except ValueError as error:
        raise ExportRefused(
            _("%(where)s: có ký tự mà tệp Word không chứa được; hãy xuất .xlsx hoặc .csv") % {"where": error}
        ) from error


WRITERS = {"xlsx": _write_xlsx, "csv": _write_csv, "docx": _write_word}


def kind_of(path: Path) -> str:
    """The kind of file that the name asks for, "" for none of ours."""
    kind = path.suffix.lower().removeprefix(".")
    return kind if kind in WRITERS else ""
