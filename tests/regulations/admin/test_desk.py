"""The desk: what waits for whom, computed from the register, and never another agency's."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regulations.admin.duties import DUTIES
from regulations.control import approve, send_back, submit
from regulations.drafting import draft_from, start_draft
from regulations.models import (
    DocumentRelation,
    OriginalComparison,
    PartDefinition,
    RegulationVersion,
    RelationType,
    Role,
    State,
)
from regulations.officers import appoint
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def page(signed_in):
    """The text of a list's own page, as this person sees it."""

    def read(user, duty: str, **query) -> str:
        return signed_in(user).get(reverse("desk_list", args=[duty]), query).content.decode()

    return read


@pytest.fixture
def desk(signed_in):
    def read(user) -> str:
        return signed_in(user).get("/admin/").content.decode()

    return read


def submitted(regulation, officer, **fields) -> RegulationVersion:
    """A draft that was handed to legal control."""
    draft = draft_from(version=make_version(regulation, **fields), by=officer)
    draft.effective_from = timezone.localdate() + 40 * DAY
    draft.save()
    draft.save_revision(user=officer)
    submit(version=draft, by=officer)
    return RegulationVersion.objects.get(pk=draft.pk)


def test_each_finds_on_the_desk_what_is_theirs_to_do(ministry, officer, controller, desk):
    draft = submitted(make_regulation(ministry), officer, title="Cấp phép rượu")
    assert "Cấp phép rượu" in desk(controller)
    assert "Chờ pháp chế" in desk(officer)
    send_back(version=draft, by=controller, remarks="Nêu rõ căn cứ.")
    assert "Cấp phép rượu" not in desk(controller)
    mine = desk(officer)
    assert "Bị trả lại để sửa" in mine
    assert "Nêu rõ căn cứ." in mine
    submit(version=draft, by=officer)
    assert "Nêu rõ căn cứ." not in desk(officer)
    approve(version=draft, by=controller)
    assert "Không có việc nào đang chờ bạn." in desk(make_portal_person(Role.EXAMINER))


def test_the_last_remark_is_the_one_that_counts(ministry, officer, controller, desk):
    draft = submitted(make_regulation(ministry), officer)
    send_back(version=draft, by=controller, remarks="Nhận xét thứ nhất.")
    submit(version=draft, by=officer)
    send_back(version=draft, by=controller, remarks="Nhận xét thứ hai.")
    mine = desk(officer)
    assert "Nhận xét thứ hai." in mine
    assert "Nhận xét thứ nhất." not in mine


def test_what_one_wrote_oneself_is_not_offered_for_control(ministry, officer, page):
    for user in (officer, both := make_officer(ministry)):
        appoint(user=user, role=Role.LEGAL_CONTROLLER, agency=ministry)
    draft = submitted(make_regulation(ministry), officer, title="Cấp phép rượu")
    assert "Cấp phép rượu" not in page(officer, "waiting")
    assert "Cấp phép rượu" in page(both, "waiting")
    draft.save_revision(user=both)  # whoever wrote one revision is an author too
    assert "Cấp phép rượu" not in page(both, "waiting")


def test_what_takes_effect_soon(ministry, officer, page, today):
    for days, title in ((0, "Từ hôm nay"), (1, "Từ mai"), (30, "Từ ba mươi ngày"), (31, "Từ ba mươi mốt ngày")):
        make_version(make_regulation(ministry), title=title, effective_from=today + days * DAY)
    make_document_version(make_document("7/2026/TT-BCT", maintained_by=ministry), effective_from=today + 2 * DAY)
    shown = page(officer, "coming")
    assert "Từ mai" in shown
    assert "còn 1 ngày" in shown
    assert "Từ ba mươi ngày" in shown
    assert "7/2026/TT-BCT" in shown
    assert "Từ hôm nay" not in shown
    assert "Từ ba mươi mốt ngày" not in shown
    assert shown.index("Từ mai") < shown.index("7/2026/TT-BCT") < shown.index("Từ ba mươi ngày")


