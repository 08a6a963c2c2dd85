"""Without a mouse: everything is reached with Tab and Enter, and one sees where one is."""

import re

from playwright.sync_api import expect

LIMIT = 80


def tab_to(page, found) -> None:
    """Press Tab until the element has the focus, and see to it that the focus shows."""
    for _press in range(LIMIT):
        page.keyboard.press("Tab")
        if found.evaluate("(element) => element === document.activeElement"):
            outline = found.evaluate("(element) => getComputedStyle(element).outlineStyle")
            assert outline != "none", found
            return
    raise AssertionError(f"{found} is not reached with Tab")


def test_skip_link_search_first_result_and_compare(reader):
    page = reader.window()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("main").get_by_role("searchbox"))
    page.keyboard.type("giay chung nhan kinh doanh hoa chat")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))
    tab_to(page, page.get_by_role("main").get_by_role("article").first.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("hóa chất")
    tab_to(page, page.get_by_role("link", name="So sánh từng phần"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Trong một văn bản"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view=inline"))


def test_tabs_of_the_search_page(reader):
    page = reader.window()
    page.goto("/search/?q=hoa+chat")
    tab = page.get_by_role("main").get_by_role("navigation").get_by_role("link", name=re.compile("^Văn bản")).first
    tab_to(page, tab)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("in=documents"))
    expect(tab).to_have_attribute("aria-current", "page")


def test_menu_of_a_phone_opens_and_closes(reader):
    page = reader.window(size=(360, 740))
    page.goto("/")
    menu = page.locator("[data-menu]")
    tab_to(page, menu.locator("summary"))
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link").first).not_to_be_visible()
    expect(menu.locator("summary")).to_be_focused()
