"""What a page must be for everybody: nothing for axe to report, nothing that sticks out of a narrow screen."""

import contextlib
import json
from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e.visitor import DESKTOP, PHONE

AXE = "axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: %s}})" % [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]  # fmt: skip
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}"""


def look_at(page: Page) -> None:
    """The page as it is now, in the window it is in: accessible, one main heading, no sideways scrolling."""
    assert axe_violations(page) == [], page.url
    assert page.locator("h1").count() == 1, page.url
    assert page.evaluate(OVERFLOWING) == [], page.url


def axe_violations(page: Page, *, within: str = "") -> list[str]:
    """What axe reports, of the whole page or of what a selector finds."""
    with as_axe_can_see(page) as shown:
        shown.evaluate(AXE_SCRIPT)
        found = shown.evaluate(AXE.replace("document", json.dumps(within), 1) if within else AXE)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]
    ]


@contextlib.contextmanager
def as_axe_can_see(page: Page) -> Iterator[Page]:
    """The page itself; of one without JavaScript the same HTML at the same address in a window where axe can run."""
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        yield page
        return
    html, context = page.content(), page.context.browser.new_context(viewport=page.viewport_size)
    twin = context.new_page()
    twin.route(page.url.split("#")[0], lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    twin.goto(page.url)
    yield twin
    context.close()


def check_layout(page: Page) -> None:
    """Nothing sticks out on a phone or with the page enlarged fourfold, and a phone's page is accessible too."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
