"""Errors that readers report: through the form, stored once, answered by the agency that keeps the record."""

import datetime
import html
import re
import uuid

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Attempt
from regulations.error_reports import forget_addresses, handle_report, submit_report
from regulations.models import AuditEntry, ErrorReport, ReportState, Role
from regulations.publishing import PublicationRefused
from regulations.version_places import place_in
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_draft,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)
from tests.regulations.races import at_once

HOSTILE = '"><script>alert(1)</script>{{ 7 }}\r\nBcc: ai@vi-du.vn'
WRONG = "Thời hạn ghi 15 ngày, bản gốc ghi 10 ngày."


@pytest.fixture
def version(db):
    return make_version(make_regulation(make_agency("BCT", name_vi="Bộ Công Thương"), code="1.000010"))


@pytest.fixture
def officer(version):
    return make_officer(version.maintaining_agency)


@pytest.fixture
def form(version):
    return "/report-error/?regulation=1.000010&version=1&part=steps"


@pytest.fixture
def report(version):
    return submit_report(
        place=place_in(version, "steps"), text=WRONG, email="nguoi-doc@vi-du.vn", submission_key=uuid.uuid4()
    )


def sent(**more):
    return {"text": WRONG, "submission_key": str(uuid.uuid4()), **more}


def typed(response) -> str:
    """What stands in the box of the form that came back."""
    box = re.search(r'<textarea name="text"[^>]*>\s*(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return html.unescape(box[1])


def test_a_reader_reports_and_is_thanked(client, version, form):
    page = client.get(form)
    body = page.content.decode()
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    assert "Trình tự thực hiện" in body and "Nội dung phần Trình tự thực hiện." in body and "Bộ Công Thương" in body
    key = re.search(r'name="submission_key" value="([^"]+)"', body)[1]
    response = client.post(form, {"text": f"  {WRONG}\r\n", "email": " doc@vi-du.vn ", "submission_key": key})
    assert response.headers["Location"] == "/report-error/received/?regulation=1.000010&version=1&part=steps"
    thanks = client.get(response.headers["Location"])
    assert "Cảm ơn bạn" in thanks.content.decode() and "doc@vi-du.vn" not in thanks.content.decode()
    stored = ErrorReport.objects.get()
    assert (stored.regulation_version, stored.place, stored.text) == (version, "steps", WRONG)
    assert (stored.email, stored.state, str(stored.submission_key)) == ("doc@vi-du.vn", "open", key)


def test_the_same_form_sent_again_is_stored_once(client, form):
    body = sent()
    for text in (WRONG, WRONG, "Một nội dung khác hẳn."):
        assert client.post(form, body | {"text": text}).status_code == 302
    assert ErrorReport.objects.get().text == WRONG
    assert Attempt.objects.filter(purpose="error_report").count() == 1


def test_a_whole_record_and_a_provision_are_reported_too(client, version):
    document = make_document("15/2026/NĐ-CP")
    text = make_document_version(document)
    for query, about, place in (
        ("?regulation=1.000010&version=1", "regulation_version", ""),
        ("?document=15-2026-nd-cp&version=1", "document_version", ""),
        ("?document=15-2026-nd-cp&version=1&label=dieu-1-khoan-2", "document_version", "dieu-1-khoan-2"),
    ):
        page = client.get(f"/report-error/{query}")
        assert ("không áp dụng với hàng quá cảnh" in page.content.decode()) == bool(place)
        assert client.post(f"/report-error/{query}", sent()).status_code == 302
        stored = ErrorReport.objects.last()
        assert (getattr(stored, about).pk, stored.place) == ((text if "document" in about else version).pk, place)
    assert client.get("/report-error/received/?document=15-2026-nd-cp&version=1").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "", "?regulation=1.000010", "?regulation=1.000010&version=2", "?regulation=1.000010&version=x",
        "?regulation=1.000010&version=1&part=khong-co", "?regulation=1.000010&version=1&part=%00",
        "?regulation=khong-co&version=1", "?regulation=%00&version=1", "?document=khong-co&version=1",
        "?version=1", "?regulation=1.000010&version=99999999999999999999", "?document=%00&version=1",
    ],
)  # fmt: skip
def test_what_is_not_public_cannot_be_reported(client, version, query):
    make_draft(version.regulation, effective_from=datetime.date(2026, 4, 1))
    assert client.get(f"/report-error/{query}").status_code == 404
    assert client.post(f"/report-error/{query}", sent()).status_code == 404
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Hãy viết rõ sai ở đâu."),
        ({"text": " ngắn  \n"}, "ít nhất 10 ký tự"),
        ({"text": "x" * 2001}, "tối đa 2000"),
        ({"email": "không phải"}, "địa chỉ e-mail đầy đủ"),
        ({"email": "a@vi-du.vn\r\nBcc: b@vi-du.vn"}, "địa chỉ e-mail đầy đủ"),
        ({"submission_key": ""}, "thiếu mã của nó"),
        ({"submission_key": "khong-phai-uuid"}, "thiếu mã của nó"),
    ],
)
def test_whatever_goes_wrong_what_was_typed_stays(client, form, changed, said):
    body = sent(text=f"Sai ở đây: {HOSTILE}") | changed
    response = client.post(form, body)
    assert response.status_code == 422
    assert said in response.content.decode() and "<script>alert" not in response.content.decode()
    assert typed(response).split() == body["text"].split()
    assert not ErrorReport.objects.exists()
    again = re.search(r'name="submission_key" value="([^"]+)"', response.content.decode())[1]
    assert client.post(form, sent(submission_key=again)).status_code == 302


