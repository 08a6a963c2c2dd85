"""Without a mouse: everything is reached with Tab and Enter, and one sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import CITIZEN
from tests.e2e.hands import tab_to, walk
from tests.e2e.public_pages import CLOSED_ROUND, OPEN_ROUND, PLAN

WALKED = {
    "plans": ("/plans/", 20),
    "plan": (PLAN, 40),
    "rounds": ("/consultations/", 15),
    "round": (f"{OPEN_ROUND}?part=muc-1", 25),
    "answered round": (CLOSED_ROUND, 25),
    "comment": (f"{OPEN_ROUND}comment/?part=muc-1-time_limit", 15),
    "round that is over": (f"{CLOSED_ROUND}comment/", 8),
    "receipts": ("/consultations/receipts/", 10),
    "sign in": ("/account/sign-in/", 10),
    "sign up": ("/account/sign-up/", 10),
    "statistics": ("/statistics/", 30),
}
"""Name to address and how many places to stop at it has at least."""


@pytest.mark.parametrize(("address", "least"), [pytest.param(*one, id=name) for name, one in WALKED.items()])
def test_the_focus_goes_through_the_page_and_shows_everywhere(reader, address, least):
    page = reader.window()
    page.goto(address)
    assert walk(page) >= least


def test_the_focus_goes_through_ones_account(reader):
    page = reader.citizen(CITIZEN)
    page.goto("/account/")
    assert walk(page) >= 15


def test_skip_link_search_first_result_and_compare(reader):
    page = reader.window()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("main").locator("input[name=q]"))
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
