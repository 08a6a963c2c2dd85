"""Throw the demo's database, index and uploads away and load the demo anew, its dates counted from today.

Only ever touches an SQLite file: a database that ``DATABASE_URL`` names on a server is refused.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Returns the exit status."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        print("demo-reset: DATABASE_URL names a database on a server; only an SQLite file is reset", file=sys.stderr)
        return 1
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("demo-reset: the demo is running from this folder; end it first", file=sys.stderr)
            return 1
        remove(Path(database["NAME"]))
        prepare = [sys.executable, ROOT / "scripts" / "prepare_demo.py"]
        return subprocess.run(prepare, cwd=ROOT, check=False).returncode


def remove(database: Path) -> None:
    """Remove the database file with its side files, the index and the uploads."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for folder in (settings.SEARCH_INDEX_DIR, settings.MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
