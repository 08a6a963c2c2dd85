"""The demo in the foreground: prepares it, then runs the web server and the index worker until one of them ends.

    python scripts/serve_demo.py --port 8000 [--only-check-port]

Both run in this process's group, so that ending the group ends them; ending this process alone ends them too.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
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

ROOT = Path(__file__).resolve().parents[1]
IN_USE = ROOT / "var" / "demo.lock"
SECONDS_TO_END = 10


def main() -> int:
    """Returns the exit status: 0 when told to end, 1 when a part ended by itself or the port is taken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", default="8000")
    parser.add_argument("--only-check-port", action="store_true", help="say whether the port is free, start nothing")
    options = parser.parse_args()
    problem = port_problem(options.port)
    if problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 1
    if options.only_check_port:
        return 0
    # Not DEBUG: the demo shows the error pages that readers get, and answers as fast as the portal does.
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DEBUG": "0", **os.environ}
    # SIGINT too: started in the background by a script, Python would ignore it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with contextlib.suppress(KeyboardInterrupt), in_use():
        prepare = [sys.executable, ROOT / "scripts" / "prepare_demo.py"]
        if subprocess.run(prepare, cwd=ROOT, env=environment, check=False).returncode:
            return 1
        return serve(int(options.port), environment)
    return 0


def port_problem(text: str) -> str | None:
    """Why the demo cannot listen on this port, None where it can."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        return f"PORT must be a number from 1 to 65535, not {text!r}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"port {text} may only be used by root; choose another: make demo PORT=8123"
        except OSError:
            return f"port {text} is taken by another program; choose another: make demo PORT=8123"
    return None


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """While it lasts, ``make demo-reset`` keeps its hands off the data."""
    IN_USE.parent.mkdir(exist_ok=True)
    with IN_USE.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def serve(port: int, environment: dict[str, str]) -> int:
    """Run the two programs until one ends (status 1) or this process is told to end (KeyboardInterrupt)."""
    address = f"127.0.0.1:{port}"
    web = ["-m", "gunicorn", "portal.wsgi:application", "--bind", address, "--workers", "2", "--timeout", "120"]
    web += ["--log-level", "warning"]
    commands = {"web server": web, "index worker": ["manage.py", "search_worker"]}
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        told = False
        while True:
            for name, process in running.items():
                if process.poll() is not None:
                    print(f"demo: the {name} ended (status {process.returncode}), so the demo ends", file=sys.stderr)
                    return 1
            if not told and answers(f"http://{address}/healthz"):
                print(f"\nThe portal is at http://{address}\nCtrl-C ends it; what was entered is kept.\n", flush=True)
                told = True
            time.sleep(0.2)
    finally:
        end(list(running.values()))


def answers(url: str) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, then make those that do not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
