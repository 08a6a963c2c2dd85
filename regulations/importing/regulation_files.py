"""A file of regulations from its bytes to a plan: the columns it has, the map if there is one, the register's lists."""

import difflib
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext as _

from .columns import Columns, current_columns
from .mapping import FileMap, apply_map, read_map
from .reading import BrokenFileError
from .references import load_references
from .regulation_plan import RegulationPlan, Scope, plan_regulations
from .sheets import OPERATORS, Limits, Sheet, SheetRow, read_sheet


def plan_file(
    path: Path, *, map_path: Path | None = None, scope: Scope | None = None, limits: Limits = OPERATORS
) -> RegulationPlan:
    """Read the file and judge its rows; nothing is written. Raises BrokenFileError for a file or map that is broken."""
    columns, scope = current_columns(), scope or Scope()
    file_map = read_map(map_path, columns) if map_path else FileMap()
    sheet = read_sheet(path, limits=limits)
    rows = apply_map(file_map, sheet, path=path) if map_path else under_our_names(sheet, columns)
    if not rows:
        raise BrokenFileError(_("Tệp không có dòng nào dưới tiêu đề"))
    references = load_references(documents=scope.documents, presupposed=file_map.presupposed)
    return plan_regulations(rows=rows, columns=columns, references=references, scope=scope)


def under_our_names(sheet: Sheet, columns: Columns, *, required: Collection[str] | None = None) -> list[SheetRow]:
    """The rows by the keys of our columns. `required` are those that the file must have, by default what a row needs.

    Raises BrokenFileError for headings that are not ours, come twice or are missing.
    """
    needed = [column for column in columns if (column.required if required is None else column.key in required)]
    named, unknown = columns.named(sheet.headings)
    if unknown:
        keys = [column.key for column in columns]
        near = [(name, difflib.get_close_matches(name.lower(), keys, 1)) for name in unknown]
        shown = ", ".join(f"«{name[:60]}»" + (f" ({keys[0]}?)" if keys else "") for name, keys in near)
        raise BrokenFileError(_("Không có cột nào tên là %(names)s; xem tệp mẫu") % {"names": shown})
    keys = [column.key for column in named.values()]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise BrokenFileError(_("Cột %(names)s có hai lần") % {"names": ", ".join(twice)})
    missing = [column.shown() for column in needed if column.key not in keys]
    if missing:
        raise BrokenFileError(_("Thiếu cột %(names)s") % {"names": ", ".join(missing)})
    rows = []
    for row in sheet.rows:
        cells = {named[name].key: value for name, value in row.cells.items()}
        if rows or not _repeats_headings(cells, columns):
            rows.append(SheetRow(row.number, cells, row.problem))
    return rows


def _repeats_headings(cells: dict, columns: Columns) -> bool:
    """Whether this is the template's second line, which says the keys of the first in Vietnamese."""
    headings = {column.key: column.heading for column in columns}
    said = {key: value for key, value in cells.items() if value not in (None, "")}
    return len(said) > 1 and all(value == headings[key] for key, value in said.items())
