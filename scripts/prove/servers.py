"""Servers of Elasticsearch of a proof's own, which it may stop, hang and kill; and what a reader of the portal gets."""

import contextlib
import os
import signal
import sys
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


def fetch(url: str) -> tuple[int, str]:
    """Status and text; status 0 where there was no answer at all."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""
