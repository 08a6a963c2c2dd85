"""Every engine that is here, empty and with the corpus in it. `tests.services` says which are here."""

import uuid

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from tests import services
from tests.contract.corpus import CORPUS, rebuild

SERVED = [engine for engine in services.engines() if engine.url]
KINDS = ["tantivy-memory", "tantivy-folder", *(engine.id for engine in SERVED)]

# Agreement takes two; without a server there is nothing to compare with.
collect_ignore = [] if SERVED else ["test_agreement.py", "test_elasticsearch.py", "test_scores.py"]


def make_engine(kind, folder, *, shards=1):
    """An engine and a way to make a second one on the same index, as another process would."""
    if kind == "tantivy-memory":
        engine = TantivyEngine()
        return engine, lambda: engine
    if kind == "tantivy-folder":
        return TantivyEngine(folder), lambda: TantivyEngine(folder)
    url = next(engine.url for engine in SERVED if engine.id == kind)
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    return ElasticsearchEngine(url, prefix=prefix, shards=shards), lambda: ElasticsearchEngine(url, prefix=prefix)


def remove(engine):
    """Leaves nothing behind in a server that other tests use."""
    if isinstance(engine, ElasticsearchEngine):
        client = engine._calls.client
        for index in client.indices.get(index=f"{engine._alias}-*", expand_wildcards="all"):
            client.indices.delete(index=index)
    engine.close()


@pytest.fixture(params=KINDS)
def engines(request, tmp_path):
    """An engine without an index, and a maker of others on the same index."""
    engine, another = make_engine(request.param, tmp_path / "index")
    yield engine, another
    remove(engine)


@pytest.fixture
def empty(engines):
    """An engine with an index of no rows, to write into."""
    rebuild(engines[0], [])
    return engines[0]


@pytest.fixture(scope="module", params=KINDS)
def engine(request, tmp_path_factory):
    """An engine with the corpus, to read from."""
    engine, _ = make_engine(request.param, tmp_path_factory.mktemp("index") / "index")
    rebuild(engine, CORPUS)
    yield engine
    remove(engine)
