"""The index of a test: empty, known to the database, in each engine that is here (`tests.services` says which)."""

import uuid

import pytest

from search.engines import reset_engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests import services
from tests.regulations.races import committed
from tests.search.draining import drain_jobs

__all__ = ["committed"]


@pytest.fixture(params=services.engines(), ids=lambda engine: engine.id)
def index(request, db):
    """Call it to write what waits; what was published before is then found."""
    url = request.param.url
    engine = ElasticsearchEngine(url, prefix=f"test-{uuid.uuid4().hex[:12]}") if url else TantivyEngine()
    reset_engine(engine)
    rebuild()
    yield drain_jobs
    if url:
        client = engine._calls.client
        for name in client.indices.get(index=f"{engine._alias}-*", expand_wildcards="all"):
            client.indices.delete(index=name)
    reset_engine()


@pytest.fixture
def embedded(db):
    """The same in the embedded engine only, for what has nothing to do with the engine."""
    reset_engine(TantivyEngine())
    rebuild()
    yield drain_jobs
    reset_engine()


@pytest.fixture
def folder_index(db, settings, tmp_path):
    """The folder of an embedded index on disk, built from the database as it is."""
    settings.SEARCH_INDEX_DIR = str(tmp_path / "index")
    reset_engine()
    rebuild()
    yield tmp_path / "index"
    reset_engine()
