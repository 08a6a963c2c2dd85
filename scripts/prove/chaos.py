"""Elasticsearch stopped, hung, answering 500, slow, or with an index of another mapping: lookup goes on from the host's
embedded index, says so, and comes back by itself.

python scripts/prove/chaos.py FOLDER [--requests 200] [--regulations 600]
    two processes of gunicorn and one search_worker before a server of its own; prints JSON: what readers met
"""

import argparse
import json
import signal
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import servers

from search.benchmark.serving import WEB_PROCESSES, served
from tests.contract.proxy import Proxy
from tests.search.killing import Register

NOTICE = "Tra cứu đang dùng chỉ mục dự phòng"
ASKED = ("hóa chất", "cap phep kinh doanh", "khongcogi", "an toàn thực phẩm", "vận tải", "báo cáo lao động")
PUBLISH = """
from regulations.models import Agency
from tests.factories.regulations import make_regulation, make_version
regulation = make_regulation(Agency.objects.first(), code="{word}")
make_version(regulation, title="Thủ tục {word}")
"""
BREAKER_SEEN = 30
"""Requests after which the breaker has long opened, and that are over before it lets anybody try again."""
IN_A_ROW = 12
"""So many answers from Elasticsearch mean that both processes have come back."""
SECONDS_TO_RECOVER = 60


class HostWithStandIn(Register):
    """A host of production: Elasticsearch, and an index of its own beside."""

    def environment(self, fault: str = "") -> dict[str, str]:
        return super().environment(fault) | {"SEARCH_STAND_IN": "1", "SEARCH_TARGET": "chaos"}


@dataclass
class Met:
    """What readers met while something was wrong."""

    seconds: list[float] = field(default_factory=list)
    not_200: int = 0
    without_notice: int = 0

    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]


