"""The portal as `make demo` runs it: gunicorn and an index worker of their own, on a database file and an index folder.

The demo register is loaded once a test run; whoever writes works on a copy of its files.
"""

import contextlib
import email
import email.policy
import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 180
# A whole day's settings of the machine must not leak in: these decide which database and which index a portal has.
LEFT_OUT = {"DATABASE_URL", "SEARCH_TARGET", "ELASTICSEARCH_URL", "SECRET_KEY", "ALLOWED_HOSTS"}


@dataclass(frozen=True)
class Portal:
    """A register on disk and, while it runs, where it answers."""

    folder: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What makes any of our programs work on this register."""
        inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{self.folder / 'portal.sqlite3'}",
            "SEARCH_ENGINE": "tantivy",
            "SEARCH_INDEX_DIR": str(self.folder / "index"),
            "BASE_URL": self.url or "http://127.0.0.1",
            "DEMO_DIR": str(self.folder),
            "SEARCH_COUNT_SECONDS": "1",
        }

    def run(self, *command: str | Path) -> str:
        """Run one of our Python programs on this register and return what it prints. Raises AssertionError."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def copy(self, folder: Path) -> "Portal":
        """The same register in other files, free to be written to."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("portal.sqlite3*", "*.log"))
        with (
            contextlib.closing(sqlite3.connect(self.folder / "portal.sqlite3")) as here,
            contextlib.closing(sqlite3.connect(folder / "portal.sqlite3")) as there,
        ):
            here.backup(there)
        return Portal(folder)

    @contextlib.contextmanager
    def running(self) -> Iterator["Portal"]:
        """Serve it until the block ends."""
        with contextlib.closing(socket.socket()) as listening, contextlib.ExitStack() as ends:
            # Handed over open: no other program can take the port in between.
            listening.bind(("127.0.0.1", 0))
            listening.listen(64)
            served = Portal(self.folder, f"http://127.0.0.1:{listening.getsockname()[1]}")
            bind = [
                "--bind",
                f"fd://{listening.fileno()}",
                "--workers",
                "2",
                "--timeout",
                "120",
                "--log-level",
                "warning",
            ]
            web = ["-m", "gunicorn", "portal.wsgi:application", *bind]
            for name, command, handed in (("web", web, (listening.fileno(),)), ("worker", WORKER, ())):
                log = ends.enter_context((self.folder / f"{name}.log").open("wb"))
                process = subprocess.Popen(
                    [sys.executable, *command],
                    cwd=ROOT, env=served.environment, pass_fds=handed, stdout=log, stderr=subprocess.STDOUT,
                )  # fmt: skip
                ends.callback(_end, process)
            served._wait_until_ready()
            yield served

    def mails(self, to: str) -> list[str]:
        """What was written to this address, oldest first."""
        found = []
        for file in sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns):
            for one in file.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(one.lstrip(), policy=email.policy.default)
                if message["To"] == to:
                    found.append(message.get_content())
        return found

    def rows(self, query: str) -> list[tuple]:
        """What stands in the database: for keys that no public page lists, as receipt numbers."""
        with contextlib.closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=60)) as database:
            return database.execute(query).fetchall()

    def forget_attempts(self) -> None:
        """The windows of all tests come from one address: what it was counted for stands in nobody else's way."""
        with contextlib.closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=60)) as database, database:
            database.execute("DELETE FROM accounts_attempt")

    def log(self) -> str:
        """What the two programs have printed."""
        return "".join((self.folder / f"{name}.log").read_text(errors="replace") for name in ("web", "worker"))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        said = ""
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=60):
                    return
            except urllib.error.HTTPError as error:
                said = error.read().decode(errors="replace")
            except OSError as error:
                said = str(error)
            time.sleep(0.1)
        raise AssertionError(f"the portal is not ready after {SECONDS_TO_START} s: {said}\n{self.log()}")


WORKER = ["manage.py", "search_worker"]


def demo_register(folder: Path) -> Portal:
    """The demo register with our additions and its index; made by the first test process that asks for it."""
    portal = Portal(folder / "register")
    with (folder / "register.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "register.ready").exists():
            portal.folder.mkdir()
            portal.run("manage.py", "migrate", "-v", "0")
            portal.run("manage.py", "load_demo", "--if-empty")
            portal.run("-m", "tests.e2e.planting", "reading")
            portal.run("manage.py", "search_rebuild")
            (folder / "register.ready").touch()
    return portal


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
