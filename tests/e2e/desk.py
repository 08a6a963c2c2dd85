"""What officers and legal control do in the admin, as steps that several tests take."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

OFFICER, OTHER_OFFICER, CONTROLLER = "canbo.bct@demo.example", "canbo.byt@demo.example", "phapche@demo.example"
LIST = "/admin/snippets/regulations/regulation/"


@dataclass(frozen=True)
class Draft:
    """A draft by its two addresses."""

    page_url: str
    edit_url: str


def new_version(page: Page, code: str) -> Draft:
    """From the list of regulations to a new draft of this one, open in its form."""
    page.goto(LIST)
    page.get_by_role("main").get_by_role("link", name=code, exact=True).click()
    published = page.get_by_role("row").filter(has_text="Đã công bố").first
    published.get_by_role("link").first.click()
    page.get_by_role("button", name="Tạo phiên bản mới").click()
    expect(page).to_have_url(re.compile(r"/regulationversion/edit/\d+/$"))
    edit_url = page.url
    return Draft(edit_url.replace("/edit/", "/inspect/"), edit_url)


def fill_day(page: Page, day) -> None:
    field = page.get_by_label("Có hiệu lực từ ngày")
    field.fill(f"{day:%d/%m/%Y}")
    # The calendar that opens would lie over the next field.
    field.press("Tab")


def submit(page: Page) -> None:
    """Hand the draft that is open over to legal control."""
    page.get_by_role("button", name=re.compile("kiểm soát pháp chế", re.IGNORECASE)).click()
    expect(page.get_by_text("Đã trình kiểm soát pháp chế.")).to_be_visible()


def save(page: Page) -> None:
    """Keep the draft that is open without handing it over."""
    footer = page.locator("footer, [role=navigation]").filter(has=page.get_by_role("button", name=SUBMIT)).last
    footer.get_by_role("button").last.click()
    page.get_by_role("button", name=re.compile("^Lưu")).click()


SUBMIT = re.compile("kiểm soát pháp chế", re.IGNORECASE)


def approve(page: Page, draft: Draft) -> None:
    page.goto(draft.page_url)
    page.get_by_role("button", name="Duyệt và công bố").click()
    expect(page.get_by_text("Đã duyệt và công bố.")).to_be_visible()
