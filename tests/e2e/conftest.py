"""A real browser before a real portal. One browser and one register a test process; one set of windows a test."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests import services
from tests.e2e.portal import Portal, demo_register
from tests.e2e.visitor import SECONDS, Visitor, safe_name

HERE = Path(__file__).parent
# A folder that keeps the register between runs: for whoever writes these tests and waits for it each time.
KEPT_REGISTER = os.environ.get("E2E_REGISTER", "")
# No name is looked up: a page that asks for anything from elsewhere fails and says so on the console.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
expect.set_options(timeout=SECONDS * 1000)


def pytest_collection_modifyitems(items):
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Browser:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.CHROMIUM_PATH, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def register(tmp_path_factory, worker_id) -> Portal:
    """The demo register, loaded once for all test processes. Not running; not to be written to."""
    own = tmp_path_factory.getbasetemp()
    if KEPT_REGISTER:
        Path(KEPT_REGISTER).mkdir(exist_ok=True)
        return demo_register(Path(KEPT_REGISTER))
    return demo_register(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def reading_portal(register, tmp_path_factory) -> Portal:
    """Served for everyone who only reads."""
    with register.copy(tmp_path_factory.mktemp("reading") / "portal").running() as portal:
        yield portal


@pytest.fixture(scope="module")
def own_portal(register, tmp_path_factory) -> Portal:
    """Served for one test module, which may write; each of its tests takes regulations of its own."""
    with register.copy(tmp_path_factory.mktemp("own") / "portal").running() as portal:
        yield portal


@pytest.fixture
def reader(browser, reading_portal, request) -> Visitor:
    """Someone with a browser, at the portal nobody writes to."""
    yield from _visit(Visitor(browser, reading_portal), request)


@pytest.fixture
def people(browser, own_portal, request) -> Visitor:
    """Several people with browsers, at the portal of this test module."""
    yield from _visit(Visitor(browser, own_portal), request)


def _visit(visitor, request):
    yield visitor
    failed = request.node.stash.get(FAILED, False) or bool(visitor.complaints)
    visitor.close(keep_as=safe_name(request.node.nodeid) if failed else "")
    assert visitor.complaints == []
