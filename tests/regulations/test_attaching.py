"""What may stand beside a version, who puts it there, and what is left when something goes wrong."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from regulations.attaching import add_attachment, damaged_attachments, reuse_attachment, withdraw_attachment
from regulations.control import submit
from regulations.models import Attachment, AuditEntry, OriginalKind, RegulationVersion, Role
from regulations.original_types import ALLOWED, clean_name
from regulations.publishing import PublicationRefused
from tests.factories.originals import docx, make_attachment, odt, pdf, upload, xlsx
from tests.factories.plans import make_item, make_plan
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

PNG, JPEG, TIFF = b"\x89PNG\r\n\x1a\n" + b"x" * 9, b"\xff\xd8\xff\xe0" + b"x" * 9, b"II*\0" + b"x" * 9
TRACKED = "<w:p><w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>"
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{more}/>'
    "</Relationships>"
)


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def officer(version):
    return make_officer(version.maintaining_agency)


@pytest.fixture
def disk(settings, tmp_path):
    settings.ORIGINALS_ROOT = tmp_path / "originals"
    return settings.ORIGINALS_ROOT


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


@pytest.mark.parametrize(
    ("kind", "name", "content", "media_type"),
    [
        ("signed_file", "Quyết định.PDF", pdf(), "application/pdf"),
        ("gazette_file", "cong-bao.pdf", pdf(), "application/pdf"),
        ("scan", "trang 1.png", PNG, "image/png"),
        ("scan", "trang 1.jpeg", JPEG, "image/jpeg"),
        ("scan", "trang 1.tiff", TIFF, "image/tiff"),
        ("form", "mau 01.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("form", "mau 02.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("form", "mau 03.odt", odt(), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_kept_under_its_hash_with_what_it_is(version, officer, disk, kind, name, content, media_type):
    added = make_attachment(version, kind=kind, by=officer, file=upload(name, content))
    sha256 = hashlib.sha256(content).hexdigest()
    assert (added.sha256, added.size, added.media_type) == (sha256, len(content), media_type)
    (path,) = files_in(disk)
    assert path.stem == sha256 and path.read_bytes() == content
    assert path.stat().st_mode & 0o077 == 0
    assert added.title == Path(name).stem


@pytest.mark.parametrize(
    ("kind", "name", "content", "said"),
    [
        ("signed_file", "a.html", b"<script>alert(1)</script>", "chỉ nhận tệp PDF"),
        ("signed_file", "a.svg", b"<svg/>", "chỉ nhận tệp PDF"),
        ("signed_file", "a.docx", docx(), "chỉ nhận tệp PDF"),
        ("signed_file", "a", pdf(), "chỉ nhận tệp PDF"),
        ("signed_file", "a.pdf.exe", pdf(), "chỉ nhận tệp PDF"),
        ("signed_file", "a.pdf", b"", "không có nội dung"),
        ("signed_file", "a.pdf", b"<html>%PDF-</html>", "không phải PDF"),
        ("signed_file", "a.pdf", PNG, "không phải PDF"),
        ("scan", "a.png", JPEG, "không phải PNG"),
        ("scan", "a.jpg", b"GIF89a", "không phải JPEG"),
        ("form", "a.docx", xlsx(), "không phải DOCX"),
        ("form", "a.docx", pdf(), "không phải DOCX"),
        ("form", "a.docx", docx(**{"word__vbaProject.bin": "x"}), "macro"),
        ("form", "a.docx", docx(TRACKED), "theo dõi"),
        ("form", "a.docx", docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>"), "chữ ẩn"),
        ("form", "a.docx", b"PK\x03\x04" + b"x" * 100, "Không đọc được"),
        ("form", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "không phải DOCX"),
        ("form", "a.xlsx", docx(), "không phải XLSX"),
        ("form", "a.xlsx", xlsx("xl/vbaProject.bin"), "macro"),
        ("form", "a.xlsx", b"PK\x03\x04" + b"x" * 100, "Không đọc được"),
        ("form", "a.odt", odt("Basic/Standard/Module1.xml"), "macro"),
        ("form", "a.odt", xlsx(), "không phải ODT"),
        ("gazette_link", "a.pdf", pdf(), "không kèm tệp"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(version, officer, disk, kind, name, content, said):
    with pytest.raises(ValidationError, match=said) as refused:
        add_attachment(version=version, kind=kind, by=officer, file=upload(name, content))
    assert list(refused.value.message_dict) == ["file"]
    assert files_in(disk) == [] and not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"word___rels__document.xml.rels": RELATION.format(kind="comments", target="comments.xml", more=""),
          "word__comments.xml": "<x/>"}, "nhận xét"),
        ({"word___rels__document.xml.rels": RELATION.format(
            kind="attachedTemplate", target="https://vi-du.vn/a.dotm", more=' TargetMode="External"')}, "nơi khác"),
    ],
)  # fmt: skip
def test_a_word_form_holds_nothing_that_it_does_not_show(version, officer, more, said):
    with pytest.raises(ValidationError, match=said):
        add_attachment(version=version, kind="form", by=officer, file=upload("mau.docx", docx(**more)))


def test_each_type_has_its_largest_size(version, officer, disk):
    for kind, types in ALLOWED.items():
        for found, most in types.items():
            file = upload(f"a{found.ending}", found.begins[0] + b"x" * 10)
            file.size = most + 1
            with pytest.raises(ValidationError, match="lớn hơn"):
                add_attachment(version=version, kind=kind, by=officer, file=file)
    assert files_in(disk) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\mật\\Quyết định 5.pdf", "Quyết định 5.pdf"),
        ('a"; filename="b.html.pdf', "a- filename=-b.html.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("gpj.\u202efdp.pdf", "gpj. fdp.pdf"),
        ("\x00.pdf", "tep.pdf"),
        (".pdf", "tep.pdf"),
        ("Mẫu số 01 - Đơn đề nghị.pdf", "Mẫu số 01 - Đơn đề nghị.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_deceives(name, kept):
    assert clean_name(name, ".pdf") == kept


@pytest.mark.parametrize(
    "link",
    [
        "", "http://congbao.chinhphu.vn/a", "javascript:alert(1)", "ftp://vi-du.vn/a", "//vi-du.vn/a", "https://",
        "https://ten:mat-khau@vi-du.vn/", "https://ten@vi-du.vn/", "data:text/html,x", "https://vi-du.vn/ a",
        "https://vi-du.vn/\nx", "https://[::1", "  javascript://vi-du.vn/%0aalert(1)",
    ],
)  # fmt: skip
def test_a_gazette_link_is_a_plain_https_address(version, officer, link):
    with pytest.raises(ValidationError) as refused:
        add_attachment(version=version, kind="gazette_link", by=officer, title="Công báo", link=link)
    assert list(refused.value.message_dict) == ["link"]


def test_a_link_needs_a_title_and_goes_with_no_other_kind(version, officer):
    link = "https://congbao.chinhphu.vn/van-ban/1.htm"
    added = make_attachment(version, kind="gazette_link", by=officer, title=" Công báo số 5 ", link=link)
    assert (added.link, added.title, added.is_link) == (link, "Công báo số 5", True)
    for wrong in (
        {"kind": "gazette_link", "title": "", "link": link + "?2"},
        {"kind": "form", "title": "Mẫu", "link": link, "file": upload()},
        {"kind": "form", "title": "Mẫu", "link": link},
        {"kind": "khac", "title": "Mẫu", "file": upload()},
        {"kind": "form", "title": "x" * 301, "file": upload()},
    ):
        with pytest.raises(ValidationError):
            add_attachment(version=version, by=officer, **wrong)
    assert Attachment.objects.count() == 1


def test_a_published_version_is_not_changed_by_what_stands_beside_it(version, officer):
    before = RegulationVersion.objects.filter(pk=version.pk).values().get()
    added = make_attachment(version, by=officer)
    withdraw_attachment(attachment=added, by=officer, reason="Nhầm tệp.")
    assert RegulationVersion.objects.filter(pk=version.pk).values().get() == before
    call_command("verify_register", verbosity=0)
    entries = AuditEntry.objects.for_instance(version).filter(action__startswith="regulations.attachment")
    said = [(one.action, one.user, one.why, one.data["sha256"]) for one in entries.order_by("pk")]
    assert said == [
        ("regulations.attachment_added", officer, "", added.sha256),
        ("regulations.attachment_withdrawn", officer, "Nhầm tệp.", added.sha256),
    ]


def test_only_officers_of_the_records_agency_add_and_withdraw(version, officer):
    added = make_attachment(version, by=officer)
    strangers = [
        make_officer(make_agency()), make_controller(version.maintaining_agency),
        make_portal_person(Role.EXAMINER), make_portal_person(Role.ADMINISTRATOR),
    ]  # fmt: skip
    nobodys = make_document_version(make_document(maintained_by=None))
    for stranger in strangers:
        with pytest.raises(PublicationRefused):
            add_attachment(version=version, kind="signed_file", by=stranger, file=upload())
        with pytest.raises(PublicationRefused):
            withdraw_attachment(attachment=added, by=stranger, reason="Lý do")
    with pytest.raises(PublicationRefused):
        add_attachment(version=nobodys, kind="signed_file", by=officer, file=upload())
    assert Attachment.objects.get().withdrawn_at is None


def test_a_draft_with_legal_control_gets_nothing_more(officer, version):
    draft = make_draft(version.regulation, effective_from=datetime.date(2026, 5, 1), drafted_by=officer)
    draft.save_revision(user=officer)
    added = make_attachment(draft, by=officer)
    submit(version=draft, by=officer)
    with pytest.raises(PublicationRefused, match="chờ kiểm soát pháp chế"):
        add_attachment(version=draft, kind="signed_file", by=officer, file=upload())
    with pytest.raises(PublicationRefused, match="chờ kiểm soát pháp chế"):
        withdraw_attachment(attachment=added, by=officer, reason="Nhầm")


def test_a_plans_proposed_text_has_no_originals(officer, version):
    plan = make_plan(version.maintaining_agency, by=officer)
    item = make_item(plan, version.regulation, proposed={"title": "Mới"})
    with pytest.raises(PublicationRefused):
        add_attachment(version=item.proposal, kind="signed_file", by=officer, file=upload())


def test_withdrawing_needs_a_reason_and_happens_once(version, officer):
    added = make_attachment(version, by=officer)
    for reason in ("", " \n ", "x" * 501):
        with pytest.raises(ValidationError):
            withdraw_attachment(attachment=added, by=officer, reason=reason)
    withdraw_attachment(attachment=added, by=officer, reason="Nhầm tệp.")
    with pytest.raises(PublicationRefused, match="đã được rút"):
        withdraw_attachment(attachment=added, by=officer, reason="Lần nữa.")
    assert Attachment.objects.get().withdrawn_reason == "Nhầm tệp."


def test_one_content_is_kept_once_and_stands_once_beside_a_version(version, officer, disk):
    content = pdf()
    make_attachment(version, by=officer, file=upload("a.pdf", content))
    with pytest.raises(PublicationRefused, match="đã có đúng tệp"):
        add_attachment(version=version, kind="signed_file", by=officer, file=upload("b.pdf", content))
    other = make_version(make_regulation(version.maintaining_agency))
    make_attachment(other, by=officer, file=upload("c.pdf", content))
    assert Attachment.objects.count() == 2 and len(files_in(disk)) == 1


def test_what_was_withdrawn_can_be_added_again(version, officer):
    content = pdf()
    added = make_attachment(version, by=officer, file=upload("a.pdf", content))
    withdraw_attachment(attachment=added, by=officer, reason="Nhầm.")
    make_attachment(version, by=officer, file=upload("a.pdf", content))
    assert Attachment.objects.filter(withdrawn_at=None).count() == 1


def test_a_form_is_taken_over_to_another_version_of_the_same_record(version, officer, disk):
    form = make_attachment(version, kind="form", by=officer, file=upload("mau.docx", docx()), title="Mẫu 01")
    draft = make_draft(version.regulation, effective_from=datetime.date(2026, 5, 1))
    copy = reuse_attachment(attachment=form, version=draft, by=officer)
    assert (copy.regulation_version, copy.title, copy.sha256) == (draft, "Mẫu 01", form.sha256)
    assert len(files_in(disk)) == 1
    for other in (make_draft(make_regulation(version.maintaining_agency)), draft):
        with pytest.raises(PublicationRefused):
            reuse_attachment(attachment=form, version=other, by=officer)
    withdraw_attachment(attachment=form, by=officer, reason="Cũ.")
    with pytest.raises(PublicationRefused):
        reuse_attachment(attachment=form, version=make_draft(version.regulation), by=officer)


def test_where_the_disk_fails_there_is_neither_row_nor_half_a_file(version, officer, settings, tmp_path):
    settings.ORIGINALS_ROOT = tmp_path / "a file"
    settings.ORIGINALS_ROOT.write_text("in the way")
    with pytest.raises(PublicationRefused, match="không ghi được"):
        add_attachment(version=version, kind="signed_file", by=officer, file=upload())
    assert not Attachment.objects.exists()


def test_a_file_that_breaks_off_leaves_nothing(version, officer, disk):
    file = upload()

    def chunks(chunk_size=None):
        yield b"%PDF-1.4"
        raise OSError("the connection broke")

    file.chunks = chunks
    with pytest.raises(PublicationRefused):
        add_attachment(version=version, kind="signed_file", by=officer, file=file)
    assert files_in(disk) == [] and not Attachment.objects.exists()


def test_damaged_files_are_named(version, officer, disk, capsys):
    kept, changed, missing = (make_attachment(version, by=officer) for _thrice in range(3))
    make_attachment(version, kind="gazette_link", by=officer, title="Công báo", link="https://vi-du.vn/")
    assert list(damaged_attachments()) == []
    call_command("verify_attachments")
    assert "3 files hold" in capsys.readouterr().out
    (disk / changed.file.name).write_bytes(pdf("other"))
    (disk / missing.file.name).unlink()
    assert set(damaged_attachments()) == {(changed, "changed"), (missing, "missing")}
    with pytest.raises(CommandError, match="^2 originals"):
        call_command("verify_attachments")
    said = capsys.readouterr().out
    assert f"changed: attachment {changed.pk} " in said and f"missing: attachment {missing.pk} " in said
    assert kept.sha256 not in said


@pytest.mark.slow
def test_the_same_file_sent_twice_at_once_stands_once(committed, tmp_path):
    version = make_version()
    officers = [make_officer(version.maintaining_agency) for _twice in range(2)]
    content = pdf()

    def adding(officer):
        return lambda: add_attachment(
            version=version, kind=OriginalKind.SIGNED_FILE, by=officer, file=upload("a.pdf", content)
        )

    refused, found = at_once(tmp_path, *map(adding, officers), look=lambda: Attachment.objects.count())
    assert (len(refused), found) == (1, 1)
