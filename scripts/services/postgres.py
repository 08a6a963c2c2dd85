"""A PostgreSQL cluster: a new, empty one for one run, or one that is kept."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from packages import MissingServiceError, postgres_bin
from process import Account, Server, free_port

PACKAGE = "postgresql"
USER = DATABASE = "portal"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # No socket file: its path would be too long in a deep folder.
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
}
# A run's data is thrown away with the run: nothing has to survive a power cut.
THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def prepare(folder: Path, logs: Path, account: Account, *, kept: bool) -> tuple[Server, dict[str, str]]:
    """Make the cluster in ``folder``, or take the one kept there; returns the server and what tells where it is."""
    programs = _programs(folder)
    password = _password(folder, account) if kept else ""
    if not (folder / "data").exists():
        _make(programs, folder, account, password=password)
    port = free_port()
    options = {**SETTINGS, **({} if kept else THROWN_AWAY), "port": str(port)}
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    server = Server(
        name="PostgreSQL",
        command=command,
        folder=folder,
        log=logs / "postgres.log",
        account=account,
        ready=lambda: _has_database(programs, port, password),
        stop_signal=signal.SIGINT,
    )
    who = f"{USER}:{password}" if password else USER
    return server, {"TEST_POSTGRES_URL": f"postgres://{who}@127.0.0.1:{port}/{DATABASE}"}


def _programs(folder: Path) -> Path:
    """PostgreSQL's programs: those that made the cluster, where there is one."""
    made_by = folder / "data" / "PG_VERSION"
    major = made_by.read_text(encoding="ascii").strip() if made_by.exists() else ""
    programs = postgres_bin(major)
    if programs is None and major:
        raise MissingServiceError(
            f"the data in {folder} was made by PostgreSQL {major}, which is not installed (Debian package:"
            f" {PACKAGE}-{major}); `make demo-full-reset` begins anew with the version that is"
        )
    if programs is None:
        raise MissingServiceError(f"PostgreSQL is not installed (Debian package: {PACKAGE})")
    return programs


def _password(folder: Path, account: Account) -> str:
    """What keeps other users of the machine out: a kept server runs for days, and its user may start programs."""
    file = folder / "password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(24), encoding="ascii")
        account.owns(file)
    return file.read_text(encoding="ascii")


def _make(programs: Path, folder: Path, account: Account, *, password: str) -> None:
    # Made beside its place and moved there: a folder "data" is a whole cluster, also after a power cut.
    making = folder / "making"
    shutil.rmtree(making, ignore_errors=True)
    lock = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"] if password else ["--auth=trust"]
    made = subprocess.run(
        [programs / "initdb", "-D", making, "-U", USER, "--encoding=UTF8", "--locale=C.UTF-8", *lock],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **account.popen_options(),
    )
    if made.returncode:
        raise MissingServiceError(f"initdb failed:\n{made.stderr}")
    making.rename(folder / "data")


def _has_database(programs: Path, port: int, password: str) -> bool:
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", USER]
    if subprocess.run([programs / "pg_isready", "-q", *where], check=False).returncode:
        return False
    environment = os.environ | {"PGPASSWORD": password, "LC_ALL": "C"}
    create = [programs / "createdb", "--no-password", *where, DATABASE]
    created = subprocess.run(create, capture_output=True, check=False, env=environment)
    return created.returncode == 0 or b"already exists" in created.stderr
