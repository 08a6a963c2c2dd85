"""What was understood is seen and undone with one press, on a phone, by key and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import tab_to

TYPED = "/search/?q=đkkd+gcn"
"""An abbreviation of two meanings and one of one."""


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_understood_is_undone_with_one_press(reader, javascript):
    page = reader.window(size=(360, 740), javascript=javascript)
    page.goto(TYPED)
    said = page.locator("[data-understood]")
    expect(said).to_have_count(3)
    assert all(box["x"] + box["width"] <= 360 for box in (chip.bounding_box() for chip in said.all()))
    said.first.click()
    expect(page.locator("[data-understood]")).to_have_count(2)
    page.get_by_role("link", name="Chỉ tìm đúng như đã gõ").click()
    expect(page.locator("[data-understood]")).to_have_count(0)
    page.get_by_role("link", name="Tìm cả các cách hiểu khác").click()
    expect(page.locator("[data-understood]")).to_have_count(3)


def test_by_key(reader):
    page = reader.window()
    page.goto(TYPED)
    tab_to(page, page.locator("[data-understood]").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("literal=dkkd"))
