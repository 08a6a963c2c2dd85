"""What officers and legal control do in the admin, as steps that several tests take."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

OFFICER, OTHER_OFFICER, CONTROLLER = "canbo.bct@demo.example", "canbo.byt@demo.example", "phapche@demo.example"
MODERATOR, CITIZEN = "dieuhanh@demo.example", "congdan@demo.example"
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


def publish_comment(page: Page, words: str) -> None:
    """A moderator finds the comment in the queue and publishes it."""
    page.goto("/admin/consult/moderation/?status=pending")
    card_of(page, words).get_by_role("button", name="Đăng").click()
    expect(page.get_by_text("Đăng: 1 ý kiến.")).to_be_visible()


def card_of(page: Page, words: str) -> Locator:
    """The comment that says it, not one that answers it and quotes it."""
    return page.get_by_role("article").filter(has=page.locator(".consult-text", has_text=words))


def answer_comments(page: Page, consultation: str, words: list[str], text: str) -> None:
    """An officer answers these comments of a round (its public address) together, after a look at the preview."""
    page.goto(f"/admin/consult/answers/{consultation.strip('/').split('/')[-1]}/")
    # Oldest first, a page at a time. Its address is opened: a click returns before the next page is there.
    while not card_of(page, words[0]).count():
        following = page.get_by_role("navigation", name="Phân trang").get_by_role("link", name="Sau")
        page.goto(urljoin(page.url, following.get_attribute("href")))
    for said in words:
        card_of(page, said).get_by_role("checkbox").check()
    page.get_by_role("button", name="Viết câu trả lời cho các ý kiến đã chọn").click()
    page.get_by_role("radio", name="Tiếp thu", exact=True).check()
    page.get_by_label("Nội dung trả lời").fill(text)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("region", name="Công chúng sẽ thấy")).to_contain_text(text)
    page.get_by_role("button", name="Công bố câu trả lời").click()
    expect(page.get_by_text(f"Đã trả lời {len(words)} ý kiến.")).to_be_visible()
