"""The engine on Elasticsearch 8.19 or 9: an alias over generations of an index, spoken to with the official client."""

import contextlib
import functools
import itertools
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.base import (
    Batch,
    CompiledQuery,
    EngineResults,
    Health,
    Rebuild,
    SearchUnavailable,
    StoredRow,
)
from search.engines.elasticsearch_calls import LIST_SECONDS, SEARCH_SECONDS, WRITE_SECONDS, Calls
from search.engines.elasticsearch_generations import Generations
from search.engines.elasticsearch_names import read_suggested, suggest_searches
from search.engines.elasticsearch_query import document, read_answer, search_arguments, walk_arguments
from search.faults import reached
from search.names import NameQuery
from search.schema import SCHEMA_VERSION, IndexRow

_BULK_ROWS = 500
_PAGE_ROWS = 1_000

Action = dict[str, Any]


class ElasticsearchEngine:
    """`Engine` over Elasticsearch.

    `url` may name several nodes, separated by commas. Who the portal is, say `user` and `password` (they may also stand
    in the addresses) or `api_key`; `ca_file` holds the authorities of https nodes. `prefix` begins the names of alias
    and indices, which have the schema version in them: another version is another index. `shards` and `replicas` are
    of indices built from now on.
    """

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "portal",
        user: str = "",
        password: str = "",
        api_key: str = "",
        ca_file: str = "",
        shards: int = 1,
        replicas: int = 0,
    ) -> None:
        self._nodes = list(dict.fromkeys(node.strip().rstrip("/") for node in url.split(",") if node.strip()))
        # The portal itself decides what is tried again: see Calls.
        self._options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False, "retry_on_status": ()}
        if api_key:
            self._options["api_key"] = api_key
        elif user:
            self._options["basic_auth"] = (user, password)
        if ca_file:
            self._options["ca_certs"] = ca_file
        self._alias = f"{prefix}-search-v{SCHEMA_VERSION}"
        self._shape = {"shards": shards, "replicas": replicas}
        self._connect()

    def _connect(self) -> None:
        self._calls = Calls(Elasticsearch(self._nodes, **self._options))
        self._generations = Generations(self._calls, self._alias, **self._shape)
        self._known: set[str] = set()

    # --- reading ----------------------------------------------------------------------------------------------------
    def search(self, query: CompiledQuery) -> EngineResults:
        """Answers one query within a second, or raises SearchUnavailable."""
        if query.nothing:
            return EngineResults.none(query.tab)
        arguments = search_arguments(query)
        end = time.monotonic() + SEARCH_SECONDS
        answer = self._calls.read(
            lambda client: client.search(
                index=self._alias,
                # Words are counted over all shards: the order does not depend on which shard a row fell into.
                search_type="dfs_query_then_fetch",
                allow_partial_search_results=False,
                preference=_copies_for(query),
                **arguments,
            ),
            until=end,
        )
        self._make_sure({hit["_index"] for hit in answer["hits"]["hits"]}, end)
        return read_answer(query, answer.body)

    def all_ids(self, query: CompiledQuery) -> tuple[str, ...]:
        """As of one moment, a thousand rows a call; for whoever can wait longer than for a page."""
        if query.nothing:
            return ()
        self._make_sure(set(), time.monotonic() + SEARCH_SECONDS)
        return tuple(hit["_source"]["id"] for hit in self._walk(walk_arguments(query), LIST_SECONDS))

    def suggest(self, query: NameQuery) -> Mapping[str, tuple[str, ...]]:
        """Answers within a second, or raises SearchUnavailable."""
        searches = suggest_searches(self._alias, query)
        return read_suggested(query, self._calls.read(lambda client: client.msearch(searches=searches)).body)

    def iter_fingerprints(self) -> Iterator[StoredRow]:
        """Every row, as of the moment of the first one, however many."""
        self._calls.write(lambda client: client.indices.refresh(index=self._alias))
        every = {"query": {"match_all": {}}, "sort": ["_shard_doc"], "source": list(StoredRow._fields)}
        for hit in self._walk(every, WRITE_SECONDS):
            yield StoredRow(*(hit["_source"].get(name, "") for name in StoredRow._fields))

    def _walk(self, arguments: dict[str, Any], seconds: float) -> Iterator[Any]:
        """Every hit of a search, as of one moment; no call may take longer than so many seconds."""
        ask = functools.partial(self._calls.write, seconds=seconds)
        opened = ask(lambda client: client.open_point_in_time(index=self._alias, keep_alive="2m"))
        point = opened["id"]
        after: list[Any] | None = None
        try:
            while True:
                answer = ask(lambda client, at=point, last=after: _next_page(client, at, last, arguments))
                hits, point = answer["hits"]["hits"], answer["pit_id"]
                yield from hits
                if len(hits) < _PAGE_ROWS:
                    return
                after = hits[-1]["sort"]
        finally:
            with contextlib.suppress(SearchUnavailable):
                self._calls.write(lambda client: client.close_point_in_time(id=point), seconds=SEARCH_SECONDS)

    def health(self) -> Health:
        """Ready when the alias stands for an index of our mapping that answers a count."""
        end = time.monotonic() + SEARCH_SECONDS
        try:
            self._known = self._calls.read(self._generations.checked, until=end)
            answer = self._calls.read(lambda client: client.count(index=self._alias), until=end)
        except SearchUnavailable as error:
            return Health(ready=False, detail=str(error))
        return Health(ready=True, rows=answer["count"])

    def _make_sure(self, answered: set[str], end: float) -> None:
        """Looks at the mapping where an index answered that is not known yet, or with nothing, as a wrong one would."""
        if not answered or not answered <= self._known:
            self._known = self._calls.read(self._generations.checked, until=end)

    # --- writing ----------------------------------------------------------------------------------------------------
    def generation(self) -> str:
        """The name of the index behind the alias."""
        return ",".join(sorted(self._generations.live()))

    def write(self, batch: Batch) -> None:
        """Writes the batch and makes it visible. Written twice it does no harm, so the worker may repeat it."""
        # Without this, writing would create an index of that name with a guessed mapping.
        self._calls.write(self._generations.checked)
        self._apply(self._alias, batch)

    def _apply(self, index: str, batch: Batch) -> None:
        kept = {row.id for row in batch.put}
        # What an owner has now is found by searching, which only sees what has been refreshed.
        self._calls.write(lambda client: client.indices.refresh(index=index))
        gone = [row_id for row_id in self._ids_of(index, batch.delete_owners) if row_id not in kept]
        self._bulk(index, itertools.chain(({"delete": {"_id": row_id}} for row_id in gone), _puts(batch.put)))
        reached("rows-sent")
        self._calls.write(lambda client: client.indices.refresh(index=index))

    def _ids_of(self, index: str, owners: tuple[str, ...]) -> Iterator[str]:
        for start in range(0, len(owners), _BULK_ROWS):
            chosen = {"terms": {"owner": list(owners[start : start + _BULK_ROWS])}}
            after = None
            while True:
                hits = self._calls.write(
                    lambda client, query=chosen, last=after: client.search(
                        index=index, query=query, sort=["id"], search_after=last, size=_PAGE_ROWS, source=False
                    )
                )["hits"]["hits"]
                yield from (hit["_id"] for hit in hits)
                if len(hits) < _PAGE_ROWS:
                    break
                after = hits[-1]["sort"]

    def _bulk(self, index: str, actions: Iterable[Action]) -> None:
        remaining = iter(actions)
        while chunk := list(itertools.islice(remaining, _BULK_ROWS * 2)):
            answer = self._calls.write(lambda client, part=chunk: client.bulk(index=index, operations=part))
            if answer["errors"]:
                problems = [item for entry in answer["items"] for item in entry.values() if "error" in item]
                raise SearchUnavailable(f"Elasticsearch refused {len(problems)} rows, the first: {problems[0]}")

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Builds a new index beside the live one and removes it again unless it was swapped in."""
        name = self._generations.begin()
        rebuild = _ElasticsearchRebuild(self, name)
        try:
            yield rebuild
        finally:
            rebuild.end()
            if not rebuild.swapped:
                with contextlib.suppress(SearchUnavailable):
                    self._generations.abandon(name)

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        self._calls.client.close()
        self._connect()

    def remove(self) -> None:
        """Removes every index of this prefix: for those that were only built to measure."""
        self._generations.remove()


class _ElasticsearchRebuild:
    """An index being built."""

    def __init__(self, engine: ElasticsearchEngine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._sender = ThreadPoolExecutor(max_workers=1)
        self._sent: Future[None] | None = None
        self.swapped = False

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Elasticsearch takes a piece in while the next one is made; what becomes of it, the next call tells."""
        actions = _puts(rows)
        while piece := list(itertools.islice(actions, _BULK_ROWS * 2)):
            self._wait()
            self._sent = self._sender.submit(self._engine._bulk, self._name, piece)

    def write(self, batch: Batch) -> None:
        self._wait()
        self._engine._apply(self._name, batch)

    def finish(self) -> None:
        """From now on it is kept as a live index is; Elasticsearch merges in its own time."""
        self._wait()
        self._engine._generations.complete(self._name)

    def swap(self, *, expected: int) -> None:
        self.finish()
        self._engine._generations.swap(self._name, expected=expected)
        self.swapped = True

    def end(self) -> None:
        self._sender.shutdown()

    def _wait(self) -> None:
        sent, self._sent = self._sent, None
        if sent is not None:
            sent.result()


def _copies_for(query: CompiledQuery) -> str:
    """The copies of a shard count what has been replaced differently, until they merge: the same question goes to the
    same ones, else a second page might repeat the first."""
    return f"q{zlib.crc32(repr((query.wordings, query.phrases)).encode())}"


def _puts(rows: Iterable[IndexRow]) -> Iterator[Action]:
    for row in rows:
        yield {"index": {"_id": row.id}}
        yield document(row)


def _next_page(client: Elasticsearch, point: str, after: list[Any] | None, arguments: dict[str, Any]) -> Any:
    return client.search(
        pit={"id": point, "keep_alive": "2m"},
        search_type="dfs_query_then_fetch",
        search_after=after,
        size=_PAGE_ROWS,
        track_total_hits=False,
        **arguments,
    )