class Chaos:
    """One portal before one server, with a proxy between that can be told to misbehave."""

    def __init__(self, register: Register, server: servers.Server, proxy: Proxy, address: str) -> None:
        self.register = register
        self.server = server
        self.proxy = proxy
        self.address = address
        self.figures: dict[str, dict[str, float]] = {}

    def prove(self, name: str, begin: Callable[[], None], end: Callable[[], None], requests: int) -> None:
        self.wait_until_well()
        begin()
        try:
            asked = self.proxy.asked
            met = self.read(BREAKER_SEEN)
            # Each process has a breaker of its own.
            per_process = (self.proxy.asked - asked) / WEB_PROCESSES
            more = self.read(requests - BREAKER_SEEN)
            unseen = self.publish_and_look(f"nhanh{name}")
        finally:
            end()
        recovered = self.wait_until_well()
        met.seconds += more.seconds
        self.figures[name] = {
            "requests": len(met.seconds),
            "not_200": met.not_200 + more.not_200,
            "without_notice": met.without_notice + more.without_notice,
            "p95_s": round(met.p95(), 2),
            "longest_s": round(max(met.seconds), 2),
            "asked_before_open": per_process,
            "unseen_changes": unseen,
            "recovery_s": round(recovered, 1),
        }
        print(name, json.dumps(self.figures[name]), flush=True)

    def read(self, requests: int) -> Met:
        """As many readers at once as the portal has processes."""
        met = Met()

        def one(number: int) -> None:
            path = "/api/search" if number % 2 else "/search/"
            began = time.monotonic()
            status, text = servers.fetch(f"{self.address}{path}?q={quote(ASKED[number // 2 % len(ASKED)])}")
            met.seconds.append(time.monotonic() - began)
            met.not_200 += status != 200
            met.without_notice += NOTICE not in text

        with ThreadPoolExecutor(WEB_PROCESSES) as readers:
            list(readers.map(one, range(requests)))
        return met

    def publish_and_look(self, word: str) -> int:
        """1 if what is published now is not found within five seconds."""
        self.register.run("shell", "--no-imports", "-v0", "-c", PUBLISH.format(word=word))
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if self.answer(word)["total"]:
                return 0
            time.sleep(0.1)
        return 1

    def answer(self, text: str) -> dict:
        _status, said = servers.fetch(f"{self.address}/api/search?q={quote(text)}")
        return json.loads(said) if said else {"total": 0, "stand_in": True}

    def wait_until_well(self) -> float:
        """How many seconds until Elasticsearch answers in both processes."""
        began, well = time.monotonic(), 0
        while well < IN_A_ROW:
            well = 0 if self.answer("hóa chất")["stand_in"] else well + 1
            if time.monotonic() - began > SECONDS_TO_RECOVER:
                raise SystemExit("chaos: lookup did not come back by itself")
        return time.monotonic() - began

    # --- what is done to the server ---------------------------------------------------------------------------------
    def misbehave(self, fault: str) -> Callable[[], None]:
        return lambda: setattr(self.proxy, "fault", fault)

    def hang(self) -> None:
        servers.tell(self.server, signal.SIGSTOP)

    def go_on(self) -> None:
        servers.tell(self.server, signal.SIGCONT)

    def stop(self) -> None:
        self.proxy.close()
        servers.end(self.server)

    def start(self) -> None:
        self.server.start()
        self.server.wait_until_ready(servers.SECONDS_TO_START)
        self.proxy.open()

    def take_the_alias(self) -> None:
        """Somebody lets the alias stand for an index of theirs."""
        self._put(f"{self.register.prefix}-theirs", {"mappings": {"properties": {"id": {"type": "text"}}}})
        self._move_alias("-search-v*", "-theirs")

    def give_it_back(self) -> None:
        self._move_alias("-theirs", "-search-v*")

    def _move_alias(self, of: str, to: str) -> None:
        prefix = self.register.prefix
        actions = [{"remove": {"index": f"{prefix}{of}", "alias": self.alias}},
                   {"add": {"index": f"{prefix}{to}", "alias": self.alias}}]  # fmt: skip
        self._put("_aliases", {"actions": actions}, method="POST")

    def _put(self, path: str, body: dict, *, method: str = "PUT") -> None:
        headers = {"content-type": "application/json"}
        url = f"{self.proxy.upstream.geturl()}/{path}"
        request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
        urllib.request.urlopen(request).close()

    @property
    def alias(self) -> str:
        with urllib.request.urlopen(f"{self.proxy.upstream.geturl()}/{self.register.prefix}-*/_alias") as answer:
            [alias] = {name for index in json.load(answer).values() for name in index["aliases"]}
        return alias


def prove(folder: Path, requests: int, regulations: int) -> dict:
    with servers.nodes(1) as ([server], [url]), Proxy(url) as proxy:
        register = HostWithStandIn(folder, proxy.url)
        register.run("migrate", "-v0")
        code = f"from tests.search.changing import seed_register; seed_register({regulations})"
        register.run("shell", "--no-imports", "-v0", "-c", code)
        register.run("search_rebuild", "-v0")
        with register.working(), served(register.environment(), log=folder / "portal.log") as address:
            chaos = Chaos(register, server, proxy, address)
            chaos.prove("error", chaos.misbehave("error"), chaos.misbehave(""), requests)
            chaos.prove("slow", chaos.misbehave("slow"), chaos.misbehave(""), requests)
            chaos.prove("hung", chaos.hang, chaos.go_on, requests)
            chaos.prove("mapping", chaos.take_the_alias, chaos.give_it_back, requests)
            chaos.prove("stopped", chaos.stop, chaos.start, requests)
            register.wait_for_no_jobs()
            print(register.check())
    all_of = list(chaos.figures.values())
    return {
        "requests": sum(met["requests"] for met in all_of),
        "not_200": sum(met["not_200"] for met in all_of),
        "without_notice": sum(met["without_notice"] for met in all_of),
        "unseen_changes": sum(met["unseen_changes"] for met in all_of),
        **{name: max(met[name] for met in all_of) for name in ("p95_s", "asked_before_open", "recovery_s")},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--regulations", type=int, default=600)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(prove(options.folder, options.requests, options.regulations)))
