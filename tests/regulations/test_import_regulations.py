"""`manage.py import_regulations`: rows are checked first, all or none is written, a second run adds nothing."""

import csv
import datetime

import pytest

from regulations.models import (
    AuditEntry,
    Fee,
    Frequency,
    LegalBasis,
    Paper,
    Part,
    Regulation,
    RegulationVersion,
    State,
    TimeLimit,
)
from search.models import IndexJob, IndexTarget
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_edition,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)
from tests.regulations.regulation_files import ROW, import_file, problems, register_rows, write_csv

pytestmark = pytest.mark.django_db
FULL = ROW | {
    "kind": "Thủ tục hành chính", "code": "1.012345", "title": "Cấp giấy phép", "effective_from": "2026-01-01",
    "state": "Hết hiệu lực một phần", "note": "Vì sửa nghị định", "deciding_level": "province", "fields": "Rượu; y-te",
    "industries": "2018:1101", "stage": "opening", "firm_size": "small", "online_level": "full",
    "regulation_subjects": "Thương nhân", "card_who": "Mọi cơ sở", "condition": "",
    "steps": "Bước 1.\nBước 2.", "channels": "Trực tiếp.", "dossier": "Đơn.", "time_limit": "15 ngày.",
    "subjects": "Thương nhân.", "authority": "Sở Công Thương.",
    "paper_rows": "Đơn đề nghị | 2 | Mẫu 01\nBản vẽ", "fee_rows": "Lệ phí | 2.200.000 đ\nPhí thẩm định || theo hồ sơ",
    "time_limit_rows": "15 ngày làm việc | Thẩm định\n3 | hours", "frequency_rows": "2 | năm",
    "basis_rows": "105/2017/ND-CP | khoản 1 Điều 1\n105/2017/NĐ-CP",
}  # fmt: skip


@pytest.fixture
def ministry(db):
    return make_agency("BCT", name_vi="Bộ Công Thương")


@pytest.fixture
def lists(ministry):
    """What FULL names."""
    make_field("Rượu", slug="ruou"), make_field("Y tế", slug="y-te")
    make_industry("1101", edition=make_edition("2018"))
    return make_document_version(make_document("105/2017/NĐ-CP")).document


@pytest.fixture
def take(tmp_path):
    return lambda rows, **options: import_file(write_csv(tmp_path / "file.csv", rows), **options)


def test_a_row_becomes_a_published_version_with_all_it_says(lists, take):
    said, report, refused = take([FULL])
    assert refused == ""
    regulation = Regulation.objects.get()
    assert (regulation.code, regulation.kind, regulation.agency.acronym) == ("1.012345", "procedure", "BCT")
    assert (regulation.deciding_level, regulation.stage, regulation.firm_size) == ("province", "opening", "small")
    assert sorted(field.slug for field in regulation.fields.all()) == ["ruou", "y-te"]
    assert [industry.code for industry in regulation.industries.all()] == ["1101"]
    version = regulation.versions.get()
    assert (version.live, version.number, version.state) == (True, 1, State.PARTLY)
    assert (version.effective_from, version.card_who) == (datetime.date(2026, 1, 1), "Mọi cơ sở")
    assert list(version.parts.values_list("key", flat=True)) == [
        "steps", "channels", "dossier", "time_limit", "subjects", "authority",
    ]  # fmt: skip
    assert list(version.papers.values_list("name", "copies", "form")) == [
        ("Đơn đề nghị", 2, "Mẫu 01"), ("Bản vẽ", 1, ""),
    ]  # fmt: skip
    assert list(version.fees.values_list("name", "amount", "note")) == [
        ("Lệ phí", 2_200_000, ""), ("Phí thẩm định", None, "theo hồ sơ"),
    ]  # fmt: skip
    assert list(version.time_limits.values_list("number", "unit", "label")) == [
        (15, "working_days", "Thẩm định"), (3, "hours", ""),
    ]  # fmt: skip
    assert list(version.frequencies.values_list("number", "period")) == [(2, "year")]
    assert list(version.bases.values_list("document", "label")) == [(lists.pk, "dieu-1-khoan-1"), (lists.pk, "")]
    assert report == [
        {"row": 2, "code": "1.012345", "effective_from": "2026-01-01", "outcome": "created", "stands_as": "published"}
    ]
    assert "Added: 1 regulations, 1 published versions, 0 drafts" in said


def test_a_second_run_changes_nothing(lists, take):
    rows = [FULL, FULL | {"effective_from": "01/07/2026", "title": "Cấp giấy phép mới"}, ROW | {"publish": "không"}]
    take(rows)
    before = register_rows()
    said, report, refused = take(rows)
    assert refused == ""
    assert [row["outcome"] for row in report] == ["unchanged"] * 3
    assert register_rows() == before
    assert "Nothing was added" in said


