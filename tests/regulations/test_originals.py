"""Originals and forms as the public sees and gets them."""

import datetime
import html
import re

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from regulations.attaching import withdraw_attachment
from regulations.models import Attachment
from regulations.publishing import publish_version
from tests.factories.originals import docx, make_attachment, pdf, upload
from tests.factories.regulations import (
    make_document,
    make_document_version,
    make_draft,
    make_officer,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def version():
    return make_version(make_regulation(code="1.000010"))


@pytest.fixture
def officer(version):
    return make_officer(version.maintaining_agency)


def address(attachment) -> str:
    return f"/files/{attachment.sha256}/{attachment.file_name}"


def close(response) -> None:
    """Close a file that is handed out, and not with it the database of the test, as the end of a real request does."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


@pytest.fixture
def status(client):
    """What an address answers, by GET unless another method is said; what it sends is closed."""

    def ask(path, method="get") -> int:
        response = getattr(client, method)(path)
        close(response)
        return response.status_code

    return ask


def text_of(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_file_is_handed_out_as_a_download_that_nothing_runs(client, version, officer):
    content = pdf()
    added = make_attachment(version, by=officer, file=upload('Quyết định "5".pdf', content))
    response = client.get(address(added))
    assert (response.status_code, b"".join(response.streaming_content)) == (200, content)
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20-5-.pdf"
    )
    assert headers["Content-Length"] == str(len(content))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["ETag"] == f'"{added.sha256}"'
    assert not response.cookies


def test_a_browser_that_has_it_is_told_so_and_head_reads_nothing(client, version, officer):
    added = make_attachment(version, by=officer)
    again = client.get(address(added), headers={"if-none-match": f'"{added.sha256}"'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", f'"{added.sha256}"')
    assert "immutable" in again.headers["Cache-Control"]
    head = client.head(address(added))
    close(head)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(added.size))
    assert client.post(address(added)).status_code == 405


def test_a_draft_is_published_with_its_files_and_not_before(status, version, officer):
    draft = make_draft(version.regulation, effective_from=datetime.date(2026, 4, 1))
    added = make_attachment(draft, by=officer)
    for method in ("get", "head"):
        assert status(address(added), method) == 404
    assert status("/en" + address(added)) == 404
    publish_version(version=draft)
    assert status(address(added)) == 200


def test_a_withdrawn_file_says_why(client, version, officer):
    added = make_attachment(version, by=officer, title=HOSTILE)
    withdraw_attachment(attachment=added, by=officer, reason=f"Nhầm bản. {HOSTILE}")
    response = client.get(address(added))
    assert response.status_code == 410
    assert f"Nhầm bản. {HOSTILE}" in text_of(response) and HOSTILE not in response.content.decode()
    assert client.get("/en" + address(added)).status_code == 410
    assert added.title not in client.get("/regulations/1.000010/").content.decode()


def test_a_withdrawn_file_of_a_draft_is_not_spoken_of(client, version, officer):
    draft = make_draft(version.regulation)
    added = make_attachment(draft, by=officer)
    withdraw_attachment(attachment=added, by=officer, reason="Nhầm.")
    assert client.get(address(added)).status_code == 404


def test_a_file_withdrawn_here_and_standing_there_is_still_to_be_had(status, version, officer):
    content = pdf()
    first = make_attachment(version, by=officer, file=upload("a.pdf", content))
    make_attachment(
        make_version(make_regulation(version.maintaining_agency)), by=officer, file=upload("a.pdf", content)
    )
    withdraw_attachment(attachment=first, by=officer, reason="Nhầm.")
    assert status(address(first)) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/files/{sha}/khac.pdf", "/files/{sha}/", "/files/{SHA}/ban-ky.pdf", "/files/{sha}/../ban-ky.pdf",
        "/files/{sha}/%00", "/files/{sha}/ban-ky.pdf/", "/files/" + "0" * 64 + "/ban-ky.pdf", "/files/%2e%2e/x",
        "/media/{sha}/", "/originals/{sha}.pdf",
    ],
)  # fmt: skip
def test_no_other_address_leads_to_a_file(client, version, officer, path):
    added = make_attachment(version, by=officer)
    assert client.get(path.format(sha=added.sha256, SHA=added.sha256.upper())).status_code == 404


def test_a_file_that_is_lost_is_not_found_and_reported(client, version, officer, settings, tmp_path, caplog):
    added = make_attachment(version, by=officer)
    settings.ORIGINALS_ROOT = tmp_path
    assert client.get(address(added)).status_code == 404
    assert added.sha256 in caplog.text


def test_the_pages_list_what_stands_beside_the_version_they_show(client, officer, version):
    make_attachment(version, kind="form", by=officer, file=upload("mau.docx", docx()), title=f"Mẫu 01 {HOSTILE}")
    signed = make_attachment(version, by=officer, title="Bản ký của quyết định")
    make_attachment(version, kind="gazette_link", by=officer, title="Công báo số 5", link="https://vi-du.vn/a?b=1&c=2")
    newer = make_version(version.regulation, effective_from=datetime.date(2026, 3, 1))
    page = client.get("/regulations/1.000010/versions/1/")
    said = text_of(page)
    assert "Bản ký của quyết định Bản ký số · PDF, " in said and f"SHA-256: {signed.sha256[:12]}…" in said
    assert signed.sha256 in said and "Mẫu đơn, tờ khai · DOCX, " in said and HOSTILE in said
    assert HOSTILE not in page.content.decode()
    assert 'href="https://vi-du.vn/a?b=1&amp;c=2"' in page.content.decode()
    order = [said.index(name) for name in ("Bản ký của", "Công báo số 5", "Mẫu 01")]
    assert order == sorted(order)
    assert "Chưa có bản gốc, biểu mẫu kèm theo" in text_of(client.get(newer.get_absolute_url()))
    on_a_day = text_of(client.get("/regulations/1.000010/?on=2026-02-01"))
    assert "Bản ký của quyết định" in on_a_day


def test_a_documents_page_lists_them_too(client, status, officer, version):
    document = make_document("15/2026/NĐ-CP", maintained_by=version.maintaining_agency)
    text = make_document_version(document)
    assert "Chưa có bản gốc kèm theo bản này" in text_of(client.get("/documents/15-2026-nd-cp/"))
    added = make_attachment(text, kind="gazette_file", by=officer, title="Công báo")
    page = client.get("/documents/15-2026-nd-cp/")
    assert f'href="{address(added)}"' in page.content.decode()
    assert status(address(added)) == 200
    assert client.get("/en/documents/15-2026-nd-cp/").status_code == 200


def test_the_register_keeps_no_file_name_as_a_path(version, officer):
    added = make_attachment(version, by=officer, file=upload("../../../tmp/x.pdf"))
    stored = Attachment.objects.get(pk=added.pk)
    assert stored.file.name == f"{added.sha256[:2]}/{added.sha256}.pdf"
