"""The demo in the foreground: prepares it, then runs the web server and the index worker until one of them ends.

    python scripts/serve_demo.py [--full] --port 8000 [--only-check-port]

--full is the demo on PostgreSQL and Elasticsearch: under with_services.sh, which starts them and says where they are.

Both run in this process's group, so that ending the group ends them; ending this process alone ends them too.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from demo_environment import ROOT, demo_environment
from demo_mail import Mailbox

SECONDS_TO_END = 10
READY = """
The portal is at {url}
E-mails are not sent: they are shown here and kept in {mail}
Ctrl-C ends it; what was entered is kept.
"""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Returns the exit status: 0 when told to end, 1 when a part ended by itself or the port is taken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="on PostgreSQL and Elasticsearch")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--only-check-port", action="store_true", help="say whether the port is free, start nothing")
    options = parser.parse_args()
    problem = port_problem(options.port)
    if problem:
        problem = problem.replace("make demo ", "make demo-full ") if options.full else problem
        print(f"demo: {problem}", file=sys.stderr)
        return 1
    if options.only_check_port:
        return 0
    environment = demo_environment(full=options.full, port=options.port)
    folder = Path(environment["DEMO_DIR"])
    # SIGINT too: started in the background by a script, Python would ignore it.
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    with contextlib.suppress(KeyboardInterrupt), in_use(folder):
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
def in_use(folder: Path) -> Iterator[None]:
    """While it lasts, ``make demo-reset`` keeps its hands off the data."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def serve(port: int, environment: dict[str, str]) -> int:
    """Run the two programs until one ends (status 1) or this process is told to end (KeyboardInterrupt)."""
    address = f"127.0.0.1:{port}"
    web = ["-m", "gunicorn", "portal.wsgi:application", "--bind", address, "--workers", "2", "--timeout", "120"]
    web += ["--log-level", "warning"]
    commands = {"web server": web, "index worker": ["manage.py", "search_worker"]}
    running: dict[str, subprocess.Popen[bytes]] = {}
    mailbox = Mailbox(Path(environment["DEMO_DIR"]) / "mail")
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
                print(READY.format(url=f"http://{address}", mail=mailbox.folder), flush=True)
                told = True
            for message in mailbox.news():
                print(message, flush=True)
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
    ignore_signals()
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ignore_signals() -> None:
    """Ending is not to be interrupted: it would leave a program behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _interrupt(*_: object) -> None:
    # A second signal comes at once where a terminal or with_services.py tells everybody.
    ignore_signals()
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
