"""A generation of an embedded index while it is being built beside the live one."""

import contextlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from tantivy import Index, Schema

from search.engines.base import Batch, IndexIncomplete, SearchUnavailable
from search.engines.tantivy_documents import RowWriter, open_index
from search.faults import reached
from search.schema import IndexRow

_WRITER_BYTES = 200_000_000


class TantivyRebuild:
    """A generation being built at `path`, or in memory; `adopt` is called with it when it is to go live."""

    def __init__(self, schema: Schema, path: Path | None, adopt: Callable[[Index, Path | None], None]) -> None:
        self._path = path
        self._adopt = adopt
        self._index = open_index(schema, path)
        self._writer: RowWriter | None = RowWriter(self._index, _WRITER_BYTES)
        self._ended = False

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Takes rows with ids not yet added."""
        for row in rows:
            self._live_writer().add(row)

    def write(self, batch: Batch) -> None:
        """Replays a change that arrived meanwhile."""
        self._live_writer().apply(batch)

    def finish(self) -> None:
        """Commits and merges."""
        self._live_writer().finish()
        self._writer = None

    def swap(self, *, expected: int) -> None:
        """Makes it the live index. Raises IndexIncomplete if it has not `expected` rows."""
        if self._writer is not None:
            self.finish()
        self._ended = True
        self._index.reload()
        found = self._index.searcher().num_docs
        if found != expected:
            raise IndexIncomplete(f"The rebuilt index has {found} rows instead of {expected}; the old one stays.")
        reached("rebuild-swapping")
        self._adopt(self._index, self._path)

    def end(self) -> None:
        """Gives up the writer and what did not come to its swap: a disk may be full of it."""
        failed, self._ended = not self._ended, True
        if self._writer is not None:
            with contextlib.suppress(SearchUnavailable):
                self._writer.rollback()
            self._writer = None
        if failed and self._path is not None:
            shutil.rmtree(self._path, ignore_errors=True)

    def _live_writer(self) -> RowWriter:
        if self._ended:
            raise ValueError("This rebuild has ended.")
        if self._writer is None:
            self._writer = RowWriter(self._index, _WRITER_BYTES)
        return self._writer
