"""An officer changes a rule, legal control approves it, a business finds it: three people, three browsers."""

import re
import time

from playwright.sync_api import expect

from tests.e2e import desk
from tests.e2e.desk import CONTROLLER, OFFICER, OTHER_OFFICER
from tests.e2e.public_pages import TODAY

FOUND_WITHIN = 2.0
ADDED = "Cơ sở kê khai máy đo nồng độ bụi siêu mịn trước khi hoạt động."
TYPED = "may do nong do bui sieu min"
REMOVED_PAPER = "Phiếu an toàn hóa chất"


def test_officer_publishes_business_finds(people):
    officer = people.officer(OFFICER)
    draft = desk.new_version(officer, "1.900101")
    change_rule(officer)
    see_preview(officer)
    desk.submit(officer)
    expect(officer.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)

    stranger = people.officer(OTHER_OFFICER)
    for url in (draft.page_url, draft.edit_url):
        response = stranger.goto(url)
        assert response.status in (403, 404)
        assert ADDED not in stranger.content()
    business = people.window()
    business.goto(f"/search/?q={TYPED.replace(' ', '+')}")
    expect(business.get_by_text("máy đo nồng độ bụi")).to_have_count(0)

    controller = people.officer(CONTROLLER)
    controller.get_by_role("main").get_by_role("link", name=re.compile("1.900101")).first.click()
    expect(controller.locator("ins", has_text=ADDED)).to_be_visible()
    controller.get_by_role("button", name="Duyệt và công bố").click()
    expect(controller.get_by_text("Đã duyệt và công bố.")).to_be_visible()
    business_finds_and_compares(business)
    # What is public has no form any more.
    officer.goto(draft.edit_url)
    expect(officer.get_by_role("button", name=desk.SUBMIT)).to_have_count(0)


def change_rule(officer) -> None:
    desk.fill_day(officer, TODAY)
    officer.get_by_label("Lý do có phiên bản này").fill("Bỏ một giấy tờ và rút thời hạn còn 7 ngày làm việc.")
    part = officer.get_by_label("Trình tự thực hiện")
    part.fill(part.input_value() + "\n" + ADDED)
    officer.get_by_label("Mất bao lâu").fill("07 ngày làm việc kể từ ngày hồ sơ hợp lệ.")
    paper = officer.get_by_role("region", name="Giấy tờ 5")
    expect(paper.get_by_role("textbox").first).to_have_value(re.compile(REMOVED_PAPER))
    paper.get_by_role("button", name="Xoá").click()
    officer.get_by_role("region", name="Thời hạn 2").get_by_role("spinbutton").fill("7")


def see_preview(officer) -> None:
    """The panel beside the form shows the public page with what has just been typed."""
    officer.locator("[data-side-panel-toggle=preview]").first.click()
    shown = officer.frame_locator("[data-side-panel=preview] iframe").last
    expect(shown.get_by_text(ADDED)).to_be_attached()
    expect(shown.get_by_text("07 ngày làm việc kể từ ngày hồ sơ hợp lệ.")).to_be_attached()
    officer.locator("[data-side-panel-toggle=preview]").first.click()


def business_finds_and_compares(business) -> None:
    deadline = time.monotonic() + FOUND_WITHIN
    hit = (
        business.get_by_role("main").get_by_role("article").filter(has_text="1.900101").filter(has_text="bụi siêu mịn")
    )
    while not hit.count() and time.monotonic() < deadline:
        business.goto(f"/search/?q={TYPED.replace(' ', '+')}")
    hit.first.get_by_role("link").first.click()
    expect(business.get_by_text("07 ngày làm việc kể từ ngày hồ sơ hợp lệ.")).to_be_visible()
    business.get_by_role("link", name="So sánh từng phần").click()
    expect(business).to_have_url(re.compile("/regulations/1.900101/compare/4/5/"))
    row = business.get_by_role("row").filter(has_text=REMOVED_PAPER)
    expect(row.locator("del").first).to_be_visible()
    expect(business.locator("ins", has_text="bụi siêu mịn").first).to_be_visible()


