"""A host that keeps two indexes: Elasticsearch's and the one that stands in for it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.engines import get_engine, get_stand_in, reset_engine
from search.engines.base import SearchUnavailable
from search.engines.tantivy import TantivyEngine
from search.indexes import kept_indexes
from search.models import IndexJob, IndexTarget
from tests.factories.regulations import make_version
from tests.search.test_worker_process import PUBLISH_AND_FIND, manage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(db, monkeypatch):
    """Two embedded ones: which engines they are makes no difference here."""
    monkeypatch.setenv("SEARCH_TARGET", "own")
    reset_engine(TantivyEngine(), stand_in=TantivyEngine())
    call_command("search_rebuild", verbosity=0)
    yield [get_engine(), get_stand_in()]
    reset_engine()


def fail(*_arguments, **_named):
    raise SearchUnavailable("out of reach")


def rows(engines):
    return [engine.health().rows for engine in engines]


def test_each_has_a_target_and_learns_every_change(two):
    make_version()
    assert sorted(IndexTarget.objects.values_list("name", flat=True)) == ["own", "own:stand-in"]
    call_command("search_worker", once=True)
    assert rows(two) == [1, 1]
    assert not IndexJob.objects.exists()


def test_one_that_is_out_of_reach_keeps_its_jobs_and_holds_up_no_other(two, monkeypatch):
    monkeypatch.setattr(two[0], "write", fail)
    make_version()
    with pytest.raises(CommandError, match="own: out of reach"):
        call_command("search_worker", once=True)
    assert rows(two) == [0, 1]
    assert list(IndexJob.objects.values_list("target__name", flat=True)) == ["own"]
    monkeypatch.undo()


def test_a_rebuild_that_fails_leaves_the_other_built(two, monkeypatch):
    make_version()
    monkeypatch.setattr(two[0], "rebuild", fail)
    with pytest.raises(CommandError, match="out of reach"):
        call_command("search_rebuild", verbosity=0)
    assert rows(two) == [0, 1]


def test_one_can_be_chosen(two, capsys):
    make_version()
    call_command("search_rebuild", target="own:stand-in")
    assert rows(two) == [0, 1]
    call_command("search_check", target="own:stand-in")
    assert "missing 0" in capsys.readouterr().out
    # What waits to be written is no drift.
    IndexJob.objects.all().delete()
    with pytest.raises(CommandError, match="differs"):
        call_command("search_check")
    assert re.findall(r"own\S*:\nrows 1, missing (\d)", capsys.readouterr().out) == ["1", "0"]
    call_command("search_check", repair=True)
    assert rows(two) == [1, 1]
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("search_check", "--target", "nowhere")


def test_without_a_stand_in_there_is_one(embedded):
    assert [index.engine for index in kept_indexes()] == [get_engine()]


@pytest.mark.slow
def test_a_server_that_hangs_keeps_nobody_from_finding_what_is_new(tmp_path):
    """The worker waits for an answer that never comes; meanwhile the stand-in is written, and it ends when told."""
    with socket.create_server(("127.0.0.1", 0)) as hung:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
            "SEARCH_INDEX_DIR": str(tmp_path / "index"),
            "SEARCH_ENGINE": "elasticsearch",
            "SEARCH_TARGET": "hung",
            "ELASTICSEARCH_URL": f"http://127.0.0.1:{hung.getsockname()[1]}",
            "PYTHONPATH": str(ROOT),
        }
        manage(environment, "migrate", "-v0")
        manage(environment, "search_rebuild", "--target", "hung:stand-in")
        manage(environment, "shell", "-v0", "-c", "from search.lease import target_named as made; made('hung')")
        worker = subprocess.Popen([sys.executable, "manage.py", "search_worker"], cwd=ROOT, env=environment)
        try:
            told = manage(environment, "shell", "-v0", "-c", PUBLISH_AND_FIND)
            assert float(told.split("seconds")[1]) < 3
        finally:
            worker.send_signal(signal.SIGTERM)
            ended = time.monotonic()
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=20)
            worker.kill()
        assert worker.returncode == 0 and time.monotonic() - ended < 8
