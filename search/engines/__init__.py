"""The two engines behind one interface; the settings say which one a process uses."""

import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine

_lock = threading.Lock()
_engines: list[Engine] = []


def get_engine() -> Engine:
    """The engine of this process, made at the first call. Raises ImproperlyConfigured."""
    with _lock:
        if not _engines:
            _engines.append(_make())
        return _engines[0]


def reset_engine(engine: Engine | None = None) -> None:
    """Closes the engine of this process; the next call gets `engine`, or one made from the settings anew. For tests."""
    with _lock:
        for old in _engines:
            old.close()
        _engines[:] = [engine] if engine is not None else []


def _make() -> Engine:
    if settings.SEARCH_ENGINE == "tantivy":
        return TantivyEngine(settings.SEARCH_INDEX_DIR)
    if settings.SEARCH_ENGINE == "elasticsearch":
        if not settings.ELASTICSEARCH_URL:
            raise ImproperlyConfigured("SEARCH_ENGINE is elasticsearch, but ELASTICSEARCH_URL is not set.")
        return ElasticsearchEngine(
            settings.ELASTICSEARCH_URL,
            prefix=settings.ELASTICSEARCH_INDEX_PREFIX,
            api_key=settings.ELASTICSEARCH_API_KEY,
        )
    raise ImproperlyConfigured(f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; it can be tantivy or elasticsearch.")
