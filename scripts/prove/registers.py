"""A seeded register for each engine that is here."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.search.killing import Register


def on_each_engine(folder: Path, *, sizes: dict[str, int], made: Path | None = None) -> Iterator[tuple[str, Register]]:
    """Engine and register, its index still to be built: the embedded engine, and Elasticsearch where
    TEST_ELASTICSEARCH_URL says where one is. `made` is a database to begin with instead of making one; two engines with
    registers of one size share one."""
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    known: dict[int, Path] = {} if made is None else dict.fromkeys(sizes.values(), made)
    for engine in ("tantivy", "elasticsearch") if url else ("tantivy",):
        register = Register(folder / engine, url if engine == "elasticsearch" else "")
        register.folder.mkdir(parents=True)
        if (size := sizes[engine]) in known:
            with contextlib.closing(sqlite3.connect(known[size])) as database:
                register.take_over(database)
        else:
            register.run("migrate", "-v0")
            register.seed(size)
            # A register changes while it is looked at; the next one is to begin with this.
            known[size] = register.folder / "seeded.sqlite3"
            shutil.copyfile(register.database, known[size])
        try:
            yield engine, register
        finally:
            register.remove_index()
