"""The report of an import of regulations: a line a row of the file, as JSON lines or for a spreadsheet."""

import csv
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from .escaping import escaped
from .regulation_plan import Outcome

COLUMNS = ("row", "code", "effective_from", "outcome", "stands_as", "problems")
READABLE = 0o644  # a temporary file is its owner's alone, a report is for others to read


def write_csv_report(outcomes: Sequence[Outcome], file: IO[str]) -> None:
    """With a byte order mark, by which Excel knows UTF-8, and no cell that a spreadsheet takes for a formula."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for outcome in outcomes:
        said = (outcome.row, outcome.code, outcome.effective_from, outcome.outcome, outcome.stands_as)
        writer.writerow([escaped(str(value)) for value in (*said, "\n".join(outcome.problems))])


def write_json_report(outcomes: Sequence[Outcome], file: IO[str]) -> None:
    for outcome in outcomes:
        said = {name: getattr(outcome, name) for name in COLUMNS}
        file.write(json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False) + "\n")


def write_report(outcomes: Sequence[Outcome], path: Path) -> None:
    """Beside the name first, so that nobody reads half a report. Raises OSError."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, encoding="utf-8", newline="", prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            (write_csv_report if path.suffix.lower() == ".csv" else write_json_report)(outcomes, file)
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).chmod(READABLE)
    Path(file.name).replace(path)


def may_be_written(path: Path) -> bool:
    """Whether a report can stand there, asked before the long work."""
    return path.parent.is_dir() and os.access(path.parent, os.W_OK) and not path.is_dir()
