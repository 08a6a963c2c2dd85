"""A day of an officer: read the desk, mend a record, schedule it, see its changes, hand it over, hear back."""

import csv
import datetime
import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import desk
from tests.e2e.audit import OVERFLOWING, axe_violations, look_at
from tests.e2e.desk import CONTROLLER, OFFICER, OTHER_OFFICER
from tests.e2e.public_pages import TODAY
from tests.e2e.visitor import DESKTOP, PHONE

CODE, RETURNED = "TN-THIEU", "1.900201"
WAITING, SENT_BACK, COMING = "Chờ bạn kiểm soát", "Bị trả lại để sửa", "Sắp có hiệu lực"
INCOMPLETE, BASES = "Hồ sơ thiếu phần bắt buộc", "Căn cứ pháp lý đã thay đổi"
CHANNEL = "Nộp trực tuyến trên cổng dịch vụ công."
AUTHORITY, MENDED = "Sở Công Thương.", "Sở Công Thương nơi đặt trụ sở chính."
REMARK = "Nêu rõ sở của địa phương nào."
DAY = TODAY + datetime.timedelta(days=20)


@pytest.fixture(scope="module", autouse=True)
def _neglected_records(own_portal):
    own_portal.run("-m", "tests.e2e.planting", "neglected")


def desk_of(page: Page) -> Page:
    page.goto("/admin/")
    return page


def line(page: Page, heading: str, record: str) -> Locator:
    """A record under a heading of the desk."""
    return page.get_by_role("region", name=re.compile(f"^{heading}")).get_by_role("listitem").filter(has_text=record)


def ours_is_sound(page: Page) -> None:
    """Of the screens in Wagtail's frame what this portal puts there, and that a phone need not scroll sideways."""
    page.wait_for_load_state()
    assert axe_violations(page, within="main") == [], page.url
    assert page.evaluate(OVERFLOWING) == [], page.url


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_desk_shows_what_is_mine_to_do(people, size):
    officer = people.officer(OFFICER, size=size)
    ours_is_sound(officer)
    expect(line(officer, SENT_BACK, RETURNED)).to_contain_text("Đề nghị nêu rõ căn cứ")
    expect(line(officer, INCOMPLETE, CODE)).to_contain_text("thiếu: Cách thức thực hiện; Cơ quan giải quyết")
    expect(officer.get_by_role("region", name="Độ mới của hồ sơ")).to_contain_text("Bộ Công Thương")
    expect(line(officer, BASES, "TN-CANCU")).to_contain_text("sửa đổi, bổ sung bởi Nghị định 998/2025/NĐ-CP")
    officer.goto("/admin/desk/bases/?q=nghi+dinh+da+sua")
    expect(officer.get_by_text("1 hồ sơ", exact=True)).to_be_visible()
    ours_is_sound(officer)
    officer.get_by_label("Mã, số hoặc tên").fill("khong co")
    officer.get_by_role("button", name="Lọc").click()
    expect(officer.get_by_text("Không có hồ sơ nào khớp với bộ lọc.")).to_be_visible()

    desk_of(officer)
    line(officer, SENT_BACK, RETURNED).get_by_role("link").click()
    expect(officer.get_by_text("Đề nghị nêu rõ căn cứ").first).to_be_visible()
    expect(officer.get_by_role("heading", name=re.compile("^Thay đổi so với phiên bản 3"))).to_be_visible()
    ours_is_sound(officer)

    stranger = people.officer(OTHER_OFFICER, size=size)
    for record in (RETURNED, CODE):
        expect(stranger.get_by_text(record)).to_have_count(0)


def test_from_an_incomplete_record_to_a_version_of_a_day_to_come(people):
    officer, controller = people.officer(OFFICER), people.officer(CONTROLLER)
    draft = start_from_the_desk(officer)
    write_and_look_at_the_changes(officer, draft)
    officer.goto(draft.edit_url)
    desk.submit(officer)
    expect(officer.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)

    read_and_return(controller, draft)
    mend_and_submit_again(officer, draft)
    read_again_and_approve(controller, draft)

    expect(line(desk_of(officer), COMING, CODE)).to_contain_text(f"có hiệu lực từ {DAY:%d/%m/%Y}, còn 20 ngày")
    see_it_announced_and_on_its_day(people.window())
    see_who_did_what(officer)


def start_from_the_desk(officer) -> desk.Draft:
    line(desk_of(officer), INCOMPLETE, CODE).get_by_role("link").click()
    officer.get_by_role("button", name="Tạo phiên bản mới").click()
    expect(officer).to_have_url(re.compile(r"/regulationversion/edit/\d+/$"))
    return desk.Draft(officer.url.replace("/edit/", "/inspect/"), officer.url)


def write_and_look_at_the_changes(officer, draft) -> None:
    desk.fill_day(officer, DAY)
    officer.get_by_label("Lý do có phiên bản này").fill("Bổ sung cách nộp và cơ quan giải quyết.")
    officer.get_by_role("textbox", name="Cách thức thực hiện").fill(CHANNEL)
    officer.get_by_role("textbox", name="Cơ quan giải quyết").fill(AUTHORITY)
    desk.save(officer)
    expect(officer.get_by_text(f"Đã lưu bản nháp. Sẽ có hiệu lực từ {DAY:%d/%m/%Y} (còn 20 ngày)")).to_be_visible()
    officer.get_by_role("link", name="Xem thay đổi của bản đã lưu").click()
    expect(officer.get_by_role("heading", name=re.compile("^Thay đổi so với phiên bản 1"))).to_be_visible()
    expect(officer.get_by_text("Thêm 2 phần.")).to_be_visible()
    expect(officer.locator("ins", has_text=CHANNEL)).to_be_visible()
    ours_is_sound(officer)


