"""Screens that move the register about: transfers between agencies, the national comparison, lists as files."""

import csv
import datetime
import io

import pytest

from regulations.exporting.files import WRITERS
from regulations.models import NationalProcedure, RecordTransfer, Regulation, RegulationVersion, Role
from regulations.national.reading import read_national_file
from tests.factories.regulations import make_draft, make_field, make_officer, make_portal_person, make_regulation
from tests.factories.regulations import make_version as published
from tests.regulations.regulation_files import write_csv

pytestmark = pytest.mark.django_db
TRANSFER, NATIONAL = "/admin/record-transfer/", "/admin/national-procedures/"
ADDRESSES = [TRANSFER, NATIONAL, f"{NATIONAL}1.000001/", *(f"/admin/regulation-export.{kind}" for kind in WRITERS)]


@pytest.fixture
def both(ministry, other_ministry):
    """A procedure of each ministry, which the national database has with other titles."""
    return [
        published(make_regulation(agency, code=code), title=f"Thủ tục của {agency.acronym}")
        for agency, code in ((ministry, "1.000001"), (other_ministry, "1.000002"))
    ]


@pytest.fixture
def national(both, tmp_path):
    rows = [
        {"code": "1.000001", "title": "Tên <b>khác</b>", "agency": "BCT"},
        {"code": "1.000002", "title": "BÍ MẬT CỦA BỘ Y TẾ", "agency": "BYT"},
        {"code": "1.000003", "title": "Chưa có trong sổ", "agency": "BYT"},
        {"code": "1.000004", "title": "Cũng chưa có", "agency": "BCT"},
    ]
    read_national_file(write_csv(tmp_path / "quoc-gia.csv", rows))


def chosen(ministry, other_ministry, **more):
    said = {"from_agency": ministry.pk, "to_agency": other_ministry.pk, "on": "2025-03-01", "reason": "Sáp nhập"}
    return said | {"what": "all"} | more


def test_an_administrator_looks_at_what_goes_and_confirms_it(both, ministry, other_ministry, administrator, signed_in):
    client = signed_in(administrator)
    assert client.get(TRANSFER).status_code == 200
    page = client.get(TRANSFER, chosen(ministry, other_ministry))
    assert "1 quy định, 0 văn bản" in page.content.decode()
    assert [row["name"] for row in page.context["rows"]] == ["1.000001"]
    assert not RecordTransfer.objects.exists()
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    done = client.post(address, {"shown": page.context["shown"]}, follow=True)
    assert "Đã chuyển 1 quy định, 0 văn bản" in done.content.decode()
    assert Regulation.objects.get(code="1.000001").agency == other_ministry
    again = client.post(address, {"shown": page.context["shown"]})
    assert again.status_code == 422
    assert RecordTransfer.objects.count() == 1


def test_what_is_confirmed_is_what_was_shown(both, ministry, other_ministry, administrator, signed_in):
    client = signed_in(administrator)
    page = client.get(TRANSFER, chosen(ministry, other_ministry))
    make_regulation(ministry, code="1.9")
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    refused = client.post(address, {"shown": page.context["shown"]})
    assert refused.status_code == 409
    assert "vừa thay đổi" in refused.content.decode()
    assert not RecordTransfer.objects.exists()


def test_a_part_can_be_chosen_and_wrong_entries_are_said(ministry, other_ministry, administrator, signed_in):
    field = make_field("Rượu", slug="ruou")
    make_regulation(ministry, code="1.1", fields=[field]), make_regulation(ministry, code="1.2", kind="report")
    client = signed_in(administrator)

    def names(**more):
        return [row["name"] for row in client.get(TRANSFER, chosen(ministry, other_ministry, **more)).context["rows"]]

    assert names(field=field.pk) == ["1.1"]
    assert names(kind="report") == ["1.2"]
    assert names(codes="1.2\n1.1") == ["1.1", "1.2"]
    for wrong, said in (
        ({"codes": "9.9"}, "9.9"), ({"on": "mai"}, "ngày"), ({"reason": ""}, "bắt buộc"), ({"from_agency": 0}, ""),
    ):  # fmt: skip
        page = client.get(TRANSFER, chosen(ministry, other_ministry, **wrong))
        assert page.status_code == 422
        assert said in page.content.decode()
    future = chosen(ministry, other_ministry, on="2099-01-01")
    page = client.get(TRANSFER, future)
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    refused = client.post(address, {"shown": page.context["shown"]})
    assert refused.status_code == 422 and "chưa tới" in refused.content.decode()


