"""A guest comments on an item of a plan, a citizen with an account replies, the ministry answers, both read it.

The public's part on a desktop, on a phone, without JavaScript and with the keyboard alone; the ministry's in the admin.
"""

import re

import pytest
from playwright.sync_api import expect

from home.demo.accounts import PASSWORD
from tests.e2e import desk
from tests.e2e.audit import look_at
from tests.e2e.desk import CITIZEN, MODERATOR, OFFICER
from tests.e2e.hands import WAYS, hands_of
from tests.e2e.public_pages import CLOSED_ROUND, OPEN_ROUND, PLAN

ANSWER = "Bộ tiếp thu: cấp lại bản điện tử ngay trong ngày làm việc."
RECEIPT = re.compile(r"GY(-[0-9A-Z]{4}){3}")


@pytest.mark.parametrize("way", WAYS)
def test_comment_confirm_publish_reply_answer(people, way):
    words = f"Đề nghị cấp lại trong ngày, gửi bằng {way}."
    reply = f"Tôi đồng ý, và xin thêm bản điện tử ({way})."
    mail = f"khach.{way.replace(' ', '')}@vi-du.vn"
    guest = hands_of(people, way)
    receipt = comment_as_guest(guest, words, mail)
    confirm(guest, people.portal, mail)
    moderator = people.officer(MODERATOR)
    desk.publish_comment(moderator, words)

    citizen = hands_of(people, way)
    sign_in(citizen)
    reply_to(citizen, words, reply)
    desk.publish_comment(moderator, reply)
    desk.answer_comments(people.officer(OFFICER), OPEN_ROUND, [words, reply], ANSWER)

    read_the_answer_by_receipt(guest, receipt)
    read_the_answer_in_the_account(citizen, reply)
    assert any(ANSWER in one for one in people.portal.mails(mail))


def comment_as_guest(guest, words: str, mail: str) -> str:
    """From the item on the plan's page to the receipt, whose number it gives."""
    page = guest.page
    page.goto(PLAN)
    guest.follow(page.locator("#muc-2 .comment-beside").first.get_by_role("link", name="Góp ý"))
    expect(page).to_have_url(re.compile(re.escape(f"{OPEN_ROUND}comment/?part=muc-2")))
    expect(page.get_by_role("region", name="Bạn đang góp ý về")).to_contain_text("Cấp lại Giấy chứng nhận")
    look_at(page)
    # Forgotten is said at the field, and what was typed is still there.
    guest.fill(page.get_by_label("Ý kiến của bạn"), words)
    guest.follow(page.get_by_role("button", name="Gửi ý kiến"))
    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi tên của bạn")
    expect(page.get_by_label("Ý kiến của bạn")).to_have_value(words)
    look_at(page)
    guest.fill(page.get_by_label("Họ và tên"), "Lý Thu Hằng")
    guest.fill(page.get_by_label("Địa chỉ e-mail"), mail)
    guest.follow(page.get_by_role("button", name="Gửi ý kiến"))
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Đã nhận ý kiến của bạn")
    look_at(page)
    return RECEIPT.search(page.get_by_role("main").inner_text())[0]


