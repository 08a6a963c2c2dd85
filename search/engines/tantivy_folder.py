"""Where an embedded index lives on disk: a folder of generations and a `current` file that names the live one."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from search.engines.base import IndexBusy, IndexNotReady
from search.schema import SCHEMA_VERSION

_POINTER = "current"
_VERSION = "SCHEMA_VERSION"


class IndexFolder:
    """The generations of one index. The pointer is replaced in one step, so a reader sees the old index or the new."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the pointer does; None without an index. Costs one look at the file."""
        return file_stamp(self.root / _POINTER)

    def current(self) -> Path:
        """The folder of the live generation. Raises IndexNotReady without one, or if it has another schema version."""
        try:
            generation = self.root / (self.root / _POINTER).read_text().strip()
            version = (generation / _VERSION).read_text().strip()
        except OSError as error:
            raise IndexNotReady(f"There is no search index in {self.root}; make one with search_rebuild.") from error
        if version != str(SCHEMA_VERSION):
            raise IndexNotReady(
                f"The search index in {self.root} has schema version {version}, this program {SCHEMA_VERSION}; "
                "bring it up to date with search_rebuild."
            )
        return generation

    def new_generation(self) -> Path:
        """An empty folder with the version beside; not yet pointed to."""
        generation = self.root / f"generation-{time.time_ns()}"
        generation.mkdir(parents=True)
        (generation / _VERSION).write_text(f"{SCHEMA_VERSION}\n")
        return generation

    def point_to(self, generation: Path) -> None:
        """Makes a generation the live one, for every process from its next search on."""
        beside = self.root / f"{_POINTER}.new"
        with beside.open("w") as file:
            file.write(f"{generation.name}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / _POINTER)
        _sync_folder(self.root)

    def prune(self) -> None:
        """Removes what neither is live nor being built: call it holding the rebuild lock. Open readers go on."""
        try:
            kept = (self.root / _POINTER).read_text().strip()
        except OSError:
            kept = ""
        for generation in self.root.glob("generation-*"):
            if generation.name != kept:
                shutil.rmtree(generation, ignore_errors=True)

    @contextlib.contextmanager
    def rebuild_lock(self) -> Iterator[None]:
        """Held while a generation is built. Raises IndexBusy if another process holds it; a killed one gives it up."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "rebuild.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(f"The search index in {self.root} is already being rebuilt.") from error
            yield


def _sync_folder(folder: Path) -> None:
    """After a power cut the pointer is the new one too, as the database says."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_stamp(path: Path) -> tuple[int, int] | None:
    """Tells one state of a file from the next; None if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