def test_an_officer_sees_and_decides_differences_of_their_agencies(national, officer, signed_in):
    client = signed_in(officer)
    page = client.get(NATIONAL)
    assert [row["code"] for row in page.context["rows"]] == ["1.000001", "1.000004"]
    html = page.content.decode()
    assert "BÍ MẬT" not in html and "Tên quy định" in html and "<b>khác" not in html
    assert [row["code"] for row in client.get(NATIONAL, {"kind": "missing_here"}).context["rows"]] == ["1.000004"]
    assert [row["code"] for row in client.get(NATIONAL, {"q": "TEN khac"}).context["rows"]] == ["1.000001"]
    assert client.get(NATIONAL, {"q": "không có"}).context["rows"] == []
    assert "1.000004" in client.get("/admin/").content.decode()

    page = client.get(f"{NATIONAL}1.000001/")
    assert "<ins>" in page.content.decode() and "&lt;b&gt;" in page.content.decode()
    shown = NationalProcedure.objects.get(code="1.000001").content_hash
    empty = client.post(f"{NATIONAL}1.000001/", {"step": "settle", "shown": shown, "reason": ""})
    assert empty.status_code == 422 and "Cần ghi lý do" in empty.content.decode()
    client.post(f"{NATIONAL}1.000001/", {"step": "settle", "shown": shown, "reason": "Tên cũ <i>"})
    assert [row["code"] for row in client.get(NATIONAL).context["rows"]] == ["1.000004"]
    assert "Tên cũ &lt;i&gt;" in client.get(f"{NATIONAL}1.000001/").content.decode()

    shown = NationalProcedure.objects.get(code="1.000004").content_hash
    taken = client.post(f"{NATIONAL}1.000004/", {"step": "take_over", "shown": shown}, follow=True)
    draft = RegulationVersion.objects.get(regulation__code="1.000004")
    assert f"/edit/{draft.pk}/" in taken.redirect_chain[-1][0]
    assert (draft.live, draft.drafted_by) == (False, officer)
    for wrong in ({}, {"step": "x"}, {"step": "take_over", "shown": "x"}):
        assert client.post(f"{NATIONAL}1.000004/", wrong).status_code == 422


def test_anothers_procedures_are_not_there(national, officer, signed_in):
    client, before = signed_in(officer), list(NationalProcedure.objects.values())
    for code in ("1.000002", "1.000003", "9.9"):
        assert client.get(f"{NATIONAL}{code}/").status_code == 404
        shown = NationalProcedure.objects.filter(code=code).values_list("content_hash", flat=True).first() or ""
        for step in ("take_over", "settle"):
            assert client.post(f"{NATIONAL}{code}/", {"step": step, "shown": shown, "reason": "x"}).status_code == 404
    assert list(NationalProcedure.objects.values()) == before
    assert RegulationVersion.objects.filter(live=False).count() == 0


def test_those_who_only_read_decide_nothing(national, controller, administrator, signed_in):
    for person in (controller, administrator, make_portal_person(Role.EXAMINER)):
        client = signed_in(person)
        page = client.get(f"{NATIONAL}1.000001/")
        assert page.status_code == 200 and not page.context["may_decide"]
        shown = page.context["procedure"].content_hash
        answer = client.post(f"{NATIONAL}1.000001/", {"step": "settle", "shown": shown, "reason": "x"})
        assert answer.status_code in (302, 403)
    assert not NationalProcedure.objects.exclude(settled_hash="").exists()


def test_the_list_leaves_as_a_file_of_ones_own_records(both, ministry, officer, signed_in):
    make_draft(make_regulation(ministry, code="1.8"))
    published(make_regulation(ministry, code="CDBC.1", kind="report"), title="Báo cáo =1")
    client = signed_in(officer)

    def exported(**asked):
        answer = client.get("/admin/regulation-export.csv", asked)
        assert answer["Content-Disposition"].startswith("attachment")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return [row["code"] for row in csv.DictReader(io.StringIO(text, newline=""))]

    assert exported() == ["1.000001", "CDBC.1"]
    assert exported(kind="report") == ["CDBC.1"]
    assert exported(q="thu tuc") == ["1.000001"]
    assert exported(kind="không có") == ["1.000001", "CDBC.1"]
    listed = client.get("/admin/snippets/regulations/regulation/", {"kind": "report"}).content.decode()
    for kind in WRITERS:
        assert f"/admin/regulation-export.{kind}?kind=report" in listed
        assert b"".join(client.get(f"/admin/regulation-export.{kind}").streaming_content)


def test_every_version_when_it_is_asked_for(ministry, officer, signed_in):
    version = published(make_regulation(ministry, code="1.1"), effective_from=datetime.date(2024, 1, 1))
    published(version.regulation, effective_from=datetime.date(2025, 1, 1))
    text = b"".join(signed_in(officer).get("/admin/regulation-export.csv?all=1").streaming_content).decode()
    assert text.count("\n1.1,") == 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_enter_is_turned_away(national, address, ministry, client, signed_in):
    for person in (None, make_officer(ministry, Role.MODERATOR), make_portal_person(Role.OPERATOR)):
        someone = client if person is None else signed_in(person)
        for answer in (someone.get(address), someone.post(address, {"step": "settle", "shown": "x"})):
            assert answer.status_code in (302, 403, 404, 405)


def test_transfers_are_administrators_work(both, ministry, other_ministry, officer, controller, signed_in):
    for person in (officer, controller, make_portal_person(Role.EXAMINER)):
        client = signed_in(person)
        address = f"{TRANSFER}?from_agency={ministry.pk}&to_agency={other_ministry.pk}&on=2025-03-01&reason=x&what=all"
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"shown": "x"}).status_code in (302, 403)
    assert not RecordTransfer.objects.exists()
