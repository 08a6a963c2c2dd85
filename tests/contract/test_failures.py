"""What each engine does when it cannot do its work: a clear exception, soon, and nothing lost."""

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search.engines.base import Batch, IndexBusy, IndexNotReady, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_calls import Breaker
from search.engines.tantivy import TantivyEngine
from tests.contract.corpus import CORPUS, ask, rebuild

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    engine = TantivyEngine(tmp_path)
    rebuild(engine, CORPUS)
    engine.close()
    return tmp_path


def in_another_process(code, folder):
    """Starts Python with an engine on the folder; it says "ready" and waits for its end."""
    program = (
        "import sys\nfrom search.engines.tantivy import TantivyEngine\nfrom search.engines.base import Batch\n"
        f"engine = TantivyEngine(sys.argv[1])\n{code}"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


WRITES = "engine.write(Batch())\nprint('ready', flush=True)\nsys.stdin.read()"
REBUILDS = "with engine.rebuild():\n    print('ready', flush=True)\n    sys.stdin.read()"


@pytest.mark.parametrize("how", ["end", "kill"])
def test_second_writer_is_told_and_may_write_when_the_first_is_gone(folder, how):
    engine = TantivyEngine(folder)
    with in_another_process(WRITES, folder) as process:
        with pytest.raises(IndexBusy):
            engine.write(Batch(put=(CORPUS[0],)))
        assert ask(engine, "hóa chất").total == 1, "reading goes on"
        process.stdin.close() if how == "end" else process.kill()
        process.wait(timeout=20)
    engine.write(Batch(put=(CORPUS[0],)))
    engine.close()


def test_second_rebuild_is_told_and_may_go_on_when_the_first_is_killed(folder):
    engine = TantivyEngine(folder)
    with in_another_process(REBUILDS, folder) as process:
        with pytest.raises(IndexBusy), engine.rebuild():
            pass
        process.kill()
        process.wait(timeout=20)
    rebuild(engine, CORPUS[:2])
    assert engine.health().rows == 2
    assert len(list(folder.glob("generation-*"))) == 2, (
        "the abandoned generation is gone, the previous one stays a while"
    )


FILLS_THE_DISK = """
import resource, signal
from search.engines.base import SearchUnavailable
from tests.contract.corpus import CORPUS
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with engine.rebuild() as rebuild:
        rebuild.add(CORPUS)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        rebuild.finish()
except SearchUnavailable:
    print("ready", flush=True)
"""


def test_rebuild_on_a_full_disk_is_told_and_leaves_nothing(folder):
    with in_another_process(FILLS_THE_DISK, folder) as process:
        process.wait(timeout=20)
    assert len(list(folder.glob("generation-*"))) == 1
    engine = TantivyEngine(folder)
    assert ask(engine, "hóa chất").total == 1, "the old one goes on"
    rebuild(engine, CORPUS)
    engine.close()


def test_index_of_another_schema_version_is_not_read(folder):
    next(folder.glob("generation-*/SCHEMA_VERSION")).write_text("0\n")
    engine = TantivyEngine(folder)
    with pytest.raises(IndexNotReady, match="search_rebuild"):
        ask(engine, "hóa chất")
    assert "schema version 0" in engine.health().detail
    rebuild(engine, CORPUS)
    assert ask(engine, "hóa chất").total == 1


def test_damaged_folder_is_unavailable_not_an_error(folder):
    for file in folder.glob("generation-*/meta.json"):
        file.write_text("{")
    engine = TantivyEngine(folder)
    with pytest.raises(SearchUnavailable):
        ask(engine, "hóa chất")
    assert not engine.health().ready


@pytest.fixture
def hung_server():
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_hung_server_costs_one_second_then_nothing(hung_server):
    engine = ElasticsearchEngine(hung_server)
    waits = []
    for _ in range(5):
        begin = time.monotonic()
        with pytest.raises(SearchUnavailable):
            ask(engine, "hóa chất")
        waits.append(time.monotonic() - begin)
    assert all(0.5 < wait < 1.5 for wait in waits[:3]), "asked once, never again after a time-out"
    assert max(waits[3:]) < 0.1, "the breaker is open"
    assert not engine.health().ready
    engine.close()


def test_refused_connection_is_tried_once_more_on_another_node():
    refused = _free_port()
    asked = []

    def serve(server):
        for _ in range(2):
            connection, _ = server.accept()
            asked.append(connection.recv(65_536))
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        nodes = f"http://127.0.0.1:{refused},http://127.0.0.1:{server.getsockname()[1]}"
        engine = ElasticsearchEngine(nodes)
        for _ in range(2):
            with pytest.raises(SearchUnavailable):
                ask(engine, "hóa chất")
        engine.close()
    assert asked, "the other node was asked"


def test_nobody_listening_is_told_at_once():
    engine = ElasticsearchEngine(f"http://127.0.0.1:{_free_port()}")
    begin = time.monotonic()
    with pytest.raises(SearchUnavailable):
        ask(engine, "hóa chất")
    assert time.monotonic() - begin < 0.5
    engine.close()


def test_breaker_lets_one_try_after_ten_seconds():
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    for _ in range(2):
        breaker.failed(SearchUnavailable("slow"))
        breaker.check()
    breaker.failed(SearchUnavailable("slow"))
    with pytest.raises(SearchUnavailable):
        breaker.check()
    now[0] = 10.0
    breaker.check()
    with pytest.raises(SearchUnavailable):
        breaker.check()
    breaker.succeeded()
    breaker.check()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
