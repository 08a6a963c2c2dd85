"""Three nodes of Elasticsearch, of which one is killed while readers ask and the register changes: nobody is turned
away, nothing is lost, and the results are those of an index built anew.

python scripts/prove/cluster.py FOLDER [--regulations 600]
    three shards with one replica, two processes of gunicorn, one search_worker; prints JSON
"""

import argparse
import json
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import servers

from search.benchmark.serving import WEB_PROCESSES, served
from tests.search.killing import Register

SEED = 11
WARMING_SECONDS, BEFORE_SECONDS, AFTER_SECONDS = 10, 5, 25
ASKED = (
    "hóa chất", "cap phep kinh doanh", "an toàn thực phẩm", "vận tải", "báo cáo lao động", "điều kiện xây dựng",
    "giay phep xuat khau", "kiểm tra môi trường", "đăng ký chứng nhận", "cấp phép hóa chất xây dựng",
)  # fmt: skip


class HostOfCluster(Register):
    """A host of production: the cluster, and an index of its own beside."""

    def environment(self, fault: str = "") -> dict[str, str]:
        shape = {"ELASTICSEARCH_SHARDS": "3", "ELASTICSEARCH_REPLICAS": "1"}
        return super().environment(fault) | shape | {"SEARCH_STAND_IN": "1", "SEARCH_TARGET": "cluster"}


class Readers:
    """They ask one after another, as many as the portal has processes, until the block ends. `failed` were turned away
    or sent to the database; `stood_in` were answered, but not by the cluster within a second."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._ended = threading.Event()
        self.count_anew()

    def count_anew(self) -> None:
        self.asked = self.failed = self.stood_in = 0
        self.longest = 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        with ThreadPoolExecutor(WEB_PROCESSES) as pool:
            running = [pool.submit(self._read, lane) for lane in range(WEB_PROCESSES)]
            try:
                yield
            finally:
                self._ended.set()
        for reader in running:
            reader.result()

    def _read(self, lane: int) -> None:
        number = lane
        while not self._ended.is_set():
            began = time.monotonic()
            status, said = servers.fetch(f"{self.address}/api/search?q={quote(ASKED[number % len(ASKED)])}")
            self.longest = max(self.longest, time.monotonic() - began)
            self.asked += 1
            answer = json.loads(said) if status == 200 else {"limited": True, "stand_in": False}
            self.failed += answer["limited"]
            self.stood_in += answer["stand_in"]
            number += 1


def top_tens(address: str) -> dict[str, list[str]]:
    """The codes of ten regulations by question."""
    found = {}
    for text in ASKED:
        _status, said = servers.fetch(f"{address}/api/search?q={quote(text)}")
        found[text] = [result["code"] for result in json.loads(said)["results"][:10]]
    return found


def master_of(url: str) -> str:
    with urllib.request.urlopen(f"{url}/_cluster/state/master_node,nodes") as answer:
        state = json.load(answer)
    return state["nodes"][state["master_node"]]["name"]


def apart(found: list[str], expected: list[str]) -> float:
    """The share of ten results that is not the same. What has been replaced goes on counting as a text that has its
    words, for as long as a lost node might come back for it: a score may be another in the third digit."""
    return 1 - len(set(found) & set(expected)) / max(1, len(expected))


def prove(folder: Path, regulations: int) -> dict:
    began = time.monotonic()
    with servers.nodes(3) as (nodes, urls):
        register = HostOfCluster(folder, ",".join(urls))
        register.run("migrate", "-v0")
        code = f"from tests.search.changing import seed_register; seed_register({regulations})"
        register.run("shell", "--no-imports", "-v0", "-c", code)
        register.run("search_rebuild", "-v0")
        with served(register.environment(), log=folder / "portal.log") as address:
            readers = Readers(address)
            with register.working(), readers.reading(), register.changing(SEED):
                # Three servers just started answer slowly.
                time.sleep(WARMING_SECONDS)
                readers.count_anew()
                time.sleep(BEFORE_SECONDS)
                before = readers.asked
                # The hardest to do without: the one that keeps the state of the cluster.
                killed = next(node for node in nodes if node.name == master_of(urls[0]))
                servers.tell(killed, signal.SIGKILL)
                time.sleep(AFTER_SECONDS)
            with register.working():
                recovery = register.wait_for_no_jobs()
            print(register.check())
            found = top_tens(address)
            register.run("search_rebuild", "-v0")
            expected = top_tens(address)
    return {
        "queries_before": before,
        "queries": readers.asked,
        "failed_queries": readers.failed,
        "stood_in": readers.stood_in,
        "longest_s": round(readers.longest, 2),
        "changes": register.ask("SELECT count(*) FROM regulations_regulationversion") - regulations,
        "jobs_left": register.ask("SELECT count(*) FROM search_indexjob"),
        "recovery_s": round(recovery, 1),
        "top_tens_apart": round(sum(apart(found[text], expected[text]) for text in ASKED) / len(ASKED), 3),
        "seconds": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--regulations", type=int, default=600)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(prove(options.folder, options.regulations)))