def confirm(guest, portal, mail: str) -> None:
    """By the link of the mail; opening it alone confirms nothing."""
    page = guest.page
    letter = portal.mails(mail)[-1]
    page.goto(re.search(r"https?://\S+/consultations/confirm/\S+", letter)[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận địa chỉ e-mail")
    look_at(page)
    guest.follow(page.get_by_role("button", name="Xác nhận"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã xác nhận địa chỉ e-mail")
    look_at(page)


def sign_in(citizen) -> None:
    page = citizen.page
    page.goto("/account/sign-in/")
    look_at(page)
    citizen.fill(page.get_by_label("Địa chỉ e-mail"), CITIZEN)
    citizen.fill(page.get_by_label("Mật khẩu"), PASSWORD)
    citizen.follow(page.get_by_role("main").get_by_role("button", name="Đăng nhập"))
    expect(page.get_by_role("main")).to_contain_text(CITIZEN)
    look_at(page)


def reply_to(citizen, words: str, reply: str) -> None:
    page = citizen.page
    page.goto(f"{OPEN_ROUND}?part=muc-2")
    said = page.get_by_role("main").locator("article.comment").filter(has_text=words)
    expect(said).to_contain_text("Lý Thu Hằng")
    expect(said).not_to_contain_text("chưa xác thực liên hệ")
    look_at(page)
    citizen.follow(said.get_by_role("link", name="Trả lời Lý Thu Hằng"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Trả lời ý kiến")
    expect(page.locator("blockquote")).to_contain_text(words)
    expect(page.get_by_label("Địa chỉ e-mail")).to_have_count(0)
    look_at(page)
    citizen.fill(page.get_by_label("Ý kiến của bạn"), reply)
    citizen.follow(page.get_by_role("button", name="Gửi ý kiến"))
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Đã nhận ý kiến của bạn")


def read_the_answer_by_receipt(guest, receipt: str) -> None:
    page = guest.page
    page.goto("/consultations/receipts/")
    look_at(page)
    # As people copy it: small letters, blanks for hyphens.
    box = page.get_by_label("Mã biên nhận")
    guest.fill(box, receipt.lower().replace("-", " "))
    guest.send(box)
    expect(page.locator(".official-answer").first).to_contain_text(ANSWER)
    look_at(page)
    guest.follow(page.get_by_role("link", name="Xem ý kiến trên trang công khai"))
    expect(page).to_have_url(re.compile(r"/consultations/\d+/.*#y-kien-\d+$"))
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    look_at(page)


def read_the_answer_in_the_account(citizen, reply: str) -> None:
    page = citizen.page
    page.goto("/account/")
    mine = page.get_by_role("main").get_by_role("listitem").filter(has_text=reply)
    expect(mine.first).to_contain_text("Tiếp thu")
    look_at(page)
    citizen.follow(mine.get_by_role("link", name=reply))
    expect(page.locator(".official-answer").first).to_contain_text(ANSWER)
    look_at(page)


def test_sent_twice_is_received_once(people):
    page = people.window()
    page.goto(f"{OPEN_ROUND}comment/")
    page.get_by_label("Ý kiến của bạn").fill("Gửi hai lần thì chỉ được lưu một lần.")
    page.get_by_label("Họ và tên").fill("Người hay bấm lại")
    form = page.get_by_role("main").locator("form[method=post]")
    typed = form.evaluate("form => Object.fromEntries(new FormData(form))")
    referer = {"referer": page.url}
    first, second = [page.request.post(page.url, form=typed, headers=referer) for _time in range(2)]
    assert RECEIPT.search(first.text())[0] == RECEIPT.search(second.text())[0]
    assert "không bị lưu hai lần" in second.text()


def test_a_guest_takes_a_comment_back(people):
    page = people.window()
    page.goto(f"{OPEN_ROUND}comment/")
    page.get_by_label("Ý kiến của bạn").fill("Tôi sẽ rút ý kiến này ngay.")
    page.get_by_label("Họ và tên").fill("Người đổi ý")
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.get_by_role("link", name="Rút ý kiến này").click()
    look_at(page)
    page.get_by_role("button", name="Rút ý kiến").click()
    expect(page.get_by_text("Bạn đã rút ý kiến này")).to_be_visible()
    look_at(page)


@pytest.mark.parametrize("way", ["phone", "no script"])
def test_a_round_that_closed_while_one_wrote_hands_back_what_was_written(people, way):
    page = hands_of(people, way).page
    page.goto(f"{OPEN_ROUND}comment/")
    page.get_by_label("Ý kiến của bạn").fill("Viết xong thì đợt lấy ý kiến đã đóng.")
    page.get_by_label("Họ và tên").fill("Người đến muộn")
    # What the clock does to a page left open: the form is sent to a round that is over.
    page.locator("form[method=post]").evaluate(f"(form) => form.action = '{CLOSED_ROUND}comment/'")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đợt lấy ý kiến đã kết thúc")
    expect(page.get_by_role("main")).to_contain_text("Viết xong thì đợt lấy ý kiến đã đóng.")
    look_at(page)


def test_who_looks_up_too_many_receipts_waits(people):
    page = people.window()
    people.portal.forget_attempts()
    try:
        answers = [page.request.get("/consultations/receipts/GY-0000-0000-0000/").status for _look in range(61)]
        assert answers == 60 * [404] + [429]
        assert page.goto("/consultations/receipts/GY-0000-0000-0000/").status == 429
        look_at(page)
    finally:
        people.portal.forget_attempts()