def read_and_return(controller, draft) -> None:
    line(desk_of(controller), WAITING, CODE).get_by_role("link").click()
    expect(controller.locator("ins", has_text=AUTHORITY)).to_be_visible()
    expect(controller.get_by_text("Thêm 2 phần.")).to_be_visible()
    ours_is_sound(controller)
    controller.get_by_label("Nhận xét").fill(REMARK)
    controller.get_by_role("button", name="Trả lại kèm nhận xét").click()
    expect(controller.get_by_text("Đã trả lại kèm nhận xét.")).to_be_visible()
    expect(line(desk_of(controller), WAITING, CODE)).to_have_count(0)


def mend_and_submit_again(officer, draft) -> None:
    mine = line(desk_of(officer), SENT_BACK, CODE)
    expect(mine).to_contain_text(REMARK)
    mine.get_by_role("link").click()
    officer.get_by_role("link", name="Soạn tiếp").click()
    expect(officer.locator(".help-block", has_text=REMARK)).to_be_visible()
    officer.get_by_role("textbox", name="Cơ quan giải quyết").fill(MENDED)
    desk.submit(officer)


def read_again_and_approve(controller, draft) -> None:
    line(desk_of(controller), WAITING, CODE).get_by_role("link").click()
    # What is read is what was saved last.
    expect(controller.locator("ins", has_text=MENDED)).to_be_visible()
    controller.get_by_role("button", name="Duyệt và công bố").click()
    expect(controller.get_by_text("Đã duyệt và công bố.")).to_be_visible()
    expect(controller.get_by_text(f"Sẽ có hiệu lực từ {DAY:%d/%m/%Y}")).to_be_visible()


def see_it_announced_and_on_its_day(public) -> None:
    public.goto(f"/regulations/{CODE}/")
    expect(public.get_by_text(f"Từ {DAY:%d/%m/%Y} áp dụng phiên bản mới.")).to_be_visible()
    expect(public.get_by_text(CHANNEL)).to_have_count(0)
    look_at(public)
    public.goto(f"/regulations/{CODE}/?on={DAY.isoformat()}")
    expect(public.get_by_text(CHANNEL)).to_be_visible()
    expect(public.get_by_text(MENDED)).to_be_visible()
    public.goto(f"/regulations/{CODE}/?on={(DAY - datetime.timedelta(days=1)).isoformat()}")
    expect(public.get_by_text(CHANNEL)).to_have_count(0)


def see_who_did_what(officer) -> None:
    officer.get_by_role("link", name="Nhật ký").click()
    entries = officer.get_by_role("row").filter(has_text=CODE)
    expect(entries.filter(has_text=REMARK).first).to_contain_text("Lê Hoài Nam")
    expect(entries.filter(has_text="Nguyễn Minh Anh").first).to_be_visible()
    expect(entries.filter(has_text=f"{TODAY:%d/%m/%Y}").first).to_be_visible()


@pytest.mark.parametrize(
    ("size", "code", "known"),
    [(DESKTOP, "TN-TEP-1", "BCT-YCDK-101"), (PHONE, "TN-TEP-2", "BCT-YCDK-001")],
    ids=["desktop", "phone"],
)
def test_many_regulations_are_looked_at_row_by_row_before_they_become_drafts(people, size, code, known):
    officer = people.officer(OFFICER, size=size)
    officer.get_by_role("main").get_by_role("link", name="Tải lên nhiều quy định").click()
    rows = [
        {"code": code, "kind": "condition", "title": "Điều kiện nhập từ tệp", "agency": "BCT",
         "effective_from": f"{DAY:%d/%m/%Y}", "condition": "Có kho riêng."},
        {"code": known, "kind": "condition", "title": "Điều kiện nhập từ tệp", "agency": "BCT",
         "effective_from": f"{DAY:%d/%m/%Y}", "condition": "Có kho riêng, cách xa khu dân cư."},
    ]  # fmt: skip
    officer.get_by_label("Tệp").set_input_files(
        {"name": "quy-dinh.csv", "mimeType": "text/csv", "buffer": as_csv(rows)}
    )
    officer.get_by_role("button", name="Kiểm tra tệp").click()
    changed = officer.get_by_role("article").filter(has_text=known)
    expect(changed.locator("ins", has_text="cách xa khu dân cư").first).to_be_visible()
    expect(changed.locator("del").first).to_be_visible()
    expect(officer.get_by_role("article").filter(has_text=code)).to_contain_text("Quy định mới")
    ours_is_sound(officer)
    officer.get_by_role("button", name="Xác nhận: tạo 2 bản nháp").click()
    expect(officer.get_by_text("Đã tạo 2 bản nháp, 1 quy định mới.")).to_be_visible()
    expect(line(desk_of(officer), "Bản nháp của bạn", code)).to_be_visible()


def as_csv(rows: list[dict[str, str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")
