"""Real processes on a register of their own, and the signal that cannot be caught."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.faults import VARIABLE

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_DIE = 180
SECONDS_TO_RECOVER = 120
POLL_SECONDS = 0.1
LEFT_OUT = {"DATABASE_URL", "SEARCH_TARGET", VARIABLE}


@dataclass(frozen=True)
class Register:
    """A database and an index; in Elasticsearch if `url` says where, in the folder otherwise."""

    folder: Path
    url: str = ""

    def environment(self, fault: str = "") -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        own = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SEARCH_INDEX_DIR": str(self.folder / "index"),
            "SEARCH_ENGINE": "elasticsearch" if self.url else "tantivy",
            "SEARCH_STAND_IN": "0",
            "ELASTICSEARCH_URL": self.url,
            "ELASTICSEARCH_INDEX_PREFIX": self.prefix,
        }
        return inherited | own | ({VARIABLE: fault} if fault else {})

    @property
    def prefix(self) -> str:
        """Names of its own in a server that others use."""
        return f"kills-{self.folder.name}-{os.getpid()}".lower()

    def start(self, *words: str, fault: str = "", **options) -> subprocess.Popen:
        """Start a management command."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(fault), text=True, **options)

    def run(self, *words: str) -> str:
        """What a management command says. Raises AssertionError unless it succeeds."""
        process = self.start(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said, complained = process.communicate(timeout=600)
        assert process.returncode == 0, f"{words} ended with {process.returncode}:\n{said}{complained}"
        return said

    def die(self, *words: str, fault: str) -> None:
        """Run a command that is killed on the way. Raises AssertionError if it ends in another way."""
        process = self.start(*words, fault=fault, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            said, _ = process.communicate(timeout=SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"{words} did not come to {fault}:\n{process.communicate()[0]}") from None
        assert process.returncode == -signal.SIGKILL, f"{words} did not die of {fault}:\n{said}"

    def shell(self, code: str, **options) -> subprocess.Popen:
        return self.start("shell", "--no-imports", "-v0", "-c", code, **options)

    @property
    def database(self) -> Path:
        return self.folder / "register.sqlite3"

    def take_over(self, database: sqlite3.Connection) -> None:
        """Begin with what that database has. Its index, if it has one, is another's."""
        with contextlib.closing(sqlite3.connect(self.database)) as own:
            database.backup(own)
            own.execute("DELETE FROM search_indexjob")
            own.execute("DELETE FROM search_indextarget")
            own.commit()

    def make(self, size: int) -> None:
        """Put that many regulations into the migrated database, and build the index."""
        code = f"from tests.search.changing import make_register; make_register({size})"
        self.shell_out(code)

    def shell_out(self, code: str) -> str:
        """What the code says, with the portal loaded. Raises AssertionError unless it succeeds."""
        return self.run("shell", "--no-imports", "-v0", "-c", code)

    def seed(self, size: int) -> None:
        """The same without an index."""
        code = f"from tests.search.changing import seed_register; seed_register({size})"
        self.shell_out(code)

    @contextlib.contextmanager
    def changing(self, seed: int, *, fault: str = "") -> Iterator[subprocess.Popen]:
        """A process that changes the register until the block ends."""
        code = f"from tests.search.changing import go_on_changing; go_on_changing({seed})"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with self.shell(code, fault=fault, **pipes) as process:
            assert process.stdout.readline() == "ready\n"
            yield process
            process.communicate(timeout=60)

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """An index worker until the block ends."""
        with self.start("search_worker", stderr=subprocess.DEVNULL) as worker:
            try:
                yield
            finally:
                worker.send_signal(signal.SIGTERM)

    def ask(self, sql: str) -> int:
        """The number a query gives."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as database:
            found = database.execute(sql).fetchone()
            database.commit()
            return found[0] if found else 0

    def wait_for_none(self, found: str) -> float:
        """How many seconds until there is nothing of what stands behind FROM. Raises AssertionError if that takes too
        long."""
        began = time.monotonic()
        while self.ask(f"SELECT count(*) FROM {found}"):
            assert time.monotonic() - began < SECONDS_TO_RECOVER, f"there are still {found}"
            time.sleep(POLL_SECONDS)
        return time.monotonic() - began

    def wait_for_no_jobs(self) -> float:
        """The same of whatever waits for the index, or for the one being built."""
        return self.wait_for_none("search_indexjob")

    def check(self) -> str:
        """Compare index and database row by row. Raises AssertionError where they differ."""
        return self.run("search_check").strip()

    def remove_index(self) -> None:
        """Leave nothing in a server that others use."""
        if not self.url:
            return
        with urllib.request.urlopen(f"{self.url}/{self.prefix}-*?expand_wildcards=all") as answer:
            names = list(json.load(answer))
        for name in names:
            urllib.request.urlopen(urllib.request.Request(f"{self.url}/{name}", method="DELETE")).close()
