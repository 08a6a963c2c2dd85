"""Empty files to fill in: the columns as headings, what each means, and lists to choose from."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .columns import Column, current_columns
from .escaping import escaped

FIRST_ROW, LAST_ROW = 3, 5_002
SHEETS = ("Quy định", "Giải thích", "Danh sách")
TEXT_FORMAT = "@"


def template_bytes(kind: str) -> bytes:
    """The template as "csv" or "xlsx"."""
    columns = list(current_columns())
    return _workbook(columns) if kind == "xlsx" else _csv(columns)


def write_template(path: Path) -> None:
    """Write the template that the name asks for. Raises OSError."""
    path.write_bytes(template_bytes("xlsx" if path.suffix.lower() == ".xlsx" else "csv"))


def _csv(columns: Sequence[Column]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.key for column in columns])
    writer.writerow([escaped(column.heading) for column in columns])
    return file.getvalue().encode("utf-8-sig")


def _workbook(columns: Sequence[Column]) -> bytes:
    book = Workbook()
    sheet, meanings, lists = book.active, book.create_sheet(SHEETS[1]), book.create_sheet(SHEETS[2])
    sheet.title = SHEETS[0]
    _headings(sheet, columns)
    meanings.append(["Cột", "Tên", "Bắt buộc", "Ý nghĩa, cách ghi", "Meaning", "Ví dụ"])
    for column in columns:
        row = (column.key, column.heading, "có" if column.required else "", column.meaning_vi, column.meaning_en)
        meanings.append([text_cell(meanings, value) for value in (*row, column.example)])
    for letter, width in zip("ABCDEF", (22, 34, 10, 60, 60, 34), strict=True):
        meanings.column_dimensions[letter].width = width
    _choices(sheet, lists, columns)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text_cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with: "=1+1" is no formula."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _headings(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.append([column.key for column in columns])
    sheet.append([text_cell(sheet, column.heading) for column in columns])
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        # As text, or Excel takes the zero off a code and turns days about; the column too, for the cells to come.
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        sheet.column_dimensions[letter].width = 18 if column.choices else 28
        sheet.cell(1, number).font = sheet.cell(2, number).font = Font(bold=True)
        sheet.cell(1, number).fill = PatternFill("solid", fgColor="DCEBEF" if column.required else "F2F2F2")
        sheet.cell(2, number).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B3"


def _choices(sheet: Worksheet, lists: Worksheet, columns: Sequence[Column]) -> None:
    """Lists to choose from, each a column of the third sheet: the longest are too long for a rule itself."""
    closed = [(number, column) for number, column in enumerate(columns, start=1) if column.choices]
    for place, (number, column) in enumerate(closed, start=1):
        values = column.choices.values
        for row, value in enumerate([column.key, *values], start=1):
            lists.cell(row, place, value)
        letter, own = get_column_letter(number), get_column_letter(place)
        rule = DataValidation(
            "list", formula1=f"'{SHEETS[2]}'!${own}$2:${own}${len(values) + 1}", allow_blank=True,
            showErrorMessage=True, errorTitle=column.heading, error="Hãy chọn trong danh sách.",
        )  # fmt: skip
        rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)
