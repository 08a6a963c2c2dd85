"""The files themselves: .xlsx, .csv and .docx with exactly the columns that import_regulations takes."""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulations.importing.columns import Columns, current_columns
from regulations.importing.template_files import SHEETS
from regulations.importing.workbooks import EXCEL_LONGEST, spelled

from .rows import exported_rows
from .sheets import csv_lines, write_sheet
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
    keys = [column.key for column in columns]
    file.writelines(csv_lines(itertools.chain([keys], ([row.get(key, "") for key in keys] for row in rows))))


def _write_xlsx(file: IO[bytes], columns: Columns, rows: Rows) -> None:
    keys = [column.key for column in columns]
    write_sheet(file, SHEETS[0], itertools.chain([keys], ([_fitting(row, key) for key in keys] for row in rows)))


def _fitting(row: dict[str, str], key: str) -> str:
    """The text of a cell. Raises ExportRefused where Excel's is too small for it."""
    text = row.get(key, "")
    if len(spelled(text)) >= EXCEL_LONGEST:
        said = {"code": row["code"], "column": key, "limit": EXCEL_LONGEST - 1}
        raise ExportRefused(
            _("%(code)s, cột %(column)s: dài hơn %(limit)d ký tự mà ô của Excel chứa được; hãy xuất .csv hoặc .docx")
            % said
        )
    return text


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
