"""A business looks a rule up, sees the plan that would cut it, and reads what would change and what it would save."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.audit import look_at
from tests.e2e.hands import WAYS, hands_of

RULE = "Cấp giấy chứng nhận đủ điều kiện kinh doanh hóa chất"
PLAN = "Phương án cắt giảm, đơn giản hóa quy định kinh doanh trong lĩnh vực hóa chất và xăng dầu"
CUT_PAPER = "Bản vẽ mặt bằng địa điểm kinh doanh"


@pytest.fixture(params=WAYS)
def hands(request, reader):
    return hands_of(reader, request.param)


def test_from_a_search_to_what_the_plan_changes_and_saves(hands):
    page = hands.page
    page.goto("/")
    box = page.get_by_role("main").locator("input[name=q]")
    hands.fill(box, "giay chung nhan kinh doanh hoa chat")
    hands.send(box)
    expect(page).to_have_url(re.compile(r"/search/\?q=giay"))
    look_at(page)
    hands.follow(page.get_by_role("main").get_by_role("article").first.get_by_role("link").first)

    expect(page.get_by_role("heading", level=1)).to_contain_text(RULE)
    plans = page.get_by_role("region", name="Phương án cắt giảm")
    expect(plans).to_contain_text("Rút ngắn thời hạn")
    look_at(page)
    hands.follow(plans.get_by_role("link", name=PLAN, exact=True))

    expect(page).to_have_url(re.compile(r"/plans/\d+/#muc-1$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(PLAN)
    item = page.locator("#muc-1")
    expect(item.get_by_role("heading", level=3)).to_be_in_viewport()
    see_what_changes(item)
    look_at(page)

    hands.follow(page.get_by_role("link", name="Trong một văn bản"))
    expect(page).to_have_url(re.compile("view=inline"))
    expect(page.locator("#muc-1-time_limit ins", has_text="07").first).to_be_visible()
    look_at(page)
    # And back to the rule the item is about.
    hands.follow(page.locator("#muc-1").get_by_role("heading", level=3).get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(RULE)


def see_what_changes(item) -> None:
    """The text in force against the proposed one, part by part; why; what it costs before and after."""
    expect(item.locator("del", has_text=CUT_PAPER)).to_be_visible()
    part = item.locator("#muc-1-time_limit")
    expect(part).to_contain_text("Hiện hành")
    expect(part).to_contain_text("Theo phương án")
    expect(part.locator("del", has_text="10").first).to_be_visible()
    expect(part.locator("ins", has_text="07").first).to_be_visible()
    expect(item).to_contain_text("thuê đơn vị đo vẽ")
    costs = {"Hiện hành": "4.081.700.000", "Theo phương án": "1.062.500.000", "Tiết kiệm": "3.019.200.000"}
    for name, amount in costs.items():
        row = item.locator("dl.figures > div").filter(has=item.page.locator("dt", has_text=name))
        expect(row).to_contain_text(amount)


def test_a_plan_is_found_by_what_it_is_about(hands):
    page = hands.page
    page.goto("/search/?in=plans")
    box = page.get_by_role("main").locator("input[name=q]")
    hands.fill(box, "ban ve mat bang kho chua hoa chat")
    hands.send(box)
    expect(page).to_have_url(re.compile("in=plans"))
    first = page.get_by_role("main").get_by_role("article").first
    expect(first).to_contain_text("hóa chất")
    look_at(page)
    # Below the plan the items that say it; each leads to where it says it.
    hands.follow(first.locator(".provision-hit__title").first.get_by_role("link"))
    expect(page).to_have_url(re.compile(r"/plans/\d+/.*#muc-\d"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_lists_of_plans_and_rounds_are_filtered(hands):
    page = hands.page
    page.goto("/plans/")
    unfold(hands, "Tình trạng")
    box = page.get_by_role("checkbox", name=re.compile("^Đã phê duyệt"))
    box.check()
    hands.follow(page.get_by_role("button", name="Áp dụng"))
    expect(page).to_have_url(re.compile(r"state="))
    expect(page.get_by_role("main").get_by_role("article").first).to_contain_text("Đã phê duyệt")
    expect(page.get_by_role("main").get_by_text(PLAN)).to_have_count(0)
    look_at(page)
    page.goto("/consultations/")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(3)
    look_at(page)
    hands.follow(page.get_by_role("main").get_by_role("article").first.get_by_role("link").first)
    expect(page).to_have_url(re.compile(r"/consultations/\d+/$"))
    look_at(page)


def unfold(hands, group: str) -> None:
    """Open what is folded on a small screen, then the group of filters."""
    page = hands.page
    everything = page.locator("details.filters > summary")
    if everything.is_visible():
        hands.follow(everything)
    folded = page.locator("details.filter").filter(has=page.get_by_role("group", name=group, include_hidden=True))
    if folded.get_attribute("open") is None:
        hands.follow(folded.locator("> summary"))
