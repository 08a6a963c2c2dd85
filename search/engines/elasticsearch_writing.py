"""Rows into Elasticsearch: what changed goes to the live index, all of them to one that is built beside it."""

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from search.engines.base import Batch, SearchUnavailable
from search.engines.elasticsearch_calls import Calls
from search.engines.elasticsearch_generations import Generations
from search.engines.elasticsearch_query import document
from search.faults import reached
from search.schema import IndexRow

PAGE_ROWS = 1_000
"""Hits fetched at once."""

_BULK_ROWS = 500

Action = tuple[dict[str, Any], ...]
"""What is to be done with a row, and the row if it is to be put. The server wants both in one call."""


class RowWriter:
    """Writes to any index of this server. Its methods raise SearchUnavailable."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def apply(self, index: str, batch: Batch) -> None:
        """Writes the batch and makes it visible."""
        kept = {row.id for row in batch.put}
        # What an owner has now is found by searching, which only sees what has been refreshed.
        self._calls.write(lambda client: client.indices.refresh(index=index))
        gone = [row_id for row_id in self._ids_of(index, batch.delete_owners) if row_id not in kept]
        self.send(index, itertools.chain((({"delete": {"_id": row_id}},) for row_id in gone), _puts(batch.put)))
        reached("rows-sent")
        self._calls.write(lambda client: client.indices.refresh(index=index))

    def _ids_of(self, index: str, owners: tuple[str, ...]) -> Iterator[str]:
        for start in range(0, len(owners), _BULK_ROWS):
            chosen = {"terms": {"owner": list(owners[start : start + _BULK_ROWS])}}
            after = None
            while True:
                hits = self._calls.write(
                    lambda client, query=chosen, last=after: client.search(
                        index=index, query=query, sort=["id"], search_after=last, size=PAGE_ROWS, source=False
                    )
                )["hits"]["hits"]
                yield from (hit["_id"] for hit in hits)
                if len(hits) < PAGE_ROWS:
                    break
                after = hits[-1]["sort"]

    def send(self, index: str, actions: Iterable[Action]) -> None:
        """Does all of it, in as many calls as it takes."""
        remaining = iter(actions)
        while chunk := list(itertools.islice(remaining, _BULK_ROWS)):
            said = list(itertools.chain.from_iterable(chunk))
            answer = self._calls.write(lambda client, said=said: client.bulk(index=index, operations=said))
            if answer["errors"]:
                problems = [item for entry in answer["items"] for item in entry.values() if "error" in item]
                raise SearchUnavailable(f"Elasticsearch refused {len(problems)} rows, the first: {problems[0]}")


class ElasticsearchRebuild:
    """The index of that name while it is being built."""

    def __init__(self, name: str, rows: RowWriter, generations: Generations) -> None:
        self._name = name
        self._rows = rows
        self._generations = generations
        self._sender = ThreadPoolExecutor(max_workers=1)
        self._sent: Future[None] | None = None
        self.swapped = False

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Takes rows with ids not yet added. Elasticsearch takes a piece in while the next one is made; what becomes of
        it, the next call tells."""
        actions = _puts(rows)
        while piece := list(itertools.islice(actions, _BULK_ROWS)):
            self._wait()
            self._sent = self._sender.submit(self._rows.send, self._name, piece)

    def write(self, batch: Batch) -> None:
        """Replays a change that arrived meanwhile."""
        self._wait()
        self._rows.apply(self._name, batch)

    def finish(self) -> None:
        """From now on it is kept as a live index is; Elasticsearch merges in its own time."""
        self._wait()
        self._generations.complete(self._name)

    def swap(self, *, expected: int) -> None:
        """Makes it the live index. Raises IndexIncomplete if it has not `expected` rows."""
        self.finish()
        self._generations.swap(self._name, expected=expected)
        self.swapped = True

    def end(self) -> None:
        """Waits for what is on its way."""
        self._sender.shutdown()

    def _wait(self) -> None:
        sent, self._sent = self._sent, None
        if sent is not None:
            sent.result()


def _puts(rows: Iterable[IndexRow]) -> Iterator[Action]:
    for row in rows:
        yield {"index": {"_id": row.id}}, document(row)
