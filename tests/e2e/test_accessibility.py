"""Every type of public page, as it is for eyes, screen readers, small screens, slow lines and strict browsers."""

import gzip
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.e2e.public_pages import FORM_PAGES, OTHER_STATUS, READING_PAGES
from tests.e2e.visitor import DESKTOP, PHONE, violations

FIRST_VIEW_BYTES, SCRIPT_BYTES = 100_000, 30_000
AXE = "axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: %s}})" % [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]  # fmt: skip
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}"""

each_page = pytest.mark.parametrize("address", [pytest.param(url, id=name) for name, url in READING_PAGES.items()])
pages_with_forms = pytest.mark.parametrize("address", [pytest.param(url, id=name) for name, url in FORM_PAGES.items()])


@each_page
def test_reading_page(reader, address):
    """For all at once, since opening a page is what takes time: axe, layout, cookies, policy, weight."""
    page = reader.window()
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request.response()))
    response = page.goto(address, wait_until="load")
    assert response.status == OTHER_STATUS.get(address, 200), reader.portal.log()[-2000:]
    assert axe_violations(page) == []
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    check_layout(page)
    assert violations(page) == []
    assert page.context.cookies() == []
    assert "set-cookie" not in response.headers
    check_weight(loaded)


@pages_with_forms
def test_page_with_form(reader, address):
    page = reader.window()
    page.goto(address)
    assert axe_violations(page) == []
    check_layout(page)


@pytest.mark.parametrize(
    "address", ["/", "/search/?q=hoa+chat", "/regulations/1.900101/", "/regulations/1.900101/compare/3/4/"]
)
def test_reading_page_in_the_dark(reader, address):
    page = reader.window(dark=True)
    page.goto(address)
    assert axe_violations(page) == []


def axe_violations(page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]
    ]


def check_layout(page) -> None:
    """Nothing sticks out on a phone or with the page enlarged fourfold, and a phone's page is accessible too."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def check_weight(loaded) -> None:
    """What the first view costs a phone, compressed."""
    sizes = {response.url: len(gzip.compress(response.body())) for response in loaded}
    assert sum(sizes.values()) <= FIRST_VIEW_BYTES, sizes
    assert sum(size for url, size in sizes.items() if re.search(r"\.js(\?|$)", url)) <= SCRIPT_BYTES, sizes
