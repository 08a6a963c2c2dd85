"""What a business does: it searches as people type, opens the rule, compares, follows a link into the law.

All of it on a desktop, on a phone, and without JavaScript.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.public_pages import DECREE, DECREE_NUMBER
from tests.e2e.visitor import DESKTOP, PHONE

TITLE = "Cấp giấy chứng nhận đủ điều kiện kinh doanh hóa chất"
REMOVED_PAPER = "Giấy chứng nhận đăng ký doanh nghiệp"


@pytest.fixture(
    params=[("desktop", DESKTOP, True), ("phone", PHONE, True), ("no script", PHONE, False)], ids=lambda p: p[0]
)
def page(request, reader):
    _name, size, javascript = request.param
    return reader.window(size=size, javascript=javascript)


def results(page):
    return page.get_by_role("main").get_by_role("article")


def search_box(page):
    return page.get_by_role("main").locator("input[name=q]")


def test_search_without_accents_open_compare(page):
    page.goto("/")
    search_box(page).fill("giay chung nhan kinh doanh hoa chat")
    search_box(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=giay"))
    first = results(page).first
    expect(first.get_by_role("heading")).to_contain_text(TITLE)
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.get_by_text("10 ngày làm việc kể từ ngày hồ sơ hợp lệ.")).to_be_visible()
    page.get_by_role("link", name="So sánh từng phần").click()

    expect(page).to_have_url(re.compile(r"/regulations/1\.900101/compare/3/4/"))
    papers = page.get_by_role("table", name="Giấy tờ")
    expect(papers.get_by_role("row").filter(has_text=REMOVED_PAPER).locator("del").first).to_be_visible()
    page.get_by_role("link", name="Trong một văn bản").click()
    expect(page.get_by_role("link", name="Trong một văn bản")).to_have_attribute("aria-current", "page")
    expect(page.locator("del", has_text="15").first).to_be_visible()


def test_filter_by_agency_and_take_the_filter_off(page):
    page.goto("/search/?q=giay+phep")
    everything = results(page).count()
    open_filters(page, "Cơ quan")
    page.get_by_role("checkbox", name=re.compile("Bộ Công Thương")).check()
    page.get_by_role("button", name=re.compile("^(Lọc|Áp dụng)")).click()
    expect(page).to_have_url(re.compile("agency=BCT"))
    assert 0 < results(page).count() <= everything
    expect(search_box(page)).to_have_value("giay phep")
    page.get_by_role("link", name=re.compile("Bỏ lọc.*Công Thương")).click()
    expect(page).not_to_have_url(re.compile("agency="))


def open_filters(page, name):
    """Unfold what is folded on a small screen, then the group."""
    everything = page.locator("details.filters")
    if everything.locator("> summary").is_visible():
        everything.locator("> summary").click()
    group = page.locator("details.filter").filter(has=page.get_by_role("group", name=name, include_hidden=True))
    if group.get_attribute("open") is None:
        group.locator("> summary").click()


@pytest.mark.parametrize(
    "typed", [DECREE_NUMBER.lower(), DECREE.replace("-", " "), f"nghị định {DECREE_NUMBER.replace('/NĐ-CP', '')}"]
)
def test_document_number_in_any_spelling(page, typed):
    page.goto("/")
    search_box(page).fill(typed)
    search_box(page).press("Enter")
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("^Mở văn bản|" + re.escape(DECREE_NUMBER).replace("/", "."))
    ).first.click()
    expect(page).to_have_url(re.compile(f"/documents/{DECREE}/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_legal_basis_opens_the_clause(page):
    page.goto("/regulations/1.900101/")
    bases = page.get_by_role("region", name="Căn cứ pháp lý")
    bases.get_by_role("link", name=re.compile("khoản 2 Điều 9.*902")).click()
    expect(page).to_have_url(re.compile(f"/documents/{DECREE}/.*#dieu-9-khoan-2$"))
    expect(page.locator("#dieu-9-khoan-2")).to_be_in_viewport()


def test_link_into_a_big_law_opens_the_page_of_its_chapter(page):
    page.goto("/documents/995-2024-qh15/")
    page.get_by_role("main").get_by_role("link", name=re.compile(r"Điều 30\b")).first.click()
    expect(page.locator("#dieu-30")).to_be_in_viewport()
    page.goto("/documents/995-2024-qh15/dieu-30-khoan-2/")
    expect(page).to_have_url(re.compile("#dieu-30-khoan-2$"))
    expect(page.locator("#dieu-30-khoan-2")).to_be_in_viewport()


def test_what_held_on_a_day(page):
    page.goto("/regulations/1.900101/")
    page.get_by_label("Xem tại ngày").fill("2025-10-01")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_text("Bạn đang xem nội dung có hiệu lực vào ngày 01/10/2025.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=REMOVED_PAPER).first).to_be_visible()
    page.get_by_role("link", name="Xem nội dung hôm nay").click()
    expect(page.get_by_role("row").filter(has_text=REMOVED_PAPER)).to_have_count(0)


def test_nothing_found_says_what_to_do(page):
    page.goto("/search/?q=xyzzyq+khongcogi")
    expect(page.locator("[data-empty]").get_by_role("listitem").first).to_be_visible()
    # Where a filter is what empties it, it offers to do without.
    page.goto("/search/?q=ruou&agency=BNV")
    page.locator("[data-empty]").get_by_role("link").first.click()
    expect(results(page).first).to_be_visible()


def test_draft_is_nowhere(page):
    draft = page.goto("/regulations/TN-BANTHAO/")
    text = page.get_by_role("main").inner_text()
    missing = page.goto("/regulations/TN-KHONGCO/")
    assert draft.status == missing.status == 404
    assert text.replace("TN-BANTHAO", "") == page.get_by_role("main").inner_text().replace("TN-KHONGCO", "")
    page.goto("/search/?q=ban+thao+chua+ai+duoc+xem")
    expect(page.get_by_text("Bản thảo chưa ai được xem")).to_have_count(0)