def test_a_record_without_a_required_part_is_incomplete_and_says_which(ministry, officer, page, today):
    parts = required_parts("procedure")
    whole = make_version(make_regulation(ministry), title="Đủ phần")
    del parts["steps"]
    parts["channels"] = ""
    make_version(make_regulation(ministry), title="Thiếu phần", parts=parts)
    make_version(make_regulation(ministry), title="Đã bãi bỏ", parts={}, state=State.ABOLISHED)
    replaced = make_version(make_regulation(ministry), title="Bản cũ", parts={})
    make_version(replaced.regulation, title="Bản sau", effective_from=today)
    shown = page(officer, "incomplete")
    assert "Thiếu phần" in shown
    assert "thiếu: Trình tự thực hiện; Cách thức thực hiện" in shown
    for title in (whole.title, "Đã bãi bỏ", "Bản cũ", "Bản sau"):
        assert title not in shown


def test_a_part_is_required_from_the_day_of_its_definition(ministry, officer, page, today):
    make_version(make_regulation(ministry), title="Trước ngày đó", effective_from=today - 10 * DAY)
    make_version(make_regulation(ministry), title="Sau ngày đó", effective_from=today - 2 * DAY)
    PartDefinition.objects.create(
        kind="procedure", key="moi", label_vi="Phần mới", label_en="New", required=True, position=99,
        valid_from=today - 5 * DAY,
    )  # fmt: skip
    shown = page(officer, "incomplete")
    assert "Sau ngày đó" in shown
    assert "thiếu: Phần mới" in shown
    assert "Trước ngày đó" not in shown


@pytest.fixture
def decree(today):
    """A decree that another one amends since five days ago."""
    decree = make_document("1/2020/NĐ-CP")
    make_document_version(decree, effective_from=today - 900 * DAY)
    return decree


def change(decree, day, number="2/2026/NĐ-CP"):
    by = make_document(number)
    make_document_version(by, effective_from=day)
    return DocumentRelation.objects.create(document=by, target=decree, type=RelationType.AMENDS)


def test_a_record_is_to_be_looked_at_when_its_basis_changed_after_its_day(ministry, officer, page, decree, today):
    basis = [{"document": decree, "label": "dieu-1"}]
    make_version(make_regulation(ministry), title="Viết trước", bases=basis, effective_from=today - 100 * DAY)
    make_version(make_regulation(ministry), title="Viết sau", bases=basis, effective_from=today - 2 * DAY)
    make_version(make_regulation(ministry), title="Căn cứ khác", effective_from=today - 100 * DAY)
    assert "Viết trước" not in page(officer, "bases")
    change(decree, today - 5 * DAY)
    shown = page(officer, "bases")
    assert "Viết trước" in shown
    assert "2/2026/NĐ-CP" in shown
    assert "Viết sau" not in shown
    assert "Căn cứ khác" not in shown


def test_a_record_is_to_be_looked_at_when_its_basis_lost_force(ministry, officer, page, decree, today):
    basis = [{"document": decree, "label": ""}]
    make_version(make_regulation(ministry), title="Còn dựa vào", bases=basis, effective_from=today - 100 * DAY)
    make_document_version(decree, effective_from=today - DAY, state=State.ABOLISHED)
    assert "Còn dựa vào" in page(officer, "bases")


def test_a_document_with_a_change_not_entered(ministry, officer, page, today):
    own = make_document("3/2021/TT-BCT", maintained_by=ministry)
    make_document_version(own, effective_from=today - 900 * DAY)
    assert "3/2021/TT-BCT" not in page(officer, "changes")
    relation = change(own, today - 5 * DAY, number="4/2026/TT-BCT")
    shown = page(officer, "changes")
    assert "3/2021/TT-BCT" in shown
    assert "4/2026/TT-BCT" in shown
    version = start_draft(identity=own, by=officer)
    version.effective_from = today - 5 * DAY
    version.entered.create(relation=relation)
    version.save()
    version.save_revision(user=officer)
    submit(version=version, by=officer)
    approve(version=version, by=make_controller(ministry))
    assert "3/2021/TT-BCT" not in page(officer, "changes")


def test_freshness_of_each_agency(ministry, other_ministry, officer, signed_in, today):
    first, _second = (make_version(make_regulation(ministry)) for _n in range(2))
    make_version(make_regulation(other_ministry))
    OriginalComparison.objects.create(regulation_version=first, compared_on=today - 3 * DAY, agency=ministry)
    for url in ("/admin/", reverse("desk_freshness")):
        shown = signed_in(officer).get(url).content.decode()
        assert "2 quy định" in shown
        assert "1/2 (50%)" in shown
        assert ministry.name_vi in shown
        assert other_ministry.name_vi not in shown


