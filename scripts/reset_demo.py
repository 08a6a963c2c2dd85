"""Throw the demo's database, index, uploads and e-mails away and load the demo anew, its dates counted from today.

    python scripts/reset_demo.py [--full]

Only ever touches an SQLite file: a database that ``DATABASE_URL`` names on a server is refused. --full is the demo on
PostgreSQL and Elasticsearch, whose own data with_services.sh --anew has thrown away by then.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from demo_environment import ROOT, demo_environment
from django.conf import settings


def main() -> int:
    """Returns the exit status."""
    full = "--full" in sys.argv[1:]
    os.environ.update(demo_environment(full=full))
    sys.path.insert(0, str(ROOT))
    database = settings.DATABASES["default"]
    if not full and not database["ENGINE"].endswith("sqlite3"):
        print("demo-reset: DATABASE_URL names a database on a server; only an SQLite file is reset", file=sys.stderr)
        return 1
    folder = Path(os.environ["DEMO_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("demo-reset: the demo is running from this folder; end it first", file=sys.stderr)
            return 1
        if not full:
            remove_embedded(Path(database["NAME"]))
        for left in (settings.MEDIA_ROOT, settings.ORIGINALS_ROOT, settings.EMAIL_FILE_PATH):
            shutil.rmtree(left, ignore_errors=True)
        prepare = [sys.executable, ROOT / "scripts" / "prepare_demo.py"]
        return subprocess.run(prepare, cwd=ROOT, check=False).returncode


def remove_embedded(database: Path) -> None:
    """Remove the database file with its side files, and the index."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(settings.SEARCH_INDEX_DIR, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
