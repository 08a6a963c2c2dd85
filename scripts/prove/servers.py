"""Servers of a proof's own, which it may stop, hang and kill: Elasticsearch nodes, and the portal before them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "services"))

import elasticsearch  # noqa: E402
import packages  # noqa: E402
import with_services  # noqa: E402
from process import Account, Server  # noqa: E402

SECONDS_TO_START = 120
WEB_PROCESSES = 2


@contextlib.contextmanager
def nodes(size: int) -> Iterator[tuple[list[Server], list[str]]]:
    """So many servers in one cluster, and their addresses."""
    downloads, account = with_services.DOWNLOADS, Account.for_servers()
    with with_services.run_place() as place, contextlib.ExitStack() as ending:
        for needed in (downloads, place.logs):
            needed.mkdir(exist_ok=True)
        folder = place.folder / "cluster"
        folder.mkdir(mode=0o700)
        with with_services.one_at_a_time(downloads / "lock"):
            packages.install(with_services.missing_packages({"elasticsearch"}))
            release = elasticsearch.RELEASES["elasticsearch"]
            servers, urls = elasticsearch.prepare_cluster(release, folder, place.logs, account, downloads, size=size)
        for server in servers:
            ending.callback(end, server)
            server.start()
        for server in servers:
            server.wait_until_ready(SECONDS_TO_START)
        yield servers, urls


def end(server: Server) -> None:
    """Whatever has been done to it."""
    tell(server, signal.SIGKILL)
    server.stop()


def tell(server: Server, number: signal.Signals) -> None:
    """A signal to the server and the program that started it."""
    if server.process is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.process.pid, number)


@contextlib.contextmanager
def portal(environment: dict[str, str], log: Path) -> Iterator[str]:
    """The portal under gunicorn with two processes; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["-w", str(WEB_PROCESSES), "--log-level", "warning"]
    with log.open("wb") as written:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz", log)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _wait_for(url: str, log: Path) -> None:
    for _ in range(150):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers at {url}:\n{log.read_text()[-3000:]}")


def fetch(url: str) -> tuple[int, str]:
    """Status and text; status 0 where there was no answer at all."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""