def test_rows_by_the_thousand_come_out_as_one_published_by_hand(lists, take):
    """The same tables, the same values, the same log, the same index jobs."""
    IndexTarget.objects.create(name="tantivy:here")
    _said, _report, refused = take([FULL])
    assert refused == ""
    imported = RegulationVersion.objects.get()
    twin = make_regulation(
        imported.regulation.agency, code="2.1", deciding_level="province", stage="opening", firm_size="small",
        online_level="full", subjects="Thương nhân",
    )  # fmt: skip
    rows = {
        name: list(getattr(imported, name).values(*fields))
        for name, fields in {
            "papers": ("name", "copies", "form"), "fees": ("name", "amount", "note"),
            "time_limits": ("label", "number", "unit"), "frequencies": ("number", "period"),
        }.items()
    }  # fmt: skip
    by_hand = make_version(
        twin, title="Cấp giấy phép", effective_from=imported.effective_from, state="partly", note="Vì sửa nghị định",
        card_who="Mọi cơ sở", parts={part.key: part.text for part in imported.parts.all()}, **rows,
        bases=[{"document": lists, "label": "dieu-1-khoan-1"}, {"document": lists, "label": ""}],
    )  # fmt: skip

    def values(row, *own):
        own = {"id", "created_at", "latest_revision", "live_revision", "regulation", "version", *own}
        return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in own}

    moments = ("recorded_at", "first_published_at", "last_published_at")
    stored = RegulationVersion.objects.get(pk=by_hand.pk)
    assert values(imported, *moments) == values(stored, *moments)
    for model in (Part, Paper, Fee, TimeLimit, Frequency, LegalBasis):
        mine, theirs = ([values(row) for row in model.objects.filter(version=one)] for one in (imported, stored))
        assert mine == theirs != []
    mine, theirs = (
        [(entry.action, entry.user_id, entry.data) for entry in AuditEntry.objects.for_instance(one)]
        for one in (imported, stored)
    )
    assert mine == theirs
    jobs = [list(IndexJob.objects.filter(kind="regulation", key=one.regulation_id).values_list("target__name"))
            for one in (imported, stored)]  # fmt: skip
    assert jobs[0] == jobs[1] != []


def test_versions_of_one_regulation_are_numbered_by_their_days_whatever_the_order_of_the_rows(ministry, take):
    days = ["2023-01-01", "2021-01-01", "2022-01-01"]
    take([ROW | {"effective_from": day} for day in days])
    numbered = Regulation.objects.get().versions.order_by("number")
    assert [str(version.effective_from) for version in numbered] == sorted(days)


def test_a_new_day_of_a_regulation_that_is_there_is_a_new_version(ministry, take):
    take([ROW])
    _said, report, _refused = take([ROW, ROW | {"effective_from": "2022-01-01", "state": "abolished"}])
    assert [row["outcome"] for row in report] == ["unchanged", "new_version"]
    assert list(RegulationVersion.objects.order_by("number").values_list("number", "state")) == [
        (1, "in_force"), (2, "abolished"),
    ]  # fmt: skip


def test_what_is_published_is_corrected_at_the_desk_not_by_a_file(ministry, take):
    take([ROW])
    before = register_rows()
    _said, report, refused = take([ROW | {"condition": "Khác.", "note": "Khác"}])
    assert "refused" in refused
    (reason,) = problems(report)[2]
    assert "phiên bản 1 đã công bố" in reason
    assert "note" in reason and "condition" in reason and "đính chính" in reason
    assert register_rows() == before


def test_a_row_may_stay_a_draft_and_may_lack_parts(ministry, take):
    _said, report, _refused = take([ROW | {"publish": "không", "condition": ""}])
    version = RegulationVersion.objects.get()
    assert (version.live, version.number, version.drafted_by) == (False, None, None)
    assert report[0]["stands_as"] == "draft"
    _said, report, _refused = take([ROW | {"publish": "có"}])
    assert "bản thảo" in problems(report)[2][0]


def test_a_draft_that_officers_work_on_is_never_written_over(ministry, take):
    regulation = make_regulation(ministry, code="1.000100", kind="condition")
    make_draft(regulation, effective_from=datetime.date(2021, 2, 1))
    before = register_rows()
    _said, report, _refused = take([ROW | {"publish": "không"}])
    assert "bản thảo" in problems(report)[2][0]
    assert register_rows() == before


def test_a_regulation_that_the_register_describes_otherwise_is_refused(ministry, take):
    make_agency("BYT")
    take([ROW])
    later = ROW | {"effective_from": "2022-01-01"}
    for changed in ({"agency": "BYT"}, {"stage": "closing"}, {"code": "1.000100".replace("1.", "A.")}):
        _said, report, _refused = take([later | changed])
        assert ("refused" in report[0]["outcome"]) == ("code" not in changed)
    _said, report, _refused = take([later | {"kind": "report", "condition": "", "content": "x"}])
    assert "kind" in problems(report)[2][-1] or "phần" in str(problems(report))


