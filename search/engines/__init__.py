"""The two engines behind one interface; the settings say which one a process uses, and what stands in for it."""

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import CompiledQuery, Engine, EngineResults, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.names import NameQuery

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Engines:
    engine: Engine
    stand_in: Engine | None


_lock = threading.Lock()
_engines: list[_Engines] = []


def get_engine() -> Engine:
    """The engine of this process, made at the first call. Raises ImproperlyConfigured."""
    return _made().engine


def get_stand_in() -> Engine | None:
    """The embedded index of this host that answers while Elasticsearch does not; None where there is none."""
    return _made().stand_in


def answer(query: CompiledQuery) -> EngineResults:
    """The engine's answer, or that of its stand-in, which says so. Raises SearchUnavailable if neither has one."""
    engine, stand_in = get_engine(), get_stand_in()
    return _first_of((engine, stand_in), lambda one: replace(one.search(query), stand_in=one is stand_in))


def all_ids(query: CompiledQuery) -> tuple[str, ...]:
    """All that the engine or its stand-in finds, in order. Raises SearchUnavailable if neither answers."""
    return _first_of((get_engine(), get_stand_in()), lambda one: one.all_ids(query))


def suggested(query: NameQuery) -> Mapping[str, tuple[str, ...]]:
    """Ids of the names to be offered, by tab. Where this host has an embedded index beside Elasticsearch, that one is
    asked first: a key pressed need not cross a network. Raises SearchUnavailable if neither answers."""
    return _first_of((get_stand_in(), get_engine()), lambda one: one.suggest(query))


def _first_of(engines: Sequence[Engine | None], ask: Callable[[Engine], Answer]) -> Answer:
    """What the first of them that is there and can answer says. Raises SearchUnavailable of the last."""
    *others, last = (engine for engine in engines if engine is not None)
    for engine in others:
        with contextlib.suppress(SearchUnavailable):
            return ask(engine)
    return ask(last)


def reset_engine(engine: Engine | None = None, *, stand_in: Engine | None = None) -> None:
    """Closes the engines of this process; the next call gets the given ones, or those of the settings. For tests."""
    with _lock:
        for old in _engines:
            old.engine.close()
            if old.stand_in is not None:
                old.stand_in.close()
        _engines[:] = [_Engines(engine, stand_in)] if engine is not None else []


def _made() -> _Engines:
    with _lock:
        if not _engines:
            _engines.append(_make())
        return _engines[0]


def _make() -> _Engines:
    if settings.SEARCH_ENGINE == "tantivy":
        return _Engines(TantivyEngine(settings.SEARCH_INDEX_DIR), None)
    if settings.SEARCH_ENGINE == "elasticsearch":
        if not settings.ELASTICSEARCH_URL:
            raise ImproperlyConfigured("SEARCH_ENGINE is elasticsearch, but ELASTICSEARCH_URL is not set.")
        engine = ElasticsearchEngine(
            settings.ELASTICSEARCH_URL,
            prefix=settings.ELASTICSEARCH_INDEX_PREFIX,
            user=settings.ELASTICSEARCH_USER,
            password=settings.ELASTICSEARCH_PASSWORD,
            api_key=settings.ELASTICSEARCH_API_KEY,
            ca_file=settings.ELASTICSEARCH_CA_FILE,
            shards=settings.ELASTICSEARCH_SHARDS,
            replicas=settings.ELASTICSEARCH_REPLICAS,
        )
        return _Engines(engine, TantivyEngine(settings.SEARCH_INDEX_DIR) if settings.SEARCH_STAND_IN else None)
    raise ImproperlyConfigured(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; it can be tantivy or elasticsearch.")
