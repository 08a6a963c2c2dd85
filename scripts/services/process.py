"""One server process: started as an ordinary user, waited for, stopped by its pid."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from packages import MissingServiceError

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The user a server runs as: PostgreSQL and Elasticsearch both refuse to run as root."""

    uid: int
    gid: int

    @classmethod
    def for_servers(cls) -> Account:
        """``nobody`` when this is root, otherwise the user who asks."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    def owns(self, folder: Path) -> None:
        """Give the folder and all in it to this user."""
        if os.geteuid() != 0:
            return
        os.chown(folder, self.uid, self.gid)
        for path in folder.rglob("*"):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def popen_options(self) -> dict[str, Any]:
        """What ``subprocess`` needs to start a program as this user."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_with_parent(number: signal.Signals) -> None:
    """Called in a new process: when the program that started it is killed outright, the kernel sends it this signal."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


@dataclass
class Server:
    """A started program. ``ready`` is asked until it says yes; the log is what is shown when it never does."""

    name: str
    command: list[str]
    folder: Path
    log: Path
    account: Account
    ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches it only through ``stop``."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # No thread of ours runs by now, see with_services.started.
                preexec_fn=partial(end_with_parent, self.stop_signal) if sys.platform == "linux" else None,  # noqa: PLW1509
                **self.account.popen_options(),
            )

    def wait_until_ready(self, seconds: float) -> None:
        """Return once the server answers; raises MissingServiceError with the end of its log otherwise."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise MissingServiceError(f"{self.name} ended while starting:\n{self._end_of_log()}")
            if self.ready():
                return
            time.sleep(0.2)
        raise MissingServiceError(f"{self.name} did not answer within {seconds:.0f} s:\n{self._end_of_log()}")

    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """That it ended, and the end of its log."""
        return f"{self.name} ended by itself:\n{self._end_of_log()}"

    def ask_to_end(self) -> None:
        """Tell the program to end, wait for nothing."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Wait for a program that was asked to end, then make it; its whole process group is gone afterwards."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            print(f"services: {self.name} does not end when asked, killing it", file=sys.stderr)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _end_of_log(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        except OSError as error:
            return str(error)
