"""The whole register as a list of results in both kinds of file: its time, its memory, and that it is whole.

python scripts/prove/exports.py        database and index as DATABASE_URL and SEARCH_INDEX_DIR say
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
django.setup()

from django.utils import timezone  # noqa: E402

from regulations.exporting.sheets import csv_lines, write_sheet  # noqa: E402
from search.exporting import exported_rows  # noqa: E402
from search.query import SearchQuery  # noqa: E402
from search.searching import search  # noqa: E402


def megabytes() -> float:
    """The most this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    query = SearchQuery(on=timezone.localdate())
    total, before = search(query).total, megabytes()
    started, first, rows = time.monotonic(), 0.0, -1
    for line in csv_lines(exported_rows(query)):
        first = first or time.monotonic() - started
        rows += bool(line.strip(b"\xef\xbb\xbf"))
    csv_seconds = time.monotonic() - started
    started = time.monotonic()
    with tempfile.TemporaryFile() as file:
        write_sheet(file, "x", exported_rows(query))
    figures = {
        "rows_missing": total - rows,
        "rows": rows,
        "csv_s": round(csv_seconds, 1),
        "csv_first_byte_s": round(first, 2),
        "xlsx_s": round(time.monotonic() - started, 1),
        "memory_mb": round(megabytes() - before, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
