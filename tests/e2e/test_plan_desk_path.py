"""A ministry cuts a rule: the plan, the round, the decision, the new version, each by those who may."""

import datetime
import re

from playwright.sync_api import expect

from tests.e2e import desk
from tests.e2e.audit import look_at
from tests.e2e.desk import CONTROLLER, MODERATOR, OFFICER
from tests.e2e.public_pages import TODAY

NEXT_PLAN = "/plans/7/"  # the demo has six
TITLE = "Phương án cắt giảm thủ tục bán lẻ xăng dầu"
CUT, ABOLISHED = "1.900201", "BCT-KTCN-001"
PROPOSED = "05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, tính cả ngày nộp."
COMMENT = "Năm ngày là đủ, đề nghị làm sớm."
ANSWER = "Bộ tiếp thu và sẽ thực hiện trong năm nay."
DECISION = "2468/QĐ-BCT"


def test_from_a_draft_of_a_plan_to_the_new_version_of_the_rule(people):
    officer, controller = people.officer(OFFICER), people.officer(CONTROLLER)
    plan = draft_plan(officer)
    propose(officer, CUT, "Rút ngắn thời hạn", "Hồ sơ đơn giản, giải quyết xong trong năm ngày.")
    write_proposed_text(officer)
    propose(officer, ABOLISHED, "Bãi bỏ", "Không còn cơ sở nào phải kiểm tra.")
    date_and_submit(officer, plan)
    assert people.window().goto(NEXT_PLAN).status == 404

    expect(controller.get_by_role("main").get_by_role("link", name=re.compile(TITLE))).to_have_count(0)
    controller.goto("/admin/")
    controller.get_by_role("main").get_by_role("link", name=re.compile(TITLE)).first.click()
    controller.get_by_role("button", name="Duyệt và công bố").click()
    expect(controller.get_by_text("Đã duyệt và công bố.")).to_be_visible()
    round_address = hold_a_round(officer, controller)

    public = people.window()
    comment(public, round_address)
    desk.publish_comment(people.officer(MODERATOR), COMMENT)
    desk.answer_comments(officer, round_address, [COMMENT], ANSWER)
    public.goto(round_address)
    expect(public.locator(".official-answer").first).to_contain_text(ANSWER)

    record_decision(controller, plan)
    implement(officer, controller, plan)
    see_it_done(public, plan)


def draft_plan(officer) -> str:
    """From the desk to a draft without items; gives the address of its page in the admin."""
    officer.goto("/admin/")
    officer.get_by_role("main").get_by_role("link", name="Lập phương án cắt giảm").click()
    officer.get_by_label("Chương trình cắt giảm").select_option(index=1)
    officer.get_by_label("Cơ quan lập phương án").select_option(label="Bộ Công Thương")
    officer.get_by_label("Cấp phê duyệt").select_option(label="Bộ trưởng, Thủ trưởng cơ quan ngang bộ")
    officer.get_by_label("Tên phương án").fill(TITLE)
    officer.get_by_role("button", name="Tạo bản nháp").click()
    expect(officer).to_have_url(re.compile(r"/planversion/inspect/\d+/$"))
    return officer.url


def propose(officer, code: str, action: str, why: str) -> None:
    """Add an item; ends on the form of its proposed text, or on the plan's page where there is none."""
    officer.get_by_role("main").get_by_role("link", name="Thêm mục").click()
    choose(officer, "Quy định", code)
    officer.get_by_role("main").get_by_role("combobox", name=re.compile("^Phương án")).select_option(label=action)
    officer.get_by_label("Lý do").fill(why)
    officer.get_by_role("button", name="Lưu mục").click()


def choose(page, label: str, wanted: str) -> None:
    """Pick a record in the window that the field opens."""
    field = page.locator("[data-chooser], .chooser").filter(has=page.get_by_role("button", name=re.compile("Chọn")))
    field.first.get_by_role("button", name=re.compile("Chọn")).click()
    window = page.get_by_role("dialog")
    window.get_by_role("textbox").first.fill(wanted)
    window.get_by_role("link", name=re.compile(re.escape(wanted))).first.click()
    expect(window).to_have_count(0)


def write_proposed_text(officer) -> None:
    expect(officer).to_have_url(re.compile(r"/regulationversion/edit/\d+/$"))
    officer.get_by_role("textbox", name="Thời hạn giải quyết").fill(PROPOSED)
    # Nothing but saving: a proposed text goes to legal control with its plan.
    expect(officer.get_by_role("button", name=desk.SUBMIT)).to_have_count(0)
    officer.get_by_role("button", name="Lưu nháp").click()
    expect(officer.get_by_text("Đã lưu").first).to_be_visible()
    officer.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(officer.get_by_role("region", name="Mục 1. Rút ngắn thời hạn")).to_contain_text("Thời hạn giải quyết")