def test_too_many_must_wait_and_lose_nothing(client, form, settings):
    settings.ERROR_REPORT_ATTEMPTS = {"account": 1, "address": 2, "seconds": 3600}
    assert client.post(form, sent(email="a@vi-du.vn")).status_code == 302
    by_email = client.post(form, sent(email="A@vi-du.vn"))
    assert (by_email.status_code, typed(by_email)) == (429, WRONG) and int(by_email.headers["Retry-After"]) > 0
    assert client.post(form, sent()).status_code == 302
    assert client.post(form, sent()).status_code == 429
    assert ErrorReport.objects.count() == 2


def test_the_form_is_safe_from_other_sites(form):
    assert Client(enforce_csrf_checks=True).post(form, sent()).status_code == 403
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_come_in_both_languages(client, version, form, language):
    for path in (form, form.replace("error/", "error/received/"), "/regulations/1.000010/cite/steps/"):
        assert client.get(language + path).status_code == 200


def test_an_answer_is_recorded_and_mailed(report, officer, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        handle_report(report=report, state="fixed", answer=" Đã đính chính ở phiên bản 2. ", by=officer)
    stored = ErrorReport.objects.get()
    assert (stored.state, stored.answer, stored.handled_by) == ("fixed", "Đã đính chính ở phiên bản 2.", officer)
    (letter,) = mail.outbox
    assert letter.to == ["nguoi-doc@vi-du.vn"] and letter.bcc == letter.cc == []
    assert "Đã đính chính ở phiên bản 2." in letter.body and "1.000010/versions/1/#part-steps" in letter.body
    assert WRONG not in letter.body
    entry = AuditEntry.objects.for_instance(report.version).get(action="regulations.error_report_handled")
    assert (entry.user, entry.why, entry.data["place"]) == (officer, "Đã đính chính ở phiên bản 2.", "steps")
    assert "vi-du.vn" not in repr(entry.data) + caplog.text


def test_without_an_address_nobody_is_written_to(version, officer, django_capture_on_commit_callbacks):
    report = submit_report(place=place_in(version, ""), text=WRONG, submission_key=uuid.uuid4())
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        handle_report(report=report, state="not_an_error", answer="Bản gốc ghi 15 ngày.", by=officer)
    assert mail.outbox == [] and callbacks == []


def test_a_mail_server_that_is_down_loses_no_answer(
    report, officer, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = "tests.consult.broken_mail.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        handle_report(report=report, state="fixed", answer="Đã sửa.", by=officer)
    assert ErrorReport.objects.get().state == ReportState.FIXED
    assert f"error report {report.pk} was not sent" in caplog.text and "nguoi-doc" not in caplog.text


@pytest.mark.parametrize(
    ("state", "answer"),
    [("fixed", ""), ("fixed", " \n"), ("open", "Đã sửa."), ("khac", "Đã sửa."), ("fixed", "x" * 1001)],
)
def test_an_answer_that_says_nothing_is_refused(report, officer, state, answer):
    with pytest.raises(ValidationError):
        handle_report(report=report, state=state, answer=answer, by=officer)
    assert ErrorReport.objects.get().state == ReportState.OPEN


def test_only_officers_of_the_agency_answer_and_only_once(report, officer, version):
    for stranger in (
        make_officer(make_agency()), make_controller(version.maintaining_agency),
        make_portal_person(Role.EXAMINER), make_portal_person(Role.ADMINISTRATOR),
    ):  # fmt: skip
        with pytest.raises(PublicationRefused):
            handle_report(report=report, state="fixed", answer="Đã sửa.", by=stranger)
    handle_report(report=report, state="fixed", answer="Đã sửa.", by=officer)
    with pytest.raises(PublicationRefused, match="đã được xử lý"):
        handle_report(report=report, state="not_an_error", answer="Không sai.", by=officer)
    assert ErrorReport.objects.get().answer == "Đã sửa."


def test_an_address_is_kept_half_a_year_after_the_answer(report, officer, version, capsys):
    still_open = submit_report(
        place=place_in(version, ""), text=WRONG, email="khac@vi-du.vn", submission_key=uuid.uuid4()
    )
    handle_report(report=report, state="fixed", answer="Đã sửa.", by=officer)
    handled_at = ErrorReport.objects.get(pk=report.pk).handled_at
    assert forget_addresses(now=handled_at + datetime.timedelta(days=180, seconds=-1)) == 0
    assert forget_addresses(now=handled_at + datetime.timedelta(days=180)) == 1
    assert ErrorReport.objects.get(pk=report.pk).email == ""
    assert ErrorReport.objects.get(pk=still_open.pk).email == "khac@vi-du.vn"
    ErrorReport.objects.filter(pk=report.pk).update(
        email="a@vi-du.vn", handled_at=timezone.now() - datetime.timedelta(days=181)
    )
    call_command("forget_report_addresses")
    assert "1 addresses emptied" in capsys.readouterr().out


def test_nothing_of_a_report_is_public(client, report):
    for path in (
        "/regulations/1.000010/",
        "/regulations/1.000010/versions/1/",
        "/report-error/?regulation=1.000010&version=1",
    ):
        body = client.get(path).content.decode()
        assert WRONG not in body and "nguoi-doc" not in body


@pytest.mark.slow
def test_the_same_form_sent_twice_at_once_is_stored_once(committed, tmp_path):
    version, key = make_version(), uuid.uuid4()

    def send():
        return submit_report(place=place_in(version, "steps"), text=WRONG, submission_key=key)

    refused, found = at_once(tmp_path, send, send, look=lambda: ErrorReport.objects.count())
    assert (refused, found) == ([], 1)


@pytest.mark.slow
def test_two_officers_at_once_give_one_answer(committed, tmp_path):
    version = make_version()
    report = submit_report(place=place_in(version, ""), text=WRONG, submission_key=uuid.uuid4())
    officers = [make_officer(version.maintaining_agency) for _twice in range(2)]

    def answering(officer):
        return lambda: handle_report(report=report, state="fixed", answer="Đã sửa.", by=officer)

    refused, found = at_once(tmp_path, *map(answering, officers), look=lambda: ErrorReport.objects.get().state)
    assert (len(refused), found) == (1, "fixed")
