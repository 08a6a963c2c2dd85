"""A draft's text from a Word file at the desk: looked at, confirmed or dropped; marked files go into quarantine."""

import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulations.control import submit
from regulations.models import AuditEntry, DocumentVersion, QuarantinedFile, Role
from regulations.text.docx.package import FILE_BYTES, REASONS, DocxRefused
from regulations.word_refusals import refusal_of
from tests.factories.regulations import (
    make_controller,
    make_document,
    make_document_draft,
    make_document_version,
    make_officer,
    make_portal_person,
)
from tests.regulations.word_samples import LAW, around, changed, comments, core, paragraph, paragraphs, run, word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.QUARANTINE_DIR = tmp_path / "var" / "quarantine"
    return settings


@pytest.fixture
def draft(ministry, officer):
    version = make_document_draft(
        make_document("5/2026/TT-BCT", maintained_by=ministry), text="Điều 1. Bản cũ", drafted_by=officer
    )
    version.save_revision(user=officer, clean=False)
    return DocumentVersion.objects.get(pk=version.pk)


def page_of(version) -> str:
    return f"/admin/snippets/regulations/documentversion/word/{version.pk}/"


def send(client, version, content: bytes, name: str = "van-ban.docx"):
    return client.post(page_of(version), {"file": SimpleUploadedFile(name, content)})


def confirm(client, version, page, **fields):
    posted = {"step": "confirm", "digest": page.context["digest"], "revision": page.context["revision"]}
    return client.post(page_of(version), posted | fields)


def text_of(version) -> str:
    return DocumentVersion.objects.get(pk=version.pk).get_latest_revision_as_object().text


def kept_files(settings) -> list:
    return [path for path in settings.VAR_DIR.rglob("*") if path.is_file()] if settings.VAR_DIR.exists() else []


LEAKY = word(
    paragraphs(LAW)
    + paragraph(
        "3. Thời hạn ", changed("del", run("15")), changed("ins", run("10")), " ngày",
        run(" MẬT KHẨU 123", "<w:vanish/>"), '<w:commentRangeStart w:id="0"/>', "."
    ),
    parts={"comments": comments(("Lê Thị Kín", "sếp chưa duyệt")), "header1": around("hdr", paragraph("Dự thảo 3"))},
    more={"docProps/core.xml": core(dc_creator="Trần Văn Gốc", cp_lastModifiedBy="<script>alert(1)</script>")},
)  # fmt: skip


def test_a_file_is_looked_at_confirmed_and_gone(officer, draft, signed_in, folders):
    client = signed_in(officer)
    assert "Nhập từ tệp Word" in client.get(page_of(draft)).content.decode()
    page = send(client, draft, word())
    html = page.content.decode()
    assert page.status_code == 200
    assert "1 Điều, 2 khoản" in html and "Số của Điều, khoản, điểm liền nhau." in html and LAW.split("\n")[1] in html
    assert "thay toàn văn hiện có" in html
    assert text_of(draft) == "Điều 1. Bản cũ"

    done = confirm(client, draft, page)
    assert done.status_code == 302 and done["Location"].endswith(f"/edit/{draft.pk}/")
    assert text_of(draft) == LAW
    assert kept_files(folders) == []
    entry = AuditEntry.objects.get(action="regulations.word_text_taken")
    assert entry.user == officer and entry.object_id == str(draft.pk)
    assert LAW.split("\n")[1] in client.get(done["Location"]).content.decode()
    revisions = [one.as_object().text for one in draft.revisions.order_by("pk")]
    assert revisions == ["Điều 1. Bản cũ", LAW]


def test_all_that_a_file_carries_is_listed_and_none_of_it_is_taken(officer, draft, signed_in):
    client = signed_in(officer)
    page = send(client, draft, LEAKY)
    html = page.content.decode()
    for words in ("sếp chưa duyệt", "Lê Thị Kín", "MẬT KHẨU 123", "Trần Văn Gốc", "Dự thảo 3", "Nguyễn Văn Bí"):
        assert words in html, words
    assert "<script>alert(1)" not in html and "&lt;script&gt;" in html

    unseen = confirm(client, draft, page)
    assert unseen.status_code == 422 and "Hãy xác nhận đã xem" in unseen.content.decode()
    assert text_of(draft) == "Điều 1. Bản cũ"
    assert confirm(client, draft, page, seen="1").status_code == 302
    assert text_of(draft) == f"{LAW}\n3. Thời hạn 10 ngày."


def test_what_is_dropped_leaves_nothing(officer, draft, signed_in, folders):
    client = signed_in(officer)
    page = send(client, draft, word())
    dropped = client.post(page_of(draft), {"step": "cancel", "digest": page.context["digest"]})
    assert dropped.status_code == 302 and kept_files(folders) == []
    gone = confirm(client, draft, page)
    assert gone.status_code == 422 and "không còn trên máy chủ" in gone.content.decode()
    assert text_of(draft) == "Điều 1. Bản cũ"


def test_a_draft_that_somebody_saved_meanwhile_stays_as_they_left_it(ministry, officer, draft, signed_in):
    client = signed_in(officer)
    page = send(client, draft, word())
    changed_draft = DocumentVersion.objects.get(pk=draft.pk).get_latest_revision_as_object()
    changed_draft.text = "Điều 1. Của người khác"
    changed_draft.save_revision(user=make_officer(ministry), clean=False)
    late = confirm(client, draft, page)
    assert late.status_code == 422 and "Người khác đã lưu" in late.content.decode()
    assert text_of(draft) == "Điều 1. Của người khác"
    assert confirm(client, draft, late).status_code == 302, "what the page shows now may be confirmed"
    assert text_of(draft) == LAW


