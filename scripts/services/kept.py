"""Folders of servers whose data is kept between runs (``--keep``), where the user they run as may enter."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from packages import MissingServiceError
from process import Account

ELSEWHERE = Path("/var/lib")


@contextlib.contextmanager
def kept_folder(keep: Path, account: Account, *, anew: bool, elsewhere: Path = ELSEWHERE) -> Iterator[Path]:
    """The servers' folder that belongs to ``keep``, this run's alone; emptied first if ``anew``.

    It is ``keep/servers``; or, where root keeps the checkout closed to others, one under ``/var/lib`` named for it.
    Raises MissingServiceError while another run has it.
    """
    keep.mkdir(parents=True, exist_ok=True)
    with (keep / "lock").open("a+") as lock:
        _take(lock, keep)
        folder = keep / "servers"
        outside = elsewhere / f"portal-{hashlib.sha256(str(keep).encode()).hexdigest()[:12]}"
        if anew:
            for old in (folder, outside):
                shutil.rmtree(old, ignore_errors=True)
        _make(folder)
        if not _may_enter(account, folder):
            folder = outside
            print(f"services: data is in {folder}, because the servers' user may not enter {keep}", flush=True)
            _make(folder)
        yield folder


def _take(lock: IO[str], keep: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        by = lock.read().strip()
        raise MissingServiceError(f"{keep} is in use by another run (process {by}); end that first") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def _make(folder: Path) -> None:
    """Others pass through, they do not look around; the servers' own folders in it are theirs alone."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)


def _may_enter(account: Account, folder: Path) -> bool:
    entered = ["sh", "-c", 'cd "$1"', "sh", folder]
    return not subprocess.run(entered, cwd="/", capture_output=True, check=False, **account.popen_options()).returncode