def test_returned_with_remarks_then_approved(people):
    officer, controller = people.officer(OFFICER), people.officer(CONTROLLER)
    draft = desk.new_version(officer, "BCT-YCDK-101")
    desk.fill_day(officer, TODAY)
    desk.submit(officer)

    controller.goto(draft.page_url)
    controller.get_by_role("button", name="Trả lại kèm nhận xét").click()
    expect(controller.get_by_text("Hãy ghi nhận xét")).to_be_visible()
    controller.get_by_label("Nhận xét").fill("Nêu rõ căn cứ của điều kiện về kho.")
    controller.get_by_role("button", name="Trả lại kèm nhận xét").click()
    expect(controller.get_by_text("Đã trả lại kèm nhận xét.")).to_be_visible()

    officer.goto("/admin/")
    mine = officer.get_by_role("main").get_by_role("listitem").filter(has_text="BCT-YCDK-101")
    expect(mine.filter(has_text="Bị trả lại")).to_be_visible()
    mine.get_by_role("link").click()
    officer.get_by_role("link", name="Soạn tiếp").click()
    # In Wagtail's own side panel they stand too, as soon as its script has put them there.
    remarks = officer.locator(".help-block", has_text="Nêu rõ căn cứ của điều kiện về kho.")
    expect(remarks).to_be_visible()
    officer.get_by_label("Lý do có phiên bản này").fill("Đã nêu căn cứ theo yêu cầu.")
    desk.submit(officer)
    desk.approve(controller, draft)
    business = people.window()
    business.goto("/regulations/BCT-YCDK-101/")
    expect(business.get_by_text("Đã nêu căn cứ theo yêu cầu.").first).to_be_visible()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(people):
    officer = people.officer(OFFICER)
    desk.new_version(officer, "1.900201")
    officer.get_by_label("Lý do có phiên bản này").fill("Chưa nhập ngày.")
    officer.get_by_label("Cách thức thực hiện").fill("")
    officer.get_by_role("button", name=desk.SUBMIT).click()
    expect(
        officer.get_by_role("main").get_by_text(re.compile("bắt buộc|Còn thiếu", re.IGNORECASE)).first
    ).to_be_visible()
    expect(officer.get_by_label("Lý do có phiên bản này")).to_have_value("Chưa nhập ngày.")


def test_author_cannot_approve(people):
    """Not through a button, and not by sending what the button would send."""
    officer, controller = people.officer(OFFICER), people.officer(CONTROLLER)
    draft = desk.new_version(officer, "BCT-TCQC-101")
    desk.fill_day(officer, TODAY)
    desk.submit(officer)
    controller.goto(draft.page_url)
    form = controller.locator("form").filter(has=controller.get_by_role("button", name="Duyệt và công bố"))
    action = form.get_attribute("action")
    token = officer.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    officer.request.post(action, form={"csrfmiddlewaretoken": token}, headers={"Referer": draft.page_url})
    business = people.window()
    assert business.goto("/regulations/BCT-TCQC-101/versions/2/").status == 404
    controller.reload()
    expect(controller.get_by_role("button", name="Duyệt và công bố")).to_be_visible()


def test_two_officers_at_once(people):
    """The second one to save is told, and keeps what was typed."""
    first, second = people.officer(OFFICER), people.officer(OFFICER)
    draft = desk.new_version(first, "1.900202")
    second.goto(draft.edit_url)
    for page, words in ((first, "Người thứ nhất."), (second, "Người thứ hai.")):
        desk.fill_day(page, TODAY)
        page.get_by_label("Lý do có phiên bản này").fill(words)
    desk.save(first)
    expect(first.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    desk.save(second)
    expect(second.get_by_text("Người khác đã lưu bản thảo này").first).to_be_visible()
    expect(second.get_by_label("Lý do có phiên bản này")).to_have_value("Người thứ hai.")


def test_two_approvals_at_once(people):
    officer, one, other = people.officer(OFFICER), people.officer(CONTROLLER), people.officer(CONTROLLER)
    draft = desk.new_version(officer, "BCT-CDBC-001")
    desk.fill_day(officer, TODAY)
    desk.submit(officer)
    other.goto(draft.page_url)
    desk.approve(one, draft)
    other.get_by_role("button", name="Duyệt và công bố").click()
    expect(other.get_by_text("không còn chờ kiểm soát pháp chế")).to_be_visible()
    business = people.window()
    assert business.goto("/regulations/BCT-CDBC-001/versions/3/").status == 200
    assert business.goto("/regulations/BCT-CDBC-001/versions/4/").status == 404
