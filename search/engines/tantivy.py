"""The embedded engine: a Tantivy index in a folder, or in memory where no folder is given (tests).

Readers look at the folder before each search and see a commit or a rebuilt index at once. One process may write.
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from tantivy import Index, Query, Searcher

from search.engines.base import (
    Batch,
    CompiledQuery,
    EngineResults,
    Health,
    IndexNotReady,
    Rebuild,
    SearchUnavailable,
    StoredRow,
)
from search.engines.tantivy_documents import RowWriter, open_index, unavailable_on_failure
from search.engines.tantivy_folder import IndexFolder, file_stamp
from search.engines.tantivy_names import suggested_ids
from search.engines.tantivy_query import QueryBuilder, build_schema
from search.engines.tantivy_rebuild import TantivyRebuild
from search.engines.tantivy_rows import KnownSets, RowSets
from search.engines.tantivy_search import all_ids, run
from search.faults import reached
from search.names import NameQuery

_WRITER_BYTES = 50_000_000


class _Open(NamedTuple):
    """An opened generation, and how its files looked then."""

    index: Index
    sets: RowSets
    pointer: tuple[int, int] | None
    commit: tuple[int, int] | None
    path: Path | None


class TantivyEngine:
    """`Engine` over Tantivy; `path` is the folder of the index, None for one in memory that goes with the process."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._folder = None if path is None else IndexFolder(Path(path))
        self._lock = threading.RLock()
        self._open: _Open | None = None
        self._writer: tuple[Path | None, RowWriter] | None = None
        self._swaps = 0
        self._schema = build_schema()

    # --- reading ----------------------------------------------------------------------------------------------------
    def search(self, query: CompiledQuery) -> EngineResults:
        """Answers one query from the newest commit."""
        if query.nothing:
            return EngineResults.none(query.tab)
        with unavailable_on_failure():
            return run(self._opened().sets, QueryBuilder(self._schema, query))

    def all_ids(self, query: CompiledQuery) -> tuple[str, ...]:
        """All of the newest commit."""
        if query.nothing:
            return ()
        with unavailable_on_failure():
            sets = self._opened().sets
            unlimited = replace(query, offset=0, limit=max(1, sets.searcher.num_docs))
            return all_ids(sets, QueryBuilder(self._schema, unlimited))

    def suggest(self, query: NameQuery) -> Mapping[str, tuple[str, ...]]:
        """Answers from the newest commit."""
        with unavailable_on_failure():
            return suggested_ids(self._searcher(), self._schema, query)

    def iter_fingerprints(self) -> Iterator[StoredRow]:
        """Every row, as of the moment of the first one."""
        with unavailable_on_failure():
            searcher = self._searcher()
            hits = searcher.search(Query.all_query(), limit=max(1, searcher.num_docs), count=False).hits
        for _score, address in hits:
            row = searcher.doc(address)
            yield StoredRow(*(row.get_first(name) or "" for name in StoredRow._fields))

    def health(self) -> Health:
        """Ready when there is an index of this schema version that opens."""
        try:
            with unavailable_on_failure():
                return Health(ready=True, rows=self._searcher().num_docs)
        except SearchUnavailable as error:
            return Health(ready=False, detail=str(error))

    def _searcher(self) -> Searcher:
        return self._opened().sets.searcher

    def _opened(self) -> _Open:
        opened = self._open
        if opened is not None and self._is_fresh(opened):
            return opened
        before = self._folder.stamp() if self._folder else None
        with self._lock:
            try:
                return self._refresh()
            except (OSError, ValueError, IndexNotReady):
                if self._folder is None or self._folder.stamp() == before:
                    raise
                # A swap came between, and the rebuild after it removes what was live before.
                return self._refresh()

    def _is_fresh(self, opened: _Open) -> bool:
        if self._folder is None:
            return True
        return opened.pointer == self._folder.stamp() and opened.commit == _commit_stamp(opened.path)

    def _refresh(self) -> _Open:
        opened = self._open
        if self._folder is None:
            index = opened.index if opened else open_index(self._schema, None)
            path = pointer = None
        else:
            pointer, path = self._folder.stamp(), self._folder.current()
            index = opened.index if opened and opened.path == path else open_index(self._schema, path)
        # The stamp is read before the reload: a commit in between is seen again, never missed.
        commit = _commit_stamp(path)
        index.reload()
        self._open = self._snapshot(index, pointer, commit, path)
        return self._open

    def _snapshot(self, index: Index, *stamps: Any) -> _Open:
        opened = self._open
        known = opened.sets.known if opened and opened.index is index else KnownSets()
        return _Open(index, RowSets(index.searcher(), self._schema, known), *stamps)

    # --- writing ----------------------------------------------------------------------------------------------------
    def generation(self) -> str:
        """The name of the live folder; in memory the number of swaps."""
        return str(self._swaps) if self._folder is None else self._folder.current().name

    def write(self, batch: Batch) -> None:
        """Writes and commits. The process keeps being the writer until `close()`."""
        with self._lock, unavailable_on_failure():
            writer = self._current_writer()
            try:
                writer.apply(batch)
                reached("rows-sent")
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            self._refresh()

    def _current_writer(self) -> RowWriter:
        opened = self._refresh()
        if self._writer is not None and self._writer[0] == opened.path:
            return self._writer[1]
        self._writer = None
        self._writer = (opened.path, RowWriter(opened.index, _WRITER_BYTES))
        return self._writer[1]

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Builds a generation beside the live one; other processes go on reading and writing that."""
        with contextlib.ExitStack() as stack:
            if self._folder is not None:
                stack.enter_context(self._folder.rebuild_lock())
                self._folder.prune()
            with unavailable_on_failure():
                path = self._folder.new_generation() if self._folder is not None else None
                rebuild = TantivyRebuild(self._schema, path, self._adopt)
            try:
                yield rebuild
            finally:
                rebuild.end()

    def _adopt(self, index: Index, path: Path | None) -> None:
        with self._lock:
            self._writer = None
            self._swaps += 1
            if self._folder is None:
                self._open = self._snapshot(index, None, None, None)
            elif path is not None:
                self._folder.point_to(path)

    def close(self) -> None:
        """Gives up the writer's lock and the open files. An index in memory is kept."""
        with self._lock:
            self._writer = None
            if self._folder is not None:
                self._open = None


def _commit_stamp(path: Path | None) -> tuple[int, int] | None:
    return None if path is None else file_stamp(path / "meta.json")
