"""How somebody works a page: with a mouse or a finger, or with nothing but the keyboard."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.e2e.visitor import DESKTOP, PHONE, Visitor

PRESSES = 250
"""More than any page of ours has places to stop at."""
FOCUSED = "(element) => element === document.activeElement"
OUTLINE = "(element) => getComputedStyle(element).outlineStyle"
WHERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const seen = style.outlineStyle !== "none" && box.width > 0 && box.height > 0 && inside;
  return {stop: element.dataset.stop, seen, html: element.outerHTML.slice(0, 160)};
}"""


@dataclass
class Hands:
    """With a mouse or a finger."""

    page: Page

    def follow(self, found: Locator) -> None:
        """Use a link or a button."""
        found.click()

    def fill(self, found: Locator, text: str) -> None:
        found.fill(text)

    def send(self, found: Locator) -> None:
        """Send the form that this input is in, without looking for its button."""
        found.press("Enter")


class Keyboard(Hands):
    """With Tab, Enter and the letters; whatever is reached shows that it is."""

    def follow(self, found: Locator) -> None:
        tab_to(self.page, found)
        self.page.keyboard.press("Enter")

    def fill(self, found: Locator, text: str) -> None:
        tab_to(self.page, found)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def send(self, found: Locator) -> None:
        expect(found).to_be_focused()
        self.page.keyboard.press("Enter")


WAYS = {
    "desktop": (Hands, {"size": DESKTOP}),
    "phone": (Hands, {"size": PHONE}),
    "no script": (Hands, {"size": PHONE, "javascript": False}),
    "keyboard": (Keyboard, {"size": DESKTOP}),
}
"""In which ways every public journey must work."""


def hands_of(visitor: Visitor, way: str) -> Hands:
    """A new window, and how its owner works it."""
    kind, options = WAYS[way]
    return kind(visitor.window(**options))


def tab_to(page: Page, found: Locator) -> None:
    """Press Tab until the element has the focus, and see to it that the focus shows."""
    expect(found).to_be_attached()
    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        if found.evaluate(FOCUSED):
            assert found.evaluate(OUTLINE) != "none", found
            return
    raise AssertionError(f"{found} is not reached with Tab")


def walk(page: Page) -> int:
    """Tab through the page and out of it again, past every stop: none holds the focus, all show it. Gives how many."""
    stops = []
    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        at = page.evaluate(WHERE)
        if at is None or at["stop"] in stops:
            assert at is None or at["stop"] == stops[0], f"{page.url}: the focus is held at {at['html']}"
            return len(stops)
        assert at["seen"], f"{page.url}: the focus does not show on {at['html']}"
        stops.append(at["stop"])
    raise AssertionError(f"{page.url}: {PRESSES} times Tab do not lead out of the page")
