"""Start the services named, run one command among them, stop them: see with_services.sh for the usage.

Downloads are kept in the ignored folder ``.services/``. The servers' own files live in a new folder under ``/var/tmp``
(or ``SERVICES_TMPDIR``) for the length of a run: they run as another user than root, who may not enter the checkout.
With ``--keep FOLDER`` they stay for the next run that names it, see kept.py; ``--anew`` empties it first.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import elasticsearch
import packages
import postgres
from kept import kept_folder
from packages import MissingServiceError
from process import Account, Server, end_with_parent

DOWNLOADS = Path(__file__).resolve().parents[2] / ".services"
NAMES = ("postgres", "elasticsearch", "elasticsearch9", "chromium", "libreoffice", "wrk")
USAGE = f"[--keep FOLDER [--anew]] [{'] ['.join(NAMES)}] -- COMMAND..."
PREFIX = "portal-services-"
SECONDS_TO_START = 180
SECONDS_TO_END = 15

Prepare = Callable[[], tuple[Server, dict[str, str]]]


@dataclass(frozen=True)
class Place:
    """Where the servers' own files and their logs go, and whether they are there for another run too."""

    folder: Path
    logs: Path
    kept: bool


def main(arguments: list[str]) -> int:
    """Returns the exit status of the command, 2 on a wrong usage, 1 when a service cannot be had."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser("with_services.sh", usage=f"%(prog)s {USAGE}")
    parser.add_argument("--keep", type=lambda given: Path(given).resolve(), metavar="FOLDER")
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("names", nargs="*")
    options, command = parser.parse_args(arguments[:at]), arguments[at + 1 :]
    unknown = set(options.names) - set(NAMES)
    if not command or unknown or (options.anew and not options.keep):
        parser.error(f"not a service: {' '.join(unknown)}" if unknown else "what to run comes after --")
    # Ending us by a signal must stop the services, so it becomes an exception; the services start among its handlers.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    # Started in the background by a script, Python would ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    place = kept_place(options.keep, anew=options.anew) if options.keep else run_place()
    try:
        with place as where, started(set(options.names), where) as (variables, servers):
            return run(command, {**os.environ, **variables}, servers)
    except MissingServiceError as error:
        print(f"services: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


@contextlib.contextmanager
def kept_place(keep: Path, *, anew: bool) -> Iterator[Place]:
    """The folder of servers that are kept."""
    with kept_folder(keep, Account.for_servers(), anew=anew) as folder:
        yield Place(folder, keep / "logs", kept=True)


@contextlib.contextmanager
def run_place() -> Iterator[Place]:
    """A folder of this run that other users may pass through; folders of runs that were killed are removed."""
    parent = Path(os.environ.get("SERVICES_TMPDIR", "/var/tmp"))  # noqa: S108 - mkdtemp makes the name
    for left in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, ValueError):
            if left.stat().st_uid == os.geteuid() and not _is_alive(int((left / "pid").read_text())):
                shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    folder.chmod(0o711)
    (folder / "pid").write_text(str(os.getpid()))
    try:
        yield Place(folder, DOWNLOADS / "logs", kept=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def started(names: set[str], place: Place) -> Iterator[tuple[dict[str, str], list[Server]]]:
    """The services named, running; yields the variables that tell a program where they are, and the servers."""
    began = time.monotonic()
    for folder in (DOWNLOADS, place.logs):
        folder.mkdir(exist_ok=True)
    servers: list[Server] = []
    try:
        with one_at_a_time(DOWNLOADS / "lock"):
            packages.install(missing_packages(names))
            variables = programs(names)
            with ThreadPoolExecutor() as pool:
                prepared = list(pool.map(lambda prepare: prepare(), preparations(names, place)))
        # Servers are started from this thread: the kernel ends them when the thread that started them ends.
        for server, told in prepared:
            server.start()
            servers.append(server)
            variables.update(told)
        for server in servers:
            server.wait_until_ready(SECONDS_TO_START)
        told = " ".join(f"{name}={value}" for name, value in sorted(variables.items()))
        # Where they are kept, the addresses hold passwords and are the command's business.
        told = f"logs are in {place.logs}" if place.kept else told or "none asked for"
        print(f"services: ready after {time.monotonic() - began:.0f} s: {told}", flush=True)
        yield variables, servers
    finally:
        ignore_signals()
        for server in servers:
            server.ask_to_end()
        for server in servers:
            server.stop()


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Two runs at once must not download into the same file."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def missing_packages(names: set[str]) -> list[str]:
    """The Debian packages that are needed for the services named and are not there."""
    missing = []
    if "postgres" in names and packages.postgres_bin() is None:
        missing.append(postgres.PACKAGE)
    for name in sorted(names & set(elasticsearch.RELEASES)):
        kept = DOWNLOADS / f"elasticsearch-{elasticsearch.RELEASES[name].version}.zip"
        if not kept.exists() and not shutil.which("mvn"):
            missing.append(elasticsearch.MAVEN_PACKAGE)
    if "elasticsearch" in names and packages.java_home(elasticsearch.RELEASES["elasticsearch"].java) is None:
        missing.append(elasticsearch.JAVA_PACKAGE)
    if "chromium" in names:
        missing += [] if packages.chromium_path() else ["chromium"]
        missing += [] if packages.has_vietnamese_fonts() else ["fonts-noto-core"]
    if "libreoffice" in names and packages.soffice_path() is None:
        missing.append("libreoffice-writer-nogui")
    if "wrk" in names and not shutil.which("wrk"):
        missing.append("wrk")
    return missing


def programs(names: set[str]) -> dict[str, str]:
    """Where the programs are that are run, not served; raises MissingServiceError where one is not to be found."""
    found = {}
    if "chromium" in names:
        found["CHROMIUM_PATH"] = packages.chromium_path()
    if "libreoffice" in names:
        found["SOFFICE_PATH"] = packages.soffice_path()
    if "wrk" in names:
        found["WRK_PATH"] = shutil.which("wrk")
    for variable, path in found.items():
        if path is None:
            raise MissingServiceError(f"no program found for {variable}")
    return {variable: str(path) for variable, path in found.items()}


def preparations(names: set[str], place: Place) -> Iterator[Prepare]:
    """One function a server, each with a folder of its own that belongs to the user it runs as."""
    account = Account.for_servers()
    if "postgres" in names:
        yield partial(
            postgres.prepare, _owned(place.folder / "postgres", account), place.logs, account, kept=place.kept
        )
    for name, release in elasticsearch.RELEASES.items():
        if name not in names:
            continue
        # The newer server is an extra where its Java happens to be: it is left out with a word, not asked for.
        if name == "elasticsearch9" and packages.java_home(release.java) is None:
            print(
                f"services: Elasticsearch {release.version} is not run, no Java {release.java} or newer here",
                flush=True,
            )
            continue
        own = _owned(place.folder / name, account)
        yield partial(elasticsearch.prepare, release, own, place.logs, account, DOWNLOADS, kept=place.kept)


def run(command: list[str], environment: dict[str, str], servers: list[Server]) -> int:
    """Run the command and hand on its exit status; when this program or a server ends, so does the command."""
    ends_with_us = partial(end_with_parent, signal.SIGTERM) if sys.platform == "linux" else None
    process = subprocess.Popen(command, env=environment, preexec_fn=ends_with_us)  # noqa: PLW1509 - no thread runs
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=1)
            ended = next((server for server in servers if server.has_ended()), None)
            if ended:
                raise MissingServiceError(ended.last_words())
    except KeyboardInterrupt:
        # The terminal has told the command as well: let it close in its own way. Otherwise only we were told.
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=SECONDS_TO_END)
        raise
    finally:
        ignore_signals()
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=SECONDS_TO_END)
            process.kill()
            process.wait()


def ignore_signals() -> None:
    """Ending is not to be interrupted: one who is impatient would leave a program behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _owned(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    account.owns(folder)
    return folder


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
