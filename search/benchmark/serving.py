"""The portal as it is served for measuring."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from django.conf import settings

WEB_PROCESSES = 2

_SECONDS_TO_START = 60


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The portal of this environment under gunicorn with two processes, as long as the block lasts; its address.
    Raises TimeoutError if it does not come up."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["-w", str(WEB_PROCESSES), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603
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
