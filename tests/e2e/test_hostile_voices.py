"""What officers write in plans and what anybody sends in stays text: for the public, in the admin, in an account."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import CITIZEN, CONTROLLER, MODERATOR, OFFICER
from tests.e2e.payloads import PAYLOADS
from tests.e2e.planting import HOSTILE_ITEMS
from tests.e2e.test_hostile_texts import TRAP, nothing_ran
from tests.e2e.visitor import violations

PLANS = [f"/plans/{7 + number}/" for number in range(len(PAYLOADS) // HOSTILE_ITEMS)]
ROUNDS = [f"/consultations/{4 + number}/" for number in range(len(PAYLOADS) // HOSTILE_ITEMS)]
LIVE = (*range(7), 9, 10, 13, 14, 15, 20, 22, 23, 24, 26, *range(31, 35), 36, 44, 45, 46, 50, 51, 52, 53, 58)
"""Places in PAYLOADS of those that need neither a click, a focus nor another engine's quirk."""
HEADER = "code,kind,agency,title"


@pytest.fixture(scope="module")
def voices(own_portal):
    """Each payload in every text of an item, in a name, a comment, an answer and a moderator's note."""
    own_portal.run("-m", "tests.e2e.planting", "hostile_voices")
    own_portal.run("manage.py", "search_rebuild")
    return own_portal


def receipts(portal, status: str) -> list[str]:
    asked = f"SELECT receipt FROM consult_comment WHERE status = '{status}' AND consultation_id > 3 ORDER BY id"
    return [receipt for (receipt,) in portal.rows(asked)]


def open_all(page, addresses, *, strict: bool = True) -> None:
    """Each page as a browser shows it: nothing ran, and the page itself did not even try."""
    for address in addresses:
        assert page.goto(address).status == 200, address
        nothing_ran(page)
        assert not strict or violations(page) == [], address


def test_payloads_do_run_where_nothing_stops_them(people):
    """The trap works: in a page that writes them out as they are, most run by themselves."""
    page = people.window()
    page.add_init_script(TRAP)
    for number in LIVE:
        page.goto("about:blank")  # no policy there, nor anything to report
        page.set_content(f"<title>x</title><p>{PAYLOADS[number]}</p>", wait_until="domcontentloaded")
        page.wait_for_function("window.__ran.length > 0")


def test_plans_and_rounds(people, voices):
    page = people.window()
    page.add_init_script(TRAP)
    lists = ["/plans/", "/consultations/", "/consultations/comments/", "/statistics/"]
    lists += ["/search/?in=plans&q=doc+hai", "/search/?in=plans&q=doc+hai&sort=title", "/"]
    more = [f"{url}{query}" for url in ROUNDS for query in ("?answered=no", "?answered=yes", "?part=muc-1")]
    open_all(page, [*PLANS, *[f"{url}?view=inline" for url in PLANS], *ROUNDS, *more])
    open_all(page, lists)
    codes = range(0, len(PAYLOADS), HOSTILE_ITEMS)
    open_all(page, [f"/regulations/XSP-{number:02d}/" for number in codes])
    for number, url in enumerate(ROUNDS):
        page.goto(f"{url}?answered=yes")
        shown = page.get_by_role("main").inner_text()
        # What is no tag of ours is shown as it was typed; what is a link loses where it led.
        for payload in PAYLOADS[number * HOSTILE_ITEMS : (number + 1) * HOSTILE_ITEMS]:
            if "<a " not in payload and "<p" not in payload and "<b " not in payload:
                assert " ".join(payload.split()) in " ".join(shown.split()), payload


def test_forms_and_receipts(people, voices):
    page = people.window()
    page.add_init_script(TRAP)
    parents = voices.rows(
        "SELECT consultation_id, id FROM consult_comment WHERE status = 'published' AND consultation_id > 3 ORDER BY id"
    )
    open_all(page, [f"/consultations/{one}/comment/?reply_to={key}" for one, key in parents[::3]])
    open_all(page, [f"{url}comment/?part=muc-{item}-steps" for url in ROUNDS for item in (1, 5)])
    for status in ("published", "rejected"):
        people.portal.forget_attempts()
        numbers = receipts(voices, status)
        assert len(numbers) == len(PAYLOADS)
        open_all(page, [f"/consultations/receipts/{number}/" for number in numbers])
    people.portal.forget_attempts()


