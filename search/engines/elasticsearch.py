"""The engine on Elasticsearch 8.19 or 9: an alias over generations of an index, spoken to with the official client."""

import contextlib
import functools
import time
import zlib
from collections.abc import Iterator, Mapping
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
from search.engines.elasticsearch_query import read_answer, search_arguments, walk_arguments
from search.engines.elasticsearch_writing import PAGE_ROWS, ElasticsearchRebuild, RowWriter
from search.names import NameQuery
from search.schema import SCHEMA_VERSION


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
        nodes = list(dict.fromkeys(node.strip().rstrip("/") for node in url.split(",") if node.strip()))
        # The portal itself decides what is tried again: see Calls.
        options: dict[str, Any] = {"max_retries": 0, "retry_on_timeout": False, "retry_on_status": ()}
        if api_key:
            options["api_key"] = api_key
        elif user:
            options["basic_auth"] = (user, password)
        if ca_file:
            options["ca_certs"] = ca_file
        self._alias = f"{prefix}-search-v{SCHEMA_VERSION}"
        self._calls = Calls(lambda: Elasticsearch(nodes, **options))
        self._generations = Generations(self._calls, self._alias, shards=shards, replicas=replicas)
        self._rows = RowWriter(self._calls)
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
                if len(hits) < PAGE_ROWS:
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
        self._rows.apply(self._alias, batch)

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Rebuild]:
        """Builds a new index beside the live one and removes it again unless it was swapped in."""
        name = self._generations.begin()
        rebuild = ElasticsearchRebuild(name, self._rows, self._generations)
        try:
            yield rebuild
        finally:
            rebuild.end()
            if not rebuild.swapped:
                with contextlib.suppress(SearchUnavailable):
                    self._generations.abandon(name)

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        self._calls.close()
        self._known = set()

    def remove(self) -> None:
        """Removes every index of this prefix: for those that were only built to measure."""
        self._generations.remove()


def _copies_for(query: CompiledQuery) -> str:
    """The copies of a shard count what has been replaced differently, until they merge: the same question goes to the
    same ones, else a second page might repeat the first."""
    return f"q{zlib.crc32(repr((query.wordings, query.phrases)).encode())}"


def _next_page(client: Elasticsearch, point: str, after: list[Any] | None, arguments: dict[str, Any]) -> Any:
    return client.search(
        pit={"id": point, "keep_alive": "2m"},
        search_type="dfs_query_then_fetch",
        search_after=after,
        size=PAGE_ROWS,
        track_total_hits=False,
        **arguments,
    )
