"""What a reader does with results is counted, with and without script, and leaves no cookie."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import PHONE, SECONDS
from tests.search.learning import BROWSER

SEARCH = "/search/?q=hoa+chat"
COUNTS = "SELECT sum(asked), sum(clicked), sum(found), sum(not_found) FROM search_querycount"


@pytest.fixture
def window(people):
    """Opens windows of a browser that does not say it is driven by a program: those are not counted."""

    def open_window(**options):
        page = people.window(**options)
        page.set_extra_http_headers({"User-Agent": BROWSER})
        return page

    return open_window


@pytest.fixture
def grown(people):
    """Waits until the counts have grown by so much (asked, clicked, found, not found) since the test began."""

    def counts() -> tuple[int, ...]:
        return tuple(number or 0 for number in people.portal.rows(COUNTS)[0])

    before = counts()

    def wait(*growth: int) -> None:
        wanted = tuple(old + new for old, new in zip(before, growth, strict=True))
        deadline = time.monotonic() + SECONDS
        while counts() != wanted and time.monotonic() < deadline:
            time.sleep(0.1)  # between two looks: the portal writes in its own time
        assert counts() == wanted

    return wait


def test_the_first_result_opened_is_counted_once(window, grown):
    page = window()
    page.goto(SEARCH)
    result = page.locator(".results a").first
    result.click()
    expect(page).not_to_have_url(re.compile("/search/"))
    page.go_back()
    expect(page.locator(".results a").first).to_be_visible()
    assert page.context.cookies() == []
    grown(1, 1, 0, 0)


@pytest.mark.parametrize(("answer", "counted"), [("Có", (1, 0, 1, 0)), ("Không", (1, 0, 0, 1))])
def test_an_answer_is_taken_in_place_with_the_keyboard(window, grown, answer, counted):
    page = window(size=PHONE)
    page.goto(SEARCH)
    asked = page.locator(".found-it")
    asked.get_by_role("link", name=answer, exact=True).focus()
    page.keyboard.press("Enter")
    thanks = asked.get_by_role("status")
    expect(thanks).to_have_text(re.compile("Cảm ơn bạn"))
    expect(thanks).to_be_focused()
    expect(asked.get_by_role("link")).to_have_count(0)
    expect(page).to_have_url(re.compile(re.escape(SEARCH)))
    assert page.context.cookies() == []
    grown(*counted)


def test_without_script_a_page_takes_the_answer(window, grown):
    page = window(size=PHONE, javascript=False)
    page.goto(SEARCH)
    page.locator(".found-it").get_by_role("link", name="Không", exact=True).click()
    page.get_by_role("button", name="Không", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn bạn đã trả lời")
    page.get_by_role("link", name="Trở lại kết quả tra cứu").click()
    expect(page).to_have_url(re.compile(re.escape(SEARCH)))
    grown(1, 0, 0, 1)
