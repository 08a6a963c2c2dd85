"""What holds for every test: which services and which database it has, and that it stays on this machine."""

import ipaddress
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests import services

E2E = Path(__file__).parent / "e2e"


def pytest_configure(config):
    """With REQUIRE_SERVICES=1, a missing service ends the run before it starts."""
    missing = services.missing_but_required() if services.REQUIRED else []
    if missing:
        raise pytest.UsageError(f"REQUIRE_SERVICES is set and these are not: {', '.join(missing)} (run `make test`)")


def pytest_ignore_collect(collection_path):
    """Without a browser the end-to-end tests are not collected: never skipped."""
    return True if not services.CHROMIUM_PATH and collection_path == E2E else None


def pytest_collection_modifyitems(config, items):
    """Leave out what belongs to the other database, or to a browser or an office that is not here."""
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    left_out = {"postgres" if on_sqlite else "sqlite"} | (set() if services.CHROMIUM_PATH else {"e2e"})
    left_out |= set() if services.SOFFICE_PATH else {"libreoffice"}
    gone = [item for item in items if left_out & {mark.name for mark in item.iter_markers()}]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


def pytest_terminal_summary(terminalreporter):
    """One line for each service that is not here."""
    for line in services.not_run():
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _speak_vietnamese():
    """A page asked for in English leaves its language behind in the thread; the next test begins anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_of_its_own(tmp_path_factory):
    """What a test attaches to a version lies in a folder of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ORIGINALS_ROOT", tmp_path_factory.mktemp("originals"), raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine():
    """Any connection that would leave the loopback interface is an error."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda self, address: connect(self, _local(self, address)))
        patch.setattr(socket.socket, "connect_ex", lambda self, address: connect_ex(self, _local(self, address)))
        yield


def _local(made_by, address):
    if made_by.family not in (socket.AF_INET, socket.AF_INET6):
        return address
    host = address[0]
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        made_by.close()
        raise RuntimeError(f"a test tried to reach {host}, which is not this machine")
    return address
