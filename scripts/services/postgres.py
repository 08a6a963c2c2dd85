"""A new, empty PostgreSQL cluster for one run."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from packages import MissingServiceError, postgres_bin
from process import Account, Server, free_port

PACKAGE = "postgresql"
USER = DATABASE = "portal"

# A run's data is thrown away with the run: nothing has to survive a power cut.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
}


def prepare(folder: Path, logs: Path, account: Account) -> tuple[Server, dict[str, str]]:
    """Make the cluster in ``folder``; returns the server to start and the variables that tell where it is."""
    programs = postgres_bin()
    if programs is None:
        raise MissingServiceError(f"PostgreSQL is not installed (Debian package: {PACKAGE})")
    data = folder / "data"
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **account.popen_options(),
    )
    if made.returncode:
        raise MissingServiceError(f"initdb failed:\n{made.stderr}")
    port = free_port()
    options = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    server = Server(
        name="PostgreSQL",
        command=command,
        folder=folder,
        log=logs / "postgres.log",
        account=account,
        ready=lambda: _has_database(programs, port),
        stop_signal=signal.SIGINT,
    )
    return server, {"TEST_POSTGRES_URL": f"postgres://{USER}@127.0.0.1:{port}/{DATABASE}"}


def _has_database(programs: Path, port: int) -> bool:
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", USER]
    if subprocess.run([programs / "pg_isready", "-q", *where], check=False).returncode:
        return False
    created = subprocess.run([programs / "createdb", *where, DATABASE], capture_output=True, check=False)
    return created.returncode == 0
