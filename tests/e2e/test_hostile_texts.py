"""Texts that want to be programs stay texts, wherever they are shown."""

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.desk import OFFICER
from tests.e2e.payloads import PAYLOADS
from tests.e2e.visitor import violations

# Called by a payload that runs; exposed to every page and frame before anything else happens there. A frame tells the
# page around it too: the admin's preview takes its frame away when it has a newer one.
TRAP = """
window.__ran = [];
window.xss = (number) => { window.__ran.push(number); if (window !== window.top) window.top.xss(number); };
"""
LISTS = ["/", "/search/?q=doc+hai&sort=title", "/search/?q=%3Cscript%3Exss(1)%3C/script%3E", "/agencies/G02/"]
PUBLIC = ["/regulations/{code}/", "/regulations/{code}/compare/1/2/", "/regulations/{code}/compare/1/2/?view=inline"]


@pytest.fixture(scope="module")
def planted(own_portal):
    """Each payload published in every text of a regulation of its own; gives how many there are."""
    own_portal.run("-m", "tests.e2e.planting", "hostile")
    return len(PAYLOADS)


def nothing_ran(page) -> None:
    for frame in page.frames:
        try:
            ran = frame.evaluate("window.__ran || []")
        except Error as error:
            if "Frame was detached" not in error.message:
                raise
            continue
        assert ran == [], f"{page.url} ({frame.url})"
    assert page.evaluate("window.__ran") == [], page.url


def test_public_pages(people, planted):
    page = people.window()
    page.add_init_script(TRAP)
    addresses = [url.format(code=f"XSS-{number:02d}") for number in range(planted) for url in PUBLIC]
    for address in LISTS + addresses:
        assert page.goto(address).status == 200, address
        nothing_ran(page)
        assert violations(page) == []
    page.goto("/regulations/XSS-00/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"doc hai mới {PAYLOADS[0]}")


@pytest.mark.parametrize("query", PAYLOADS[::3])
def test_what_one_types_in_the_search_box(people, query):
    page = people.window()
    page.add_init_script(TRAP)
    page.goto("/search/")
    box = page.get_by_role("main").locator("input[name=q]")
    box.fill(query)
    box.press("Enter")
    expect(page.get_by_role("main").locator("input[name=q]")).to_have_value(query.replace("\t", " "))
    nothing_ran(page)


def test_admin_pages(people, planted):
    page = people.officer(OFFICER)
    page.add_init_script(TRAP)
    page.goto("/admin/snippets/regulations/regulationversion/?q=doc+hai")
    nothing_ran(page)
    for number in range(0, planted, 4):
        page.goto(f"/admin/snippets/regulations/regulation/?q=XSS-{number:02d}")
        nothing_ran(page)
        page.get_by_role("main").get_by_role("link", name=f"XSS-{number:02d}").click()
        page.get_by_role("row").filter(has_text="Đã công bố").first.get_by_role("link").first.click()
        nothing_ran(page)
        page.get_by_role("link", name="Lịch sử").last.click()
        nothing_ran(page)
        page.go_back()
        page.get_by_role("button", name="Tạo phiên bản mới").click()
        page.locator("[data-side-panel-toggle=preview]").first.click()
        shown = page.frame_locator("[data-side-panel=preview] iframe").last
        expect(shown.get_by_role("heading", level=1)).to_be_attached()
        nothing_ran(page)
        # Wagtail remembers an open panel: closed again, so that the next form begins like this one.
        page.locator("[data-side-panel-toggle=preview]").first.click()
