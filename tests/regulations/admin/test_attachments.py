"""Originals, forms and error reports at the desk: what an officer sees and does, and what nobody else does."""

import datetime
import uuid

import pytest
from django.urls import reverse

from regulations.attaching import withdraw_attachment
from regulations.error_reports import handle_report, submit_report
from regulations.models import Attachment, ErrorReport, Role
from regulations.version_places import place_in
from tests.factories.originals import make_attachment, pdf, upload
from tests.factories.regulations import (
    make_document,
    make_document_version,
    make_draft,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)

VERSIONS = "wagtailsnippets_regulations_regulationversion"
REPORTS = "wagtailsnippets_regulations_errorreport"


def url(name, *args, namespace=VERSIONS):
    return reverse(f"{namespace}:{name}", args=args)


@pytest.fixture
def version(ministry):
    return make_version(make_regulation(ministry, code="1.000010"))


@pytest.fixture
def stranger(other_ministry):
    return make_officer(other_ministry)


@pytest.fixture
def report(version):
    text = "Thời hạn sai <script>alert(1)</script>"
    return submit_report(place=place_in(version, "steps"), text=text, email="doc@vi-du.vn", submission_key=uuid.uuid4())


def test_an_officer_adds_a_file_and_a_link_and_withdraws_one(version, officer, signed_in):
    client = signed_in(officer)
    page = client.get(url("inspect", version.pk)).content.decode()
    assert "Chưa có bản gốc, biểu mẫu kèm theo." in page and url("add_attachment", version.pk) in page
    form = client.get(url("add_attachment", version.pk)).content.decode()
    assert "tệp hiện công khai ngay" in form and "DOCX (" in form
    sent = client.post(url("add_attachment", version.pk), {"kind": "signed_file", "title": "Bản ký", "file": upload()})
    assert sent.headers["Location"] == url("inspect", version.pk) + "#originals"
    link = {"kind": "gazette_link", "title": "Công báo", "link": "https://vi-du.vn/1"}
    assert client.post(url("add_attachment", version.pk), link).status_code == 302
    signed, gazette = Attachment.objects.order_by("pk")
    page = client.get(url("inspect", version.pk)).content.decode()
    assert signed.sha256 in page and "https://vi-du.vn/1" in page
    response = client.get(url("attachment_file", version.pk, signed.pk))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "no-store" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert client.get(url("attachment_file", version.pk, gazette.pk)).status_code == 404

    refused = client.post(url("withdraw_attachment", version.pk, signed.pk), {"reason": " "}, follow=True)
    assert "Hãy ghi lý do rút" in refused.content.decode()
    done = client.post(url("withdraw_attachment", version.pk, signed.pk), {"reason": "Nhầm bản"}, follow=True)
    assert "Đã rút “Bản ký”." in done.content.decode() and "Nhầm bản" in done.content.decode()
    again = client.post(url("withdraw_attachment", version.pk, signed.pk), {"reason": "Lần nữa"}, follow=True)
    assert "đã được rút trước đó" in again.content.decode()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Hãy chọn loại."),
        ({"kind": "signed_file"}, "Hãy chọn tệp."),
        ({"kind": "khac"}, "khac"),
        ({"kind": "signed_file", "file": ("a.exe", b"MZ")}, "chỉ nhận tệp PDF"),
        ({"kind": "signed_file", "file": ("a.pdf", b"")}, "không có nội dung"),
        ({"kind": "gazette_link", "title": "Công báo", "link": "http://vi-du.vn"}, "bắt đầu bằng https://"),
        ({"kind": "gazette_link", "link": "https://vi-du.vn"}, "Tên"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(version, officer, signed_in, posted, said):
    body = {"title": "Tên đã gõ"} | posted
    if posted.get("kind") == "gazette_link" and "title" not in posted:
        body["title"] = ""
    if "file" in posted:
        body["file"] = upload(*posted["file"])
    page = signed_in(officer).post(url("add_attachment", version.pk), body)
    assert page.status_code == 422
    assert said in page.content.decode() and body["title"] in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_draft_takes_over_what_stands_beside_the_version_before(version, officer, signed_in):
    form = make_attachment(version, kind="form", by=officer, title="Mẫu 01")
    draft = make_draft(version.regulation, effective_from=datetime.date(2026, 5, 1), drafted_by=officer)
    draft.save_revision(user=officer)
    client = signed_in(officer)
    page = client.get(url("inspect", draft.pk)).content.decode()
    assert url("reuse_attachment", draft.pk, form.pk) in page
    done = client.post(url("reuse_attachment", draft.pk, form.pk), follow=True).content.decode()
    assert "Đã thêm “Mẫu 01”." in done and url("reuse_attachment", draft.pk, form.pk) not in done
    assert "đã có đúng tệp" in client.post(url("reuse_attachment", draft.pk, form.pk), follow=True).content.decode()
    other = make_version(make_regulation(version.maintaining_agency))
    elsewhere = make_attachment(other, by=officer)
    for method, path in (
        ("post", url("reuse_attachment", draft.pk, elsewhere.pk)),
        ("post", url("withdraw_attachment", draft.pk, elsewhere.pk)),
        ("get", url("attachment_file", draft.pk, elsewhere.pk)),
    ):
        assert getattr(client, method)(path, {"reason": "x"}).status_code in (302, 404)
    assert Attachment.objects.filter(regulation_version=draft).count() == 1
    assert Attachment.objects.get(pk=elsewhere.pk).withdrawn_at is None


def test_another_ministrys_version_is_not_there(version, officer, stranger, signed_in):
    added = make_attachment(version, by=officer)
    client = signed_in(stranger)
    assert client.get(url("attachment_file", version.pk, added.pk)).status_code == 404
    assert client.get(url("add_attachment", version.pk)).status_code == 404
    assert client.post(url("add_attachment", version.pk)).status_code == 404
    for name in ("withdraw_attachment", "reuse_attachment"):
        assert client.post(url(name, version.pk, added.pk), {"reason": "Lén"}).status_code == 404
    assert Attachment.objects.get().withdrawn_at is None


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.ADMINISTRATOR])
def test_those_who_see_all_see_it_and_change_nothing(version, officer, signed_in, role):
    added = make_attachment(version, by=officer)
    client = signed_in(make_portal_person(role))
    page = client.get(url("inspect", version.pk)).content.decode()
    assert added.sha256 in page and url("add_attachment", version.pk) not in page
    assert "Bạn không thêm được" in client.get(url("add_attachment", version.pk), follow=True).content.decode()
    body = {"kind": "signed_file", "file": upload("b.pdf", pdf())}
    client.post(url("add_attachment", version.pk), body)
    client.post(url("withdraw_attachment", version.pk, added.pk), {"reason": "Lén"})
    assert Attachment.objects.get().withdrawn_at is None


