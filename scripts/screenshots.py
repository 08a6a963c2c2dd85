"""The pictures of docs/images/: starts the demo on a free port with data of its own and photographs its pages.

    make screenshots

Needs a Chromium: CHROMIUM_PATH, which scripts/services/with_services.sh sets.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
OFFICER, MODERATOR, PASSWORD = "canbo.bct@demo.example", "dieuhanh@demo.example", "tham-van-2026"
PLAN = "Phương án cắt giảm, đơn giản hóa quy định kinh doanh trong lĩnh vực hóa chất và xăng dầu"
ROUND = "Lấy ý kiến về phương án cắt giảm quy định kinh doanh hóa chất và xăng dầu"
BYTES = 250_000
SECONDS_TO_START = 240
SIZES = {"desktop": {"width": 1280, "height": 860}, "mobile": {"width": 390, "height": 780}}
PAGES = {
    "home": "/",
    "search": "/search/?q=giay+chung+nhan+kinh+doanh+hoa+chat",
    "regulation": "/regulations/1.900101/",
    "compare": "/regulations/1.900101/compare/3/4/",
    "plans": "/plans/",
    "statistics": "/statistics/",
}


def main() -> int:
    """Returns the exit status; 1 where a picture comes out too big."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="portal-pictures-") as folder,
        demo(Path(folder)) as url,
        browser() as opened,
    ):
        for size, viewport in SIZES.items():
            take_pictures(opened, url, size, viewport)
    too_big = [path.name for path in IMAGES.glob("*.png") if path.stat().st_size > BYTES]
    if too_big:
        print(f"screenshots: more than {BYTES} bytes: {', '.join(too_big)}", file=sys.stderr)
    return 1 if too_big else 0


@contextlib.contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo on a database and an index of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "SEARCH_ENGINE": "tantivy",
        "SEARCH_INDEX_DIR": str(folder / "index"),
    }
    serve = [sys.executable, ROOT / "scripts" / "serve_demo.py", "--port", str(port)]
    process = subprocess.Popen(serve, cwd=ROOT, env=environment)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the portal is healthy; raises SystemExit where it ends or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5):
            return
        time.sleep(0.5)
    raise SystemExit("screenshots: the demo did not start")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM_PATH") or None
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


def take_pictures(opened: Browser, url: str, size: str, viewport: dict[str, int]) -> None:
    """All pages in one size."""
    context = opened.new_context(base_url=url, viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    page = context.new_page()
    for name, address in PAGES.items():
        page.goto(address)
        keep(page, f"{name}-{size}")
    page.goto("/regulations/1.900101/")
    page.locator("#bases li a").nth(2).click()
    keep(page, f"document-{size}")
    take_a_plan_and_its_round(page, size)
    sign_in(page, OFFICER)
    open_a_draft(page)
    keep(page, f"admin-edit-{size}")
    context.clear_cookies()
    sign_in(page, MODERATOR)
    page.goto("/admin/consult/moderation/")
    keep(page, f"moderation-{size}")
    context.close()


def take_a_plan_and_its_round(page: Page, size: str) -> None:
    """An item with its proposed text, the comments on it, and the form of one's own comment."""
    page.goto("/plans/")
    page.get_by_role("link", name=PLAN).click()
    page.goto(f"{page.url}items/1/")
    keep(page, f"plan-{size}")
    page.locator("#muc-1 .comment-beside a").first.click()
    keep(page, f"comment-{size}")
    page.goto("/consultations/")
    page.get_by_role("link", name=ROUND).click()
    page.locator("#y-kien").evaluate("(section) => section.scrollIntoView()")
    keep(page, f"consultation-{size}")


def sign_in(page: Page, email: str) -> None:
    page.goto("/admin/login/")
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def open_a_draft(page: Page) -> None:
    """The draft that the demo's officer is working on."""
    page.goto("/admin/snippets/regulations/regulationversion/?situation=draft")
    page.get_by_role("main").locator("tbody a").first.click()
    page.get_by_role("link", name="Soạn tiếp").click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    """Photograph the window, in as few colours as it takes to look the same."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
