"""Servers whose data is kept, as `make demo-full` has them: with_services.sh --keep, here with PostgreSQL alone."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
WITH_SERVICES = [sys.executable, "scripts/services/with_services.py"]
# Says where the server is and stays until it is ended.
STAY = "import os, time; print(os.environ['TEST_POSTGRES_URL'], flush=True); time.sleep(600)"

# PostgreSQL's programs are there in the round that runs on PostgreSQL.
pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the servers' user may enter: pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="portal-kept-", dir="/var/tmp") as made:
        Path(made).chmod(0o711)
        yield Path(made)


def start(folder: Path, *words: str) -> tuple[subprocess.Popen, str]:
    """The program and the address of its server."""
    command = [*WITH_SERVICES, "--keep", folder, *words, "postgres", "--", sys.executable, "-c", STAY]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    address = next((line.strip() for line in process.stdout if line.startswith("postgres://")), "")
    assert address, process.wait()
    return process, address


def end(process: subprocess.Popen, number: signal.Signals) -> None:
    process.send_signal(number)
    process.stdout.close()
    process.wait(timeout=60)


def rows(address: str, statement: str) -> list[tuple]:
    with psycopg.connect(address) as connection:
        result = connection.execute(statement)
        return result.fetchall() if result.description else []


def is_gone(address: str) -> bool:
    """Whether no server answers, given the time it takes to close."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.1)
    return False


def is_refused(address: str) -> bool:
    """Whether the server wants its password: it runs for days, beside other users of the machine."""
    try:
        psycopg.connect(address, password="guessed").close()
    except psycopg.OperationalError as error:
        return "password authentication failed" in str(error)
    return False


def test_data_stays_servers_do_not(folder):
    process, address = start(folder)
    try:
        rows(address, "CREATE TABLE kept AS SELECT 1 AS n")
        assert is_refused(address)
        second = subprocess.run(
            [*WITH_SERVICES, "--keep", folder, "postgres", "--", "true"], cwd=ROOT, capture_output=True
        )
        assert second.returncode == 1
        assert f"in use by another run (process {process.pid})" in second.stderr.decode()
    finally:
        end(process, signal.SIGTERM)
    assert is_gone(address)

    process, address = start(folder)
    try:
        assert rows(address, "SELECT n FROM kept") == [(1,)]
    finally:
        # Killed outright, it can end nothing itself.
        end(process, signal.SIGKILL)
    assert is_gone(address)

    process, address = start(folder, "--anew")
    try:
        assert rows(address, "SELECT to_regclass('kept')") == [(None,)]
    finally:
        end(process, signal.SIGINT)
    assert is_gone(address)


def test_a_server_that_ends_ends_the_command(folder):
    process, address = start(folder)
    ((data,),) = rows(address, "SHOW data_directory")
    os.kill(int((Path(data) / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    assert process.wait(timeout=60) == 1
    process.stdout.close()