def test_rows_that_contradict_each_other_are_refused_by_name(ministry, take):
    rows = [
        ROW, ROW | {"effective_from": "2022-01-01", "stage": "closing"}, ROW | {"title": "Khác"}, ROW,
        ROW | {"code": "B.1"}, ROW | {"code": "b.1", "effective_from": "2022-01-01"},
    ]  # fmt: skip
    _said, report, _refused = take(rows)
    wrong = problems(report)
    assert sorted(wrong) == [3, 4, 7]
    assert "khác dòng 2" in wrong[3][0] and "stage" in wrong[3][0]
    assert "khác dòng 2" in wrong[4][0] and "title" in wrong[4][0]
    assert "khác dòng 6" in wrong[7][0] and "code" in wrong[7][0]
    assert [row["outcome"] for row in report] == ["held", "refused", "refused", "unchanged", "held", "refused"]


def test_one_wrong_row_stops_all_and_a_dry_run_writes_nothing(ministry, take):
    before = register_rows()
    good = [ROW | {"code": f"1.{n}"} for n in range(5)]
    _said, report, refused = take([*good, ROW | {"agency": "KHÔNG"}])
    assert "Nothing was changed" in refused
    assert {row["outcome"] for row in report[:5]} == {"held"}
    said, report, refused = take(good, dry_run=True)
    assert (refused, {row["outcome"] for row in report}) == ("", {"created"})
    assert "nothing was written" in said
    assert register_rows() == before


def test_sixty_bad_rows_are_each_told_what_is_wrong_with_every_cell(ministry, take):
    make_document_version(make_document("1/2026/NĐ-CP"))
    wrongs = [
        ({"code": ""}, ["code", "trống"]), ({"code": "mã có dấu"}, ["code", "không dấu"]),
        ({"code": "x" * 61}, ["code", "60"]), ({"kind": "luật"}, ["kind", "luật", "procedure"]),
        ({"title": ""}, ["title", "trống"]), ({"title": "t" * 501}, ["title", "501", "500"]),
        ({"agency": "BXX"}, ["agency", "BXX"]), ({"effective_from": "31/02/2021"}, ["31/02/2021", "ngày"]),
        ({"effective_from": "2021"}, ["effective_from", "2021"]), ({"effective_from": "1/2/21"}, ["1/2/21"]),
        ({"state": "còn"}, ["state", "in_force"]), ({"condition": ""}, ["condition", "bắt buộc"]),
        ({"steps": "Bước 1"}, ["steps", "không có phần"]), ({"fee_rows": "Phí | mười"}, ["fee_rows", "mười", "dòng 1"]),
        ({"fee_rows": "Phí | 9223372036854775808"}, ["9223372036854775808"]),
        ({"paper_rows": "Đơn\nĐơn | -1"}, ["paper_rows", "dòng 2", "-1"]),
        ({"paper_rows": "a|1|b|c"}, ["paper_rows", "4"]), ({"time_limit_rows": "15 | tuần"}, ["tuần"]),
        ({"basis_rows": "99/2099/NĐ-CP"}, ["99/2099/NĐ-CP"]), ({"basis_rows": "1/2026/NĐ-CP | Điều 99 "}, ["Điều 99"]),
        ({"industries": "2018:9999"}, ["industries", "2018:9999"]), ({"fields": "Không có"}, ["fields", "Không có"]),
        ({"card_who": "từ " * 121}, ["121", "120"]), ({"publish": "có thể"}, ["publish", "có thể"]),
    ]  # fmt: skip
    rows = [ROW | {"code": f"1.{number}"} | wrongs[number % len(wrongs)][0] for number in range(60)]
    before = register_rows()
    said, report, _refused = take(rows)
    wrong = problems(report)
    assert len(wrong) == 60
    for number in range(60):
        text = " ".join(wrong[number + 2])
        assert [word for word in wrongs[number % len(wrongs)][1] if word not in text] == [], text
    assert said.count("\n  row ") == 20 + said.count("1.x")  # one problem a row here; the rest is in the report
    assert register_rows() == before


def test_one_row_tells_all_its_wrong_cells(ministry, take):
    _said, report, _refused = take([ROW | {"agency": "BXX", "effective_from": "mai", "fee_rows": "|5", "title": ""}])
    assert len(problems(report)[2]) == 4


def test_the_report_for_a_spreadsheet_runs_no_formula(ministry, tmp_path):
    path = write_csv(tmp_path / "file.csv", [ROW | {"agency": "=cmd|' /C calc'!A0"}])
    report = tmp_path / "said.csv"
    import io

    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError):
        call_command("import_regulations", path, report=report, stdout=io.StringIO())
    data = report.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in line]
    assert cells[:6] == ["row", "code", "effective_from", "outcome", "stands_as", "problems"]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_many_take_few_queries(ministry, take, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        take([ROW | {"code": f"1.{number}"} for number in range(80)])
