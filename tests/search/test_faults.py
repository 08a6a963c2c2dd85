"""Whoever dies wherever on the way from a change to the index: then the index says what the database says.

Processes that are killed for good here are one of each sort, on a small register; scripts/prove/kills.py does it at
every point, on both engines, while the register keeps changing.
"""

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from search import faults
from search.checking import find_drift, queue_repair
from search.engines import get_engine
from search.engines.base import Batch
from search.models import IndexJob, IndexTarget
from search.rebuild import rebuild
from search.worker import Worker
from tests import services
from tests.search.changing import change_something, seed_register
from tests.search.draining import known_target
from tests.search.killing import Register

SEARCH = Path(__file__).resolve().parents[2] / "search"
INSIDE_EACH_ENGINE = {"rows-sent", "rebuild-swapping"}
IN_THE_COMMAND = {"repair-queued"}

# Beginning a process takes longer than all it does here, so each does several things.
PREPARE = """
import random
from tests.search.changing import change_something, make_register
make_register(30)
chance = random.Random(1)
for _ in range(20):
    change_something(chance)
"""
READ = """
import json
from tests.search.rebuilding import read_during_rebuilds
print(json.dumps(read_during_rebuilds(regulations=200, queries=60, rebuilds=2)))
"""
FINISH = """
from django.core.management import call_command
call_command("search_worker", once=True)
call_command("search_check")
"""


class Died(BaseException):
    """What cannot be caught, nearly."""


@pytest.fixture
def die_at(monkeypatch):
    """Call it with a point, or None to live on."""

    def die() -> None:
        monkeypatch.setattr(faults, "_wanted", "")
        raise Died

    monkeypatch.setattr(faults, "_die_in_time", die)
    return lambda point: monkeypatch.setattr(faults, "_wanted", point)


def test_every_point_is_in_the_code_and_no_other():
    said = re.findall(r'reached\("([a-z-]+)"\)', "".join(path.read_text() for path in SEARCH.rglob("*.py")))
    assert sorted(said) == sorted([*faults.POINTS, *INSIDE_EACH_ENGINE])


@pytest.mark.parametrize("point", [point for point in faults.WORKER_POINTS if point not in IN_THE_COMMAND])
def test_a_worker_that_dies_leaves_nothing_undone(index, die_at, point):
    seed_register(20)
    index()
    die_at(point)
    _change(5)
    with pytest.raises(Died):
        Worker().drain()
    _change(5)
    IndexTarget.objects.update(lease_until=None)
    Worker().drain()
    _assert_in_step()


@pytest.mark.parametrize("point", faults.REBUILD_POINTS)
def test_a_rebuild_that_dies_leaves_nothing_undone(index, die_at, point, monkeypatch):
    seed_register(20)
    index()
    # What has died gives nothing up.
    monkeypatch.setattr("search.rebuild.end_rebuild", _only_when_swapped)
    finish = "search.rebuild._Filling.finish"
    monkeypatch.setattr(finish, lambda filling: (_change(5), index(), filling._beside.finish()))
    die_at(point)
    with pytest.raises(Died):
        rebuild()
    _change(5)
    index()
    assert not find_drift(known_target())
    monkeypatch.undo()
    IndexTarget.objects.update(rebuild_until=None)
    rebuild()
    index()
    _assert_in_step()


@pytest.mark.django_db
def test_a_publisher_that_dies_has_changed_nothing(embedded, die_at):
    seed_register(5)
    embedded()
    die_at("jobs-queued")
    with pytest.raises(Died), transaction.atomic():
        for _ in range(20):
            _change(1)
    assert not IndexJob.objects.exists()
    _assert_in_step()


@pytest.mark.django_db
def test_a_repair_that_dies_is_done_by_the_worker(embedded):
    seed_register(5)
    embedded()
    get_engine().write(Batch(delete_owners=("regulation:1", "document:1")))
    queue_repair(known_target(), find_drift(known_target()))
    Worker().drain()
    _assert_in_step()


@pytest.fixture
def register(tmp_path, django_db_setup, django_db_blocker, request):
    """An empty register for processes, its index in the engine that the test names or else the embedded one."""
    register = Register(tmp_path, getattr(request, "param", ""))
    with django_db_blocker.unblock():
        assert connection.is_in_memory_db(), "pytest-django makes a database only where a test is marked django_db"
        connection.ensure_connection()
        register.take_over(connection.connection)
    yield register
    register.remove_index()


@pytest.mark.sqlite
@pytest.mark.slow
def test_processes_that_are_killed(register):
    """A worker and a rebuild at the same time; the next of either finds what they left."""
    register.shell_out(PREPARE)
    with ThreadPoolExecutor() as pool:
        dying = {"search_worker": "rows-sent", "search_rebuild": "rebuild-swapped"}
        for died in [pool.submit(register.die, command, fault=fault) for command, fault in dying.items()]:
            died.result()
    register.ask("UPDATE search_indextarget SET lease_until = NULL, rebuild_until = NULL")
    assert "missing 0, stale 0, orphans 0" in register.shell_out(FINISH)
    assert register.ask("SELECT count(*) FROM search_indexjob") == 0


@pytest.mark.sqlite
@pytest.mark.slow
@pytest.mark.parametrize(
    "register", [pytest.param(engine.url, id=engine.id) for engine in services.engines()], indirect=True
)
def test_readers_do_not_notice_a_rebuild(register):
    """Nor do changes get lost; scripts/prove/rebuild_under_load.py does it over HTTP and with thousands of each."""
    met = json.loads(register.shell_out(READ).splitlines()[-1])
    assert met.pop("queries") >= 60
    assert met == {"errors": 0, "empty": 0, "failed": 0, "drifted": 0}


def _change(times: int) -> None:
    chance = random.Random(times)
    for _ in range(times):
        change_something(chance)


def _only_when_swapped(target, *, swapped):
    if swapped:
        IndexTarget.objects.filter(pk=target.pk).update(rebuild_until=None)


def _assert_in_step() -> None:
    assert not find_drift(known_target())
    assert not IndexJob.objects.exists()