@pytest.mark.parametrize("payload", PAYLOADS[::6])
def test_a_form_that_comes_back_shows_what_was_typed(people, voices, payload):
    """In the boxes of a refused form, and on the page that says that a round is over."""
    page = people.window()
    page.add_init_script(TRAP)
    page.goto(f"{ROUNDS[0]}comment/")
    page.get_by_label("Ý kiến của bạn").fill(payload)
    page.get_by_label("Họ và tên").fill(payload)
    page.get_by_label("Địa chỉ e-mail").fill(payload.replace("\n", " "))
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Ý kiến của bạn")).to_have_value(payload)
    expect(page.get_by_label("Họ và tên")).to_have_value(payload)
    nothing_ran(page)
    page.locator("form[method=post]").evaluate("(form) => form.action = '/consultations/2/comment/'")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đợt lấy ý kiến đã kết thúc")
    nothing_ran(page)
    assert violations(page) == []


def test_ones_account(people, voices):
    """Its owner's name is a payload too, and the newest fifty comments are."""
    page = people.citizen(CITIZEN)
    page.add_init_script(TRAP)
    open_all(page, ["/account/", "/account/name/", "/account/erase/", f"{ROUNDS[1]}comment/", "/en/account/"])
    assert page.get_by_role("main").get_by_text("doc hai").count() > 10


def test_moderation_and_answers_in_the_admin(people, voices):
    moderator = people.officer(MODERATOR)
    moderator.add_init_script(TRAP)
    queue = "/admin/consult/moderation/?status="
    open_all(moderator, [f"{queue}{status}&p={page}" for status in ("waiting", "rejected") for page in (1, 2, 3, 4)],
             strict=False)  # fmt: skip
    rows = voices.rows("SELECT id FROM consult_comment WHERE consultation_id > 3 AND status != 'published' ORDER BY id")
    open_all(moderator, [f"/admin/consult/moderation/{key}/" for (key,) in rows[::4]], strict=False)
    officer = people.officer(OFFICER)
    officer.add_init_script(TRAP)
    answers = [url.replace("/consultations/", "/admin/consult/answers/") for url in ROUNDS]
    open_all(officer, ["/admin/", "/admin/consult/answers/", *[f"{url}?answered=all" for url in answers]], strict=False)
    for url in answers:
        officer.goto(f"{url}?answered=all")
        officer.get_by_role("link", name="Thay bằng câu trả lời khác").first.click()
        nothing_ran(officer)
        officer.get_by_role("button", name="Xem trước").click()
        nothing_ran(officer)


def test_plans_and_rounds_in_the_admin(people, voices):
    page = people.officer(CONTROLLER)
    page.add_init_script(TRAP)
    plans = [key for (key,) in voices.rows("SELECT id FROM regulations_planversion WHERE plan_id > 6 ORDER BY id")]
    snippets = "/admin/snippets"
    addresses = [f"{snippets}/regulations/planversion/", f"{snippets}/consult/consultation/", "/admin/"]
    addresses += [
        f"{snippets}/regulations/planversion/{what}/{key}/" for key in plans for what in ("inspect", "history")
    ]
    addresses += [url.replace("/consultations/", f"{snippets}/consult/consultation/inspect/") for url in ROUNDS]
    addresses += [url.replace("/consultations/", f"{snippets}/consult/consultation/history/") for url in ROUNDS]
    open_all(page, addresses, strict=False)
    officer = people.officer(OFFICER)
    officer.add_init_script(TRAP)
    drafts = voices.rows("SELECT proposal.id FROM regulations_regulationversion proposal JOIN regulations_planitem item"
                         " ON item.id = proposal.proposed_in_id WHERE item.version_id > 7 ORDER BY 1")  # fmt: skip
    inspect = f"{snippets}/regulations/regulationversion/inspect"
    open_all(officer, [f"{inspect}/{key}/" for (key,) in drafts[::3]], strict=False)
    open_all(officer, [f"{snippets}/consult/consultation/add/"], strict=False)


def test_uploaded_files(people, voices):
    """In every cell, and as the name of the file."""
    page = people.officer(OFFICER)
    page.add_init_script(TRAP)
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name="Tải lên nhiều quy định").click()
    cells = [",".join(4 * [f'"{payload.replace(chr(34), 2 * chr(34))}"']) for payload in PAYLOADS]
    for name in ("<img src=x onerror=xss(61)>.csv", '"><script>xss(62)<script>.csv', "'-xss(63)-'.txt"):
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": "\n".join([HEADER, *cells]).encode()}
        )
        nothing_ran(page)
        page.get_by_role("button", name="Kiểm tra tệp").click()
        nothing_ran(page)
        expect(page.get_by_role("main")).to_contain_text(re.compile("Bị từ chối|tệp|Tệp"))
        if page.get_by_role("link", name="Tải tệp khác").count():
            assert page.get_by_role("row").count() > len(PAYLOADS) / 2
            page.get_by_role("link", name="Tải tệp khác").click()
