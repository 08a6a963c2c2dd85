"""Many regulations from one file at the desk: looked at, then drafts of one's own agencies, then legal control."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulations.models import Regulation, RegulationVersion, Role
from tests.factories.regulations import make_agency, make_draft, make_officer, make_portal_person, make_regulation
from tests.regulations.regulation_files import ROW, register_rows, write_csv, write_xlsx

pytestmark = pytest.mark.django_db
PAGE = "/admin/regulation-upload/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def send(tmp_path, signed_in):
    """Uploads rows as the given person; returns the client, the page and the file's digest."""

    def run(user, rows, *, kind="csv", **posted):
        write = write_xlsx if kind == "xlsx" else write_csv
        content = write(tmp_path / f"file.{kind}", rows).read_bytes()
        client = signed_in(user)
        page = client.post(PAGE, {"file": SimpleUploadedFile(f"file.{kind}", content)} | posted)
        return client, page, page.context.get("digest") if page.context else None

    return run


def confirm(client, page):
    """Presses the button of the page that was looked at."""
    return client.post(PAGE, {"step": "confirm", "digest": page.context["digest"], "shown": page.context["shown"]})


def reasons(page):
    rows = [review.outcome for review, _name in page.context["reviews"]]
    return {row.row: " ".join(row.problems) for row in rows if row.problems}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_looked_at_then_confirmed_then_handed_over(officer, controller, send, signed_in, kind):
    rows = [ROW, ROW | {"code": "1.2"}]
    before = register_rows()
    client, page, digest = send(officer, rows, kind=kind)
    assert page.status_code == 200
    assert "Xác nhận: tạo 2 bản nháp" in page.content.decode()
    assert register_rows() == before

    page = confirm(client, page)
    assert "Đã tạo 2 bản nháp, 2 quy định mới." in page.content.decode()
    drafts = list(RegulationVersion.objects.order_by("pk"))
    assert {(draft.live, draft.drafted_by) for draft in drafts} == {(False, officer)}
    again = confirm(client, client.get(PAGE, {"digest": digest}))
    assert RegulationVersion.objects.count() == 2
    assert again.context["to_write"] == 0

    page = client.post(PAGE, {"step": "submit", "digest": digest})
    assert "Đã trình 2 bản nháp; còn 0 bản chưa trình." in page.content.decode()
    draft = RegulationVersion.objects.get(pk=drafts[0].pk)
    assert draft.workflow_in_progress and not draft.live
    state = draft.current_workflow_state.current_task_state
    url = f"/admin/snippets/regulations/regulationversion/workflow/action/{draft.pk}/approve/{state.pk}/"
    signed_in(controller).post(url)
    draft.refresh_from_db()
    assert draft.live and draft.approved_by == controller


def test_what_is_to_be_published_is_a_draft_all_the_same(officer, send):
    client, page, _digest = send(officer, [ROW | {"publish": "có"}])
    confirm(client, page)
    assert not RegulationVersion.objects.get().live


def test_rows_of_other_agencies_are_refused_row_by_row(officer, other_ministry, send):
    theirs = make_regulation(other_ministry, code="B.1", kind="condition")
    make_draft(theirs, title="BÍ MẬT", effective_from=datetime.date(2021, 2, 1))
    before = register_rows()
    rows = [ROW, ROW | {"code": "2.1", "agency": "BYT"}, ROW | {"code": "B.1"}, ROW | {"code": "b.1", "title": "x"}]
    client, page, digest = send(officer, rows)
    wrong = reasons(page)
    assert sorted(wrong) == [3, 4, 5]
    assert "không được phân công" in wrong[3] and "không được phân công" in wrong[4]
    assert "BÍ MẬT" not in page.content.decode()
    for step in ("confirm", "submit", "report"):
        client.post(PAGE, {"step": step, "digest": digest, "shown": page.context["shown"]})
    assert register_rows() == before


def test_units_of_ones_own_agency_are_ones_own(officer, ministry, send):
    make_agency("CHC", parent=ministry)
    client, page, _digest = send(officer, [ROW | {"agency": "CHC"}])
    confirm(client, page)
    assert Regulation.objects.get().agency.acronym == "CHC"


@pytest.mark.parametrize("who", ["controller", "examiner", "moderator", "administrator", "nobody"])
def test_who_does_not_draft_has_no_upload(ministry, send, client, who):
    if who == "nobody":
        page = client.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"code\n1")})
        assert page.status_code == 302 and "login" in page["Location"]
        assert client.get(f"{PAGE}template.csv").status_code == 302
        return
    people = {
        "controller": lambda: make_officer(ministry, Role.LEGAL_CONTROLLER),
        "moderator": lambda: make_officer(ministry, Role.MODERATOR),
        "examiner": lambda: make_portal_person(Role.EXAMINER),
        "administrator": lambda: make_portal_person(Role.ADMINISTRATOR),
    }
    person = people[who]()
    before = register_rows()
    someone, page, _digest = send(person, [ROW])
    assert page.status_code in (302, 403)
    for address in (PAGE, f"{PAGE}template.csv", f"{PAGE}template.xlsx"):
        assert someone.get(address).status_code in (302, 403)
    assert register_rows() == before


def test_a_file_is_only_its_senders(officer, ministry, send, signed_in):
    _client, _page, digest = send(officer, [ROW])
    colleague = signed_in(make_officer(ministry))
    for wrong in (digest, "../../etc/passwd", "", "f" * 64):
        page = colleague.post(PAGE, {"step": "confirm", "digest": wrong})
        assert page.status_code == 422
        assert "không còn trên máy chủ" in page.content.decode()
    assert not Regulation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "pdf"),
        ("a.csv", b"", "rỗng"),
        ("a.csv", b"code,titel\n1,2", "titel"),
        ("a.xlsx", b"PK\x03\x04", ".xlsx"),
        ("a.csv", b"x" * 10_000_001, "10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_on_its_page(officer, signed_in, name, content, reason):
    page = signed_in(officer).post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == 422
    assert reason in page.content.decode()


def test_hostile_text_is_shown_as_text(officer, send):
    _client, page, _digest = send(officer, [ROW | {"agency": "<script>alert(1)</script>", "code": "<b>x"}])
    html = page.content.decode()
    assert "<script>alert(1)" not in html and "<b>x" not in html
    assert "&lt;script&gt;" in html


def test_the_report_and_the_templates_download(officer, send):
    client, _page, digest = send(officer, [ROW | {"agency": "KHÔNG"}])
    report = client.post(PAGE, {"step": "report", "digest": digest})
    assert report["Content-Disposition"].startswith("attachment")
    assert "refused" in report.content.decode()
    assert client.get(f"{PAGE}template.csv").content.startswith(b"\xef\xbb\xbfcode,")
    assert client.get(f"{PAGE}template.xlsx").content.startswith(b"PK")


def test_a_draft_that_lacks_a_part_is_not_handed_over_and_says_why(officer, send):
    client, page, digest = send(officer, [ROW | {"condition": ""}])
    confirm(client, page)
    page = client.post(PAGE, {"step": "submit", "digest": digest})
    assert "thiếu phần bắt buộc" in reasons(page)[2]
    assert not RegulationVersion.objects.get().workflow_in_progress


def test_the_desk_leads_there(officer, signed_in):
    client = signed_in(officer)
    assert PAGE in client.get("/admin/").content.decode()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert f"{PAGE}template.xlsx" in page.content.decode()
