"""Every type of public page, as it is for eyes, screen readers, small screens, slow lines and strict browsers."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.audit import axe_violations, check_layout
from tests.e2e.desk import CITIZEN
from tests.e2e.public_pages import (
    CLOSED_ROUND,
    EMPTY_FORMS,
    FORM_PAGES,
    OPEN_ROUND,
    OTHER_STATUS,
    OWN_PAGES,
    PLAN,
    READING_PAGES,
)
from tests.e2e.visitor import violations

FIRST_VIEW_BYTES, SCRIPT_BYTES = 100_000, 30_000
IN_THE_DARK = (
    "/", "/search/?q=hoa+chat", "/regulations/1.900101/", "/regulations/1.900101/compare/3/4/", PLAN, OPEN_ROUND,
    CLOSED_ROUND, f"{OPEN_ROUND}comment/?part=muc-1-time_limit", "/statistics/",
)  # fmt: skip
STATES = {"unconfirmed", "pending", "published", "rejected", "hidden", "withdrawn"}
each_page = pytest.mark.parametrize("address", [pytest.param(url, id=name) for name, url in READING_PAGES.items()])
pages_with_forms = pytest.mark.parametrize("address", [pytest.param(url, id=name) for name, url in FORM_PAGES.items()])


@each_page
def test_reading_page(reader, address):
    """For all at once, since opening a page is what takes time: axe, layout, cookies, policy, weight."""
    page = reader.window()
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request.response()))
    response = page.goto(address, wait_until="load")
    loaded = [answer for answer in loaded if not 300 <= answer.status < 400]  # a redirect has no body to weigh
    assert response.status == OTHER_STATUS.get(address, 200), reader.portal.log()[-2000:]
    assert axe_violations(page) == []
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    check_layout(page)
    assert violations(page) == []
    assert page.context.cookies() == []
    assert "set-cookie" not in response.headers
    check_weight(loaded)


@pages_with_forms
def test_page_with_form(reader, address):
    page = reader.window()
    page.goto(address)
    seen_whole(page)


@pytest.mark.parametrize(("address", "button"), [pytest.param(*form, id=name) for name, form in EMPTY_FORMS.items()])
def test_form_sent_empty_says_what_is_missing(reader, address, button):
    page = reader.window()
    page.goto(address)
    form = page.get_by_role("main").locator("form[method=post]")
    form.get_by_role("button", name=button).click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link").first).to_be_visible()
    assert re.match("Lỗi:|Error:", page.title())
    seen_whole(page)
    # Each line leads to the field it is about, and the field says the same to who listens.
    summary.get_by_role("link").first.click()
    field = page.locator(":focus")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{field.get_attribute('id')}_error")).to_be_visible()


def test_pages_of_ones_own(reader):
    """The account, and what it changes elsewhere; then every receipt there can be."""
    page = reader.citizen(CITIZEN)
    for address in OWN_PAGES.values():
        assert page.goto(address).status == 200, address
        seen_whole(page)


def test_receipts_in_every_state(reader):
    page = reader.window()
    receipts = reader.portal.rows("SELECT status, answer_id IS NULL, min(receipt) FROM consult_comment GROUP BY 1, 2")
    assert {status for status, _unanswered, _receipt in receipts} == STATES
    for _status, _unanswered, receipt in receipts:
        assert page.goto(f"/consultations/receipts/{receipt}/").status == 200
        seen_whole(page)
    page.goto(f"/en/consultations/receipts/{receipt}/withdraw/")
    seen_whole(page)


def seen_whole(page) -> None:
    """A page with a form, or of somebody's own: large and small, and under the same policy as all public pages."""
    assert axe_violations(page) == [], page.url
    check_layout(page)
    assert page.locator("h1").count() == 1, page.url
    assert violations(page) == [], page.url


@pytest.mark.parametrize("address", IN_THE_DARK)
def test_reading_page_in_the_dark(reader, address):
    page = reader.window(dark=True)
    page.goto(address)
    assert axe_violations(page) == []


def check_weight(loaded) -> None:
    """What the first view costs a phone, compressed."""
    sizes = {response.url: len(gzip.compress(response.body())) for response in loaded}
    assert sum(sizes.values()) <= FIRST_VIEW_BYTES, sizes
    assert sum(size for url, size in sizes.items() if re.search(r"\.js(\?|$)", url)) <= SCRIPT_BYTES, sizes
