"""Whoever sits before the browser: opens windows, and remembers what went wrong in them."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from home.demo.accounts import PASSWORD
from tests.e2e.portal import ROOT, Portal

KEPT = ROOT / "var" / "e2e"
SECONDS = 20
DESKTOP, PHONE = (1280, 900), (360, 740)
ON_EVERY_PAGE = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass
class Visitor:
    """Opens windows on one portal. `complaints` are what a person with the developer tools open would have seen."""

    browser: Browser
    portal: Portal
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def window(self, *, size: tuple[int, int] = DESKTOP, javascript: bool = True, dark: bool = False) -> Page:
        """A window of a browser that has never been here: no cookie, Vietnamese, on this machine only."""
        context = self.browser.new_context(
            base_url=self.portal.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        if javascript:
            context.add_init_script(ON_EVERY_PAGE)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complain(page.url, f"script error: {error}"))
        page.on("dialog", self._dialog)
        return page

    def officer(self, email: str, **options) -> Page:
        """A window in which this demo account has signed in."""
        page = self.window(**options)
        page.goto("/admin/login/")
        page.get_by_label("Địa chỉ e-mail").fill(email)
        page.get_by_label(re.compile("Mật khẩu|Password")).fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    def citizen(self, email: str, **options) -> Page:
        """A window in which this citizen has signed in."""
        page = self.window(**options)
        page.goto("/account/sign-in/")
        page.get_by_label("Địa chỉ e-mail").fill(email)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/account/$"))
        return page

    def close(self, *, keep_as: str = "") -> None:
        """Close every window; with a name, first keep a picture and the page of each."""
        pages = [page for context in self.contexts for page in context.pages]
        if keep_as:
            KEPT.mkdir(parents=True, exist_ok=True)
            for number, page in enumerate(pages, 1):
                self._keep(page, KEPT / f"{keep_as}-{number}")
            (KEPT / f"{keep_as}-server.log").write_text(self.portal.log(), encoding="utf-8")
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _keep(self, page: Page, path: Path) -> None:
        page.screenshot(path=f"{path}.png", full_page=True)
        Path(f"{path}.html").write_text(f"<!-- {page.url} -->\n{page.content()}", encoding="utf-8")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        address = message.location.get("url", "")
        # That the page itself answers 404 is what the test came to see.
        if message.text.startswith("Failed to load resource") and message.page and address == message.page.url:
            return
        self._complain(message.page.url if message.page else "", f"console: {message.text} ({address})")

    def _dialog(self, dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        self._complain(dialog.page.url, f"dialog: {dialog.message}")
        dialog.dismiss()

    def _complain(self, url: str, what: str) -> None:
        # Wagtail's own screens are not ours to keep quiet, but a dialog or a foreign script is.
        if urlsplit(url).path.startswith("/admin/") and not what.startswith("dialog"):
            return
        self.complaints.append(f"{url}: {what}")


def violations(page: Page) -> list[str]:
    """What the page's Content-Security-Policy had to stop."""
    return page.evaluate("window.__violations")


def safe_name(test: str) -> str:
    """A test's name as part of a file name."""
    return re.sub(r"[^\w.-]+", "_", test).strip("_")[-120:]