def test_another_agencys_records_are_on_nobodys_desk(ministry, other_ministry, officer, controller, page, desk, today):
    stranger = make_officer(other_ministry)
    regulation = make_regulation(other_ministry)
    submitted(regulation, stranger, title="Của bộ khác", parts={**required_parts("procedure"), "forms": "x"})
    make_version(make_regulation(other_ministry), title="Của bộ khác", effective_from=today + 3 * DAY)
    make_version(make_regulation(other_ministry), title="Của bộ khác", parts={})
    appoint(user=officer, role=Role.LEGAL_CONTROLLER, agency=ministry)
    for duty in DUTIES:
        assert "Của bộ khác" not in page(officer, duty.key)
        assert "Của bộ khác" not in page(officer, duty.key, agency=other_ministry.pk)
    assert "Của bộ khác" not in desk(officer)
    for duty in ("coming", "incomplete", "drafts"):
        assert "Của bộ khác" in page(stranger, duty)


def test_drafts_go_off_the_desk_with_the_appointment(ministry, other_ministry, officer, page):
    start_draft(identity=make_regulation(ministry, code="BCT.1"), by=officer)
    assert "BCT.1" in page(officer, "drafts")
    officer.appointments.all().delete()
    appoint(user=officer, role=Role.OFFICER, agency=other_ministry)
    assert "BCT.1" not in page(officer, "drafts")


def test_a_list_is_filtered_by_agency_and_by_words_without_accents(ministry, officer, page):
    unit = make_agency("CHC", parent=ministry)
    make_version(make_regulation(ministry), title="Kinh doanh rượu", parts={})
    make_version(make_regulation(unit), title="Kinh doanh hóa chất", parts={})
    assert "rượu" in page(officer, "incomplete", q="RUOU")
    assert "hóa chất" not in page(officer, "incomplete", q="RUOU")
    of_unit = page(officer, "incomplete", agency=unit.pk)
    assert "hóa chất" in of_unit
    assert "rượu" not in of_unit
    assert "Không có hồ sơ nào khớp với bộ lọc." in page(officer, "incomplete", q="xăng dầu")
    assert "rượu" in page(officer, "incomplete", agency="abc")


@pytest.mark.parametrize("duty", ["drafts", "waiting"])
def test_lists_of_drafts_are_filtered_too(ministry, officer, controller, page, duty):
    for title in ("Kinh doanh rượu", "Kinh doanh hóa chất"):
        submitted(make_regulation(ministry), officer, title=title)
    shown = page(controller if duty == "waiting" else officer, duty, q="hoa chat")
    assert "hóa chất" in shown
    assert "rượu" not in shown


def test_a_long_list_has_its_first_lines_on_the_desk_and_pages_of_its_own(ministry, officer, page, desk):
    for number in range(53):
        make_version(make_regulation(ministry, code=f"L.{number:02d}"), parts={})
    shown = desk(officer)
    assert "L.04" in shown
    assert "L.05" not in shown
    assert "Xem tất cả 53" in shown
    assert "L.49" in page(officer, "incomplete")
    assert "L.52" not in page(officer, "incomplete")
    assert "L.52" in page(officer, "incomplete", p=2)
    assert "L.52" in page(officer, "incomplete", p="99")


def test_lists_are_for_those_whose_role_has_them(officer, controller, administrator, signed_in):
    for user, allowed in ((officer, {"drafts", "bases"}), (controller, {"waiting"}), (administrator, set())):
        for duty in ("waiting", "drafts", "bases"):
            response = signed_in(user).get(reverse("desk_list", args=[duty]))
            assert (response.status_code == 200) == (duty in allowed)
    assert signed_in(officer).get(reverse("desk_list", args=["la-gi"])).status_code == 404
    assert signed_in(controller).get(reverse("desk_freshness")).status_code != 200


def test_a_desk_takes_no_more_queries_for_more_records(ministry, officer, signed_in, decree, today):
    change(decree, today - 5 * DAY)
    client = signed_in(officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/")
        return len(asked)

    def fill():
        for title in ("Một", "Hai"):
            basis = [{"document": decree, "label": ""}]
            make_version(make_regulation(ministry), title=title, bases=basis, parts={}, effective_from=today - 90 * DAY)
            make_version(make_regulation(ministry), effective_from=today + 9 * DAY)
            start_draft(identity=make_regulation(ministry), by=officer)

    fill()
    queries()
    before = queries()
    for _again in range(3):
        fill()
    assert queries() == before
