"""A file of the national procedure database kept as it says, record by record, by code. The register is not touched."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.importing.cells import CellRefused
from regulations.importing.columns import Columns, current_columns, problem
from regulations.importing.mapping import apply_map, read_map
from regulations.importing.reading import BrokenFileError
from regulations.importing.regulation_files import under_our_names
from regulations.importing.sheets import SheetRow, read_sheet
from regulations.models import NationalProcedure

REQUIRED = frozenset({"code", "title"})
BATCH = 500
LONGEST_CODE = NationalProcedure._meta.get_field("code").max_length
# Each province's copy of a procedure has the code of the procedure with its own agency's behind it (domain name of the
# national database: 2.001234.000.00.00.H01).
_FULL_CODE = re.compile(r"(\d\.\d{6})\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


@dataclass
class NationalReading:
    """What a file came to; `problems` by row, and then nothing was stored."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    problems: dict[int, list[str]] = field(default_factory=dict)


def national_code(code: str) -> str:
    """The code of the procedure itself."""
    full = _FULL_CODE.fullmatch(code)
    return full[1] if full else code


def content_hash(content: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_national_file(path: Path, *, map_path: Path | None = None, whole: bool = False) -> NationalReading:
    """Store the procedures that the file has, all or none.

    Columns are those of import_regulations, of which only code and title are required; a blank cell says nothing.
    `whole`: the file is all that the database has, so what it lacks is no longer kept. Raises BrokenFileError for a
    file or a map that is broken.
    """
    columns = current_columns()
    sheet = read_sheet(path)
    if map_path:
        rows = apply_map(read_map(map_path, columns), sheet, path=path)
    else:
        rows = under_our_names(sheet, columns, required=REQUIRED)
    if not rows:
        raise BrokenFileError(_("Tệp không có dòng nào dưới tiêu đề"))
    found, reading = _contents(rows, columns)
    if not reading.problems:
        _store(found, reading, source=path.name[:200], whole=whole)
    return reading


def _contents(rows: Iterable[SheetRow], columns: Columns) -> tuple[dict[str, dict[str, str]], NationalReading]:
    reading, found, places = NationalReading(), {}, {}
    for row in rows:
        content, problems = _content(row, columns)
        code = content.pop("code", "")
        if code in places and found[code] != content:
            problems.append(
                _("mã %(code)s đã có ở dòng %(row)d với nội dung khác") % {"code": code, "row": places[code]}
            )
        if problems:
            reading.problems[row.number] = problems
        else:
            places.setdefault(code, row.number)
            found[code] = content
    return found, reading


def _content(row: SheetRow, columns: Columns) -> tuple[dict[str, str], list[str]]:
    """What the row says, by column, in the one spelling that is compared."""
    said, problems = {}, [row.problem] if row.problem else []
    for column in columns:
        cell = row.cells.get(column.key)
        try:
            value: Any = column.read(cell)
        except CellRefused as refused:
            problems.append(problem(column, cell, str(refused)))
            continue
        if value not in ("", None, ()):
            said[column.key] = column.write(value)
        elif column.key in REQUIRED:
            problems.append(_("%(column)s: còn trống") % {"column": column.shown()})
    if "code" in said:
        said["code"] = national_code(said["code"])
        if len(said["code"]) > LONGEST_CODE:
            problems.append(_("mã dài hơn %(limit)d ký tự") % {"limit": LONGEST_CODE})
    return said, problems


@transaction.atomic
def _store(found: dict[str, dict[str, str]], reading: NationalReading, *, source: str, whole: bool) -> None:
    stored = {one.code: one for one in NationalProcedure.objects.select_for_update().defer("content")}
    now, new, known = timezone.now(), [], []
    for code, content in found.items():
        said = {"title": content["title"], "content": content, "content_hash": content_hash(content), "source": source,
                "read_at": now}  # fmt: skip
        before = stored.get(code)
        if before is None:
            new.append(NationalProcedure(code=code, **said))
            continue
        if before.content_hash == said["content_hash"]:
            reading.same += 1
        else:
            reading.changed += 1
        for name, value in said.items():
            setattr(before, name, value)
        known.append(before)
    reading.new = len(new)
    for one in new:
        one.clean_fields(exclude=["settled_by", "settled_at"])
    NationalProcedure.objects.bulk_create(new, batch_size=BATCH)
    NationalProcedure.objects.bulk_update(
        known, ["title", "content", "content_hash", "source", "read_at"], batch_size=BATCH
    )
    if whole:
        gone = [one.pk for code, one in stored.items() if code not in found]
        for start in range(0, len(gone), BATCH):
            NationalProcedure.objects.filter(pk__in=gone[start : start + BATCH]).delete()
        reading.gone = len(gone)
