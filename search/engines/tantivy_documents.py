"""How an embedded index is opened and written: rows as Tantivy keeps them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tantivy import Document, Index, Schema, TextAnalyzerBuilder, Tokenizer

from search.engines.base import Batch, IndexBusy, SearchUnavailable, text_fields
from search.engines.tantivy_query import TOKENS
from search.names import name_order, whole_names
from search.schema import FACET_ATTRIBUTES, IndexRow


def open_index(schema: Schema, path: Path | None) -> Index:
    """The index in a folder, made if there is none, or a new one in memory."""
    index = Index(schema) if path is None else Index(schema, path=str(path))
    index.register_tokenizer(TOKENS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    # No watching thread: every search looks for itself, which also survives a fork.
    index.config_reader(reload_policy="manual")
    return index


@contextlib.contextmanager
def unavailable_on_failure() -> Iterator[None]:
    """Whatever Tantivy or the disk says against it becomes SearchUnavailable."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise SearchUnavailable(f"The embedded search index failed: {error}") from error


class RowWriter:
    """Writes rows into an opened index and gives each a number that no other row of it ever has, not even one that is
    gone: what a reader knows of numbers stays true (`search.engines.tantivy_rows`). Its methods
    raise SearchUnavailable, on a full disk for example."""

    def __init__(self, index: Index, heap_bytes: int) -> None:
        """Raises IndexBusy if another process is the writer."""
        try:
            self._writer = index.writer(heap_size=heap_bytes, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise IndexBusy("Another process writes to the search index (the worker?); only one may.") from error
            raise
        self._number = self._writer.commit_opstamp

    def add(self, row: IndexRow) -> None:
        """Without committing it. The row's id must be new."""
        document = _document_of(row, self._number)
        with unavailable_on_failure():
            self._writer.add_document(document)
        self._number += 1

    def apply(self, batch: Batch) -> None:
        """Without committing it."""
        for owner in batch.delete_owners:
            self._writer.delete_documents_by_term("owner", owner)
        for row in batch.put:
            self._writer.delete_documents_by_term("id", row.id)
            self.add(row)

    def commit(self) -> None:
        # Tantivy counts what is written and deleted and keeps the count: it is ahead of every number given so far.
        with unavailable_on_failure():
            self._number = self._writer.commit()

    def rollback(self) -> None:
        with unavailable_on_failure():
            self._number = self._writer.rollback()

    def finish(self) -> None:
        """Commits and waits for merging; it writes no more."""
        self.commit()
        # Merging ends with the writer; fewer segments answer faster.
        self._writer.wait_merging_threads()


def _document_of(row: IndexRow, number: int) -> Document:
    """The row with everything that is matched, counted or sorted."""
    order = f"{row.sort_title}\0{row.id}"
    values: dict[str, Any] = {
        **text_fields(row),
        "id": row.id,
        "owner": row.owner,
        "fingerprint": row.fingerprint,
        "number": number,
        "sort_title": row.sort_title,
        "tab": row.tab,
        "numbers": list(row.number_keys),
        "whole_names": list(whole_names(row)),
        "from_day": row.from_day,
        "to_day": row.to_day,
        "order_title": order,
        "order_newest": f"{9_999_999 - row.sort_date:07d}{order}",
        "name_order": name_order(row),
        **{facet: list(row.facet_values(facet)) for facet in FACET_ATTRIBUTES},
    }
    document = Document()
    for name, value in values.items():
        for single in value if isinstance(value, list) else [value]:
            if isinstance(single, int):
                document.add_integer(name, single)
            else:
                document.add_text(name, single)
    return document
