"""Transactions that end after others which began later: only PostgreSQL has them, on SQLite writers take turns."""

import threading

import pytest
from django.db import connection, transaction

from search.checking import find_drift
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.models import IndexJob, IndexTarget
from search.rebuild import rebuild
from tests.factories.regulations import make_version
from tests.regulations.races import committed
from tests.search.draining import drain_jobs, known_target

__all__ = ["committed"]

pytestmark = pytest.mark.postgres


@pytest.fixture
def late(committed):
    """A version published in a transaction that ends when it is told to: its jobs are written, nobody sees them."""
    reset_engine(TantivyEngine())
    published, may_end = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            make_version(title="Công bố từ lâu, nay mới xong")
            published.set()
            may_end.wait(60)
        connection.close()

    thread = threading.Thread(target=publish)

    def begin():
        thread.start()
        assert published.wait(60)

    def end():
        may_end.set()
        thread.join(60)

    yield begin, end
    end()
    IndexTarget.objects.all().delete()
    reset_engine()


def test_a_job_that_is_seen_after_later_ones_were_done_is_done_too(late):
    begin, end = late
    rebuild()
    begin()
    make_version(title="Công bố sau, xong trước")
    assert drain_jobs() == 1
    end()
    assert drain_jobs() == 1
    assert not find_drift(known_target())
    assert not IndexJob.objects.exists()


def test_what_is_under_way_when_the_first_index_is_built_is_in_it(late):
    begin, end = late
    begin()

    def build():
        rebuild()
        connection.close()

    building = threading.Thread(target=build)
    building.start()
    building.join(1)
    assert building.is_alive(), "it waits for changes that will leave no job for it"
    end()
    building.join(60)
    drain_jobs()
    assert not find_drift(known_target())
