"""The portal as it is served for measuring and proving."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

WEB_PROCESSES = 2

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS_TO_START = 60


@contextlib.contextmanager
def served(environment: Mapping[str, str] | None = None, *, log: Path | None = None) -> Iterator[str]:
    """The portal under gunicorn with two processes, as long as the block lasts; its address. In the environment of this
    process and with its output, unless others are given. Raises TimeoutError if it does not come up."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["-w", str(WEB_PROCESSES), "--log-level", "warning"]
    with contextlib.ExitStack() as ending:
        output = ending.enter_context(log.open("wb")) if log else None
        server = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=output, stderr=output)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def free_port() -> int:
    """A port of this host that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return
        time.sleep(0.2)
    raise TimeoutError(f"Nothing answers at {url}.")
