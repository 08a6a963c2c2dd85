"""What a reader does with a list of results: opens the part that matches, takes the list along, keeps the search."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import CITIZEN
from tests.e2e.visitor import DESKTOP, PHONE


@pytest.mark.parametrize(("size", "javascript"), [(DESKTOP, True), (PHONE, False)], ids=["desktop", "no script"])
def test_the_matching_part_is_opened_where_it_stands(reader, size, javascript):
    page = reader.window(size=size, javascript=javascript)
    page.goto("/search/?q=nop+ho+so+qua+mang")
    page.locator(".result__part").first.click()
    expect(page).to_have_url(re.compile(r"/regulations/[^/]+/#(part-|papers|fees)"))
    expect(page.locator(f"[id='{page.url.partition('#')[2]}']")).to_be_in_viewport()


def test_the_list_is_downloaded(reader):
    page = reader.window()
    page.goto("/search/?q=giay+phep")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải danh sách CSV").click()
    assert taken.value.suggested_filename.startswith("quy-dinh-")
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"Số, mã",Tên,')
    assert len(lines) > 1


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_search_is_kept_and_found_again(people, javascript):
    page = people.citizen(CITIZEN, size=PHONE, javascript=javascript)
    page.goto("/search/?q=hoa+chat&kind=procedure")
    page.get_by_role("link", name="Lưu tìm kiếm này").click()
    page.get_by_label("Tên của tìm kiếm").fill("Hóa chất của tôi")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page).to_have_url(re.compile("/account/searches/$"))
    page.get_by_role("link", name="Hóa chất của tôi", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search/\?q=hoa\+chat&kind=procedure$"))


def test_what_is_left_empty_does_not_stand_in_the_address(reader):
    page = reader.window()
    page.goto("/search/?in=documents")
    page.get_by_label("Tìm quy định, thủ tục hoặc văn bản").fill("rượu")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page).to_have_url(re.compile(r"/search/\?q=[^&]+&in=documents$"))
    page.get_by_label("Nghị định").check()
    page.get_by_role("button", name="Áp dụng").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=[^&]+&in=documents&type=nghi-dinh$"))


def test_printed_results_say_what_was_asked(reader):
    page = reader.window()
    page.goto("/search/?q=đkkd&kind=procedure")
    page.emulate_media(media="print")
    expect(page.get_by_text("Loại quy định: Thủ tục hành chính")).to_be_visible()
    expect(page.get_by_text("đăng ký kinh doanh", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Lưu tìm kiếm này")).to_be_hidden()