def date_and_submit(officer, plan: str) -> None:
    officer.goto(plan)
    expect(officer.get_by_role("region", name="Mục 2. Bãi bỏ")).to_be_visible()
    officer.get_by_role("link", name="Sửa tên, ngày, tóm tắt").click()
    day = officer.get_by_label("Ngày của phương án")
    day.fill(f"{TODAY:%d/%m/%Y}")
    day.press("Tab")
    desk.submit(officer)


def hold_a_round(officer, controller) -> str:
    """An officer drafts it, legal control publishes it; gives its public address."""
    officer.goto("/admin/snippets/consult/consultation/add/")
    plans = officer.get_by_label("Phiên bản phương án")
    plans.select_option(label=f"BCT: {TITLE} (phiên bản 1)")
    officer.get_by_label("Tên đợt lấy ý kiến").fill(f"Lấy ý kiến: {TITLE}")
    officer.get_by_label("Giới thiệu").fill("Năm ngày có đủ không?")
    for label, days in (("Bắt đầu lúc", 0), ("Kết thúc lúc", 45)):
        moment = officer.get_by_role("textbox", name=label)
        moment.fill(f"{TODAY + datetime.timedelta(days=days):%d/%m/%Y} 00:00")
        moment.press("Tab")
    officer.get_by_role("button", name=re.compile("^(Lưu|Tạo)")).first.click()
    expect(officer.get_by_text("Đã lưu bản nháp.")).to_be_visible()
    expect(officer.get_by_role("button", name="Công bố đợt lấy ý kiến")).to_have_count(0)
    controller.goto(officer.url)
    controller.get_by_role("button", name="Công bố đợt lấy ý kiến").click()
    expect(controller.get_by_text("Đã công bố đợt lấy ý kiến.")).to_be_visible()
    link = controller.get_by_role("main").get_by_role("link", name="Xem trang công khai")
    return re.search(r"/consultations/\d+/", link.get_attribute("href"))[0]


def comment(public, round_address: str) -> None:
    public.goto(round_address)
    public.get_by_role("link", name="Góp ý về cả phương án").click()
    public.get_by_label("Ý kiến của bạn").fill(COMMENT)
    public.get_by_label("Họ và tên").fill("Cửa hàng xăng dầu số 7")
    public.get_by_role("button", name="Gửi ý kiến").click()
    expect(public.get_by_role("main").get_by_role("status")).to_contain_text("Đã nhận ý kiến của bạn")


def record_decision(controller, plan: str) -> None:
    controller.goto(plan)
    controller.get_by_role("link", name="Ghi quyết định phê duyệt").click()
    controller.get_by_label("Số quyết định").fill(DECISION)
    day = controller.get_by_label("Ngày quyết định")
    day.fill(f"{TODAY:%d/%m/%Y}")
    day.press("Tab")
    controller.get_by_role("button", name="Ghi quyết định").click()
    expect(controller.get_by_text(f"Đã ghi quyết định {DECISION}.")).to_be_visible()


def implement(officer, controller, plan: str) -> None:
    """The approved item becomes a draft of the rule's next version, which goes the way of all drafts."""
    officer.goto(plan)
    officer.get_by_role("region", name="Mục 1. Rút ngắn thời hạn").get_by_role("link", name="Thực thi mục này").click()
    desk.fill_day(officer, TODAY)
    choose(officer, "Văn bản", "902")
    officer.get_by_role("button", name="Lập bản thảo phiên bản mới").click()
    expect(officer.get_by_text("Đã lập bản thảo phiên bản mới của quy định")).to_be_visible()
    draft = desk.Draft(officer.url, officer.url.replace("/inspect/", "/edit/"))
    expect(officer.get_by_text(PROPOSED).first).to_be_visible()
    officer.goto(draft.edit_url)
    desk.submit(officer)
    desk.approve(controller, draft)


def see_it_done(public, plan: str) -> None:
    public.goto(f"/regulations/{CUT}/")
    expect(public.get_by_text(PROPOSED)).to_be_visible()
    done = public.get_by_role("region", name="Phương án cắt giảm").get_by_role("listitem").filter(has_text=TITLE)
    expect(done).to_contain_text("Đã thực thi")
    look_at(public)
    done.get_by_role("link", name=TITLE).click()
    item = public.locator("#muc-1")
    expect(item).to_contain_text(DECISION)
    expect(item.get_by_role("link", name=re.compile("Xem phiên bản"))).to_be_visible()
    expect(public.locator("#muc-2")).to_contain_text("Đã phê duyệt")
    look_at(public)