def test_a_file_is_only_its_senders(ministry, officer, draft, signed_in):
    page = send(signed_in(officer), draft, word())
    colleague = signed_in(make_officer(ministry))
    assert confirm(colleague, draft, page).status_code == 422
    assert text_of(draft) == "Điều 1. Bản cũ"


@pytest.mark.parametrize("who", ["other", "controller", "examiner", "administrator", "nobody"])
def test_only_officers_of_the_agency_come_near(ministry, other_ministry, draft, signed_in, client, folders, who):
    people = {
        "other": lambda: make_officer(other_ministry),
        "controller": lambda: make_controller(ministry),
        "examiner": lambda: make_portal_person(Role.EXAMINER),
        "administrator": lambda: make_portal_person(Role.ADMINISTRATOR),
    }
    someone = client if who == "nobody" else signed_in(people[who]())
    for response in (someone.get(page_of(draft)), send(someone, draft, word()), send(someone, draft, marked())):
        assert response.status_code in (302, 403, 404)
    assert text_of(draft) == "Điều 1. Bản cũ"
    assert kept_files(folders) == [] and not QuarantinedFile.objects.exists()


@pytest.mark.parametrize("state", ["published", "in control"])
def test_what_is_not_an_open_draft_takes_no_text(ministry, officer, draft, signed_in, folders, state):
    client = signed_in(officer)
    page = send(client, draft, word())
    if state == "published":
        closed = make_document_version(make_document("6/2026/TT-BCT", maintained_by=ministry))
    else:
        submit(version=draft, by=officer)
        closed = draft
    assert client.get(page_of(closed)).status_code == 302
    for response in (send(client, closed, word()), confirm(client, closed, page)):
        assert (response.status_code, response["Location"]) == (302, "/admin/"), "Wagtail's way of saying no"
    assert text_of(draft) == "Điều 1. Bản cũ"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "pdf"),
        ("a.docx", b"%PDF-1.7", "không phải văn bản Word"),
        ("a.docx", b"PK\x03\x04" + b"x" * 100, "bị hỏng"),
        ("a.docx", word(more={"word/vbaProject.bin": b"x"}), "macro"),
        ("a.docx", b"PK" + b"x" * FILE_BYTES, "20 MB"),
        ("a.docx", word(paragraph("")), "không có chữ"),
    ],
)
def test_what_is_not_taken_is_told_and_not_stored(officer, draft, signed_in, folders, name, content, reason):
    page = send(signed_in(officer), draft, content, name)
    assert page.status_code == 422 and reason in page.content.decode()
    assert kept_files(folders) == [] and text_of(draft) == "Điều 1. Bản cũ"


def marked() -> bytes:
    header = {"header1": around("hdr", paragraph("Kế hoạch Rồng Xanh - T Ố I  M Ậ T"))}
    return word(paragraphs("LƯU HÀNH NỘI BỘ\nNội dung rất kín của văn bản này."), parts=header)


def test_a_secrecy_mark_puts_the_file_into_quarantine(officer, draft, signed_in, folders):
    client = signed_in(officer)
    page = send(client, draft, marked(), "ke-hoach.docx")
    html = page.content.decode()
    assert page.status_code == 422 and "đã được cách ly" in html
    assert "TỐI MẬT ở đầu trang" in html and "LƯU HÀNH NỘI BỘ trong văn bản, đoạn 1" in html
    assert "rất kín" not in html and text_of(draft) == "Điều 1. Bản cũ"

    row = QuarantinedFile.objects.get()
    assert (row.file_name, row.uploaded_by, row.document) == ("ke-hoach.docx", officer, draft.document)
    [file] = kept_files(folders)
    assert file.parent == folders.QUARANTINE_DIR and file.name == row.sha256 and file.read_bytes() == marked()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    entry = AuditEntry.objects.get(action="regulations.file_quarantined")
    assert entry.user == officer and "Rồng Xanh" not in str(entry.data)


def test_administrators_see_which_files_and_where_but_nothing_of_them(
    officer, controller, administrator, draft, signed_in
):
    listed = "/admin/quarantine/"
    assert "Chưa có tệp nào" in signed_in(administrator).get(listed).content.decode()
    send(signed_in(officer), draft, marked(), "ke-hoach.docx")
    html = signed_in(administrator).get(listed).content.decode()
    assert "ke-hoach.docx" in html and "TỐI MẬT ở đầu trang" in html
    assert "Rồng Xanh" not in html and "rất kín" not in html
    for person in (officer, controller, make_portal_person(Role.EXAMINER)):
        assert signed_in(person).get(listed).status_code in (302, 403)
    assert listed in signed_in(administrator).get("/admin/").content.decode()
    assert listed not in signed_in(officer).get("/admin/").content.decode()


def test_the_draft_leads_there(officer, controller, draft, signed_in):
    base = "/admin/snippets/regulations/documentversion"
    client = signed_in(officer)
    for address in (f"{base}/edit/{draft.pk}/", f"{base}/inspect/{draft.pk}/"):
        assert page_of(draft) in client.get(address).content.decode()
    assert page_of(draft) not in signed_in(controller).get(f"{base}/inspect/{draft.pk}/").content.decode()


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_sentence(reason):
    sentence = refusal_of(DocxRefused(reason, "word/document.xml"))
    assert sentence.startswith("Tệp ") and len(sentence.split()) > 2 and "%" not in sentence