def test_documents_have_the_same_screens(ministry, officer, signed_in):
    text = make_document_version(make_document("1/2026/TT-BCT", maintained_by=ministry))
    added = make_attachment(text, by=officer)
    withdraw_attachment(attachment=added, by=officer, reason="Nhầm")
    page = signed_in(officer).get(url("inspect", text.pk, namespace="wagtailsnippets_regulations_documentversion"))
    assert added.sha256 in page.content.decode() and "Đã rút" in page.content.decode()


def test_the_desk_leads_to_open_reports_of_ones_own_agencies(report, officer, stranger, signed_in):
    desk = signed_in(officer).get("/admin/").content.decode()
    assert "Báo lỗi của người đọc chờ xem xét" in desk and url("inspect", report.pk, namespace=REPORTS) in desk
    assert url("inspect", report.pk, namespace=REPORTS) not in signed_in(stranger).get("/admin/").content.decode()
    handle_report(report=report, state="fixed", answer="Đã sửa.", by=officer)
    assert url("inspect", report.pk, namespace=REPORTS) not in signed_in(officer).get("/admin/").content.decode()


def test_an_officer_reads_a_report_and_answers_it(report, officer, signed_in):
    client = signed_in(officer)
    listed = client.get(url("list", namespace=REPORTS)).content.decode()
    assert "1.000010" in listed and "Chờ xem xét" in listed and url("inspect", report.pk, namespace=REPORTS) in listed
    page = client.get(url("inspect", report.pk, namespace=REPORTS)).content.decode()
    assert "Thời hạn sai &lt;script&gt;" in page and "doc@vi-du.vn" in page and "Nội dung phần Trình tự" in page
    handle = url("handle", report.pk, namespace=REPORTS)
    empty = client.post(handle, {"answer": "Câu đã gõ"})
    assert empty.status_code == 422
    assert "Hãy chọn kết quả xử lý." in empty.content.decode() and "Câu đã gõ" in empty.content.decode()
    assert client.post(handle, {"state": "open", "answer": "x"}).status_code == 422
    done = client.post(handle, {"state": "fixed", "answer": "Đã đính chính."}, follow=True)
    assert "Đã ghi kết quả xử lý." in done.content.decode()
    assert ErrorReport.objects.get().answer == "Đã đính chính."
    again = client.post(handle, {"state": "not_an_error", "answer": "Không sai."}, follow=True)
    assert "đã được xử lý trước đó" in again.content.decode()
    assert "Đã đính chính." in client.get(url("inspect", report.pk, namespace=REPORTS)).content.decode()
    found = client.get(url("list", namespace=REPORTS) + "?q=thoi+han&state=fixed").content.decode()
    assert url("inspect", report.pk, namespace=REPORTS) in found
    assert client.get(url("list", namespace=REPORTS) + "?state=open").content.decode().count("1.000010") == 0


def test_others_neither_read_nor_answer_it(report, stranger, controller, signed_in):
    theirs = signed_in(stranger)
    assert "1.000010" not in theirs.get(url("list", namespace=REPORTS)).content.decode()
    for method, name in (("get", "inspect"), ("post", "handle")):
        assert getattr(theirs, method)(url(name, report.pk, namespace=REPORTS)).status_code == 404
    for person in (controller, make_portal_person(Role.EXAMINER), make_portal_person(Role.ADMINISTRATOR)):
        client = signed_in(person)
        page = client.get(url("inspect", report.pk, namespace=REPORTS))
        assert page.status_code == 200 and "doc@vi-du.vn" not in page.content.decode()
        client.post(url("handle", report.pk, namespace=REPORTS), {"state": "fixed", "answer": "Lén"})
    assert ErrorReport.objects.get().state == "open"
    for name in ("edit", "delete", "history"):
        assert signed_in(controller).get(url(name, report.pk, namespace=REPORTS)).status_code == 404
