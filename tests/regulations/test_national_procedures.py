"""The national procedure database: read from a file, compared, and nothing overwritten by it."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from regulations.control import submit
from regulations.models import AuditEntry, NationalProcedure, Regulation, RegulationVersion
from regulations.national.comparing import comparisons
from regulations.national.deciding import SETTLED, leave_different, take_over
from regulations.publishing import PublicationRefused, publish_version
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_draft,
    make_officer,
    make_regulation,
    make_version,
    required_parts,
)
from tests.regulations.regulation_files import write_csv, write_xlsx

pytestmark = pytest.mark.django_db
START = datetime.date(2024, 1, 1)


@pytest.fixture
def ministry(db):
    return make_agency("BCT", name_vi="Bộ Công Thương")


@pytest.fixture
def officer(ministry):
    return make_officer(ministry)


def procedure(ministry, code="1.012345", **fields):
    fields = {"title": "Cấp giấy phép", "effective_from": START, "time_limits": [{"number": 15}],
              "papers": [{"name": "Đơn"}]} | fields  # fmt: skip
    return make_version(make_regulation(ministry, code=code), **fields)


def row(**more):
    said = {"code": "1.012345", "title": "Cấp giấy phép", "agency": "Bộ Công Thương"}
    return said | {"time_limit_rows": "15 | working_days", "paper_rows": "Đơn"} | more


def read(tmp_path, rows, *arguments):
    call_command("read_national_procedures", write_csv(tmp_path / "quoc-gia.csv", rows), *arguments)


def kinds(agencies=None):
    return {one.code: (one.kind, one.keys) for one in comparisons(agencies)}


def test_what_differs_is_named_and_the_register_stays(tmp_path, ministry, capsys):
    version = procedure(ministry)
    procedure(ministry, "1.000002"), procedure(ministry, "1.000003"), procedure(ministry, "QD-4")
    make_version(make_regulation(make_agency("BYT"), code="1.000009"))
    before = list(RegulationVersion.objects.values())
    read(tmp_path, [
        row(title="Cấp giấy phép kinh doanh", time_limit_rows="10 | working_days", steps="Bước khác."),
        row(code="1.000002", agency=""), row(code="1.777777", title="Thủ tục lạ"),
    ])  # fmt: skip
    said = capsys.readouterr().out
    assert "3 new" in said and "1 differs, 1 missing_here, 1 missing_there, 1 same" in said
    assert kinds() == {
        "1.000002": ("same", ()),
        "1.000003": ("missing_there", ()),
        "1.012345": ("differs", ("title", "time_limit_rows", "steps")),
        "1.777777": ("missing_here", ()),
    }
    assert list(RegulationVersion.objects.values()) == before
    assert version.regulation.versions.count() == 1


def test_codes_of_provinces_names_and_blank_cells(tmp_path, ministry):
    procedure(ministry)
    read(tmp_path, [row(code="1.012345.000.00.00.H01", agency="bct", paper_rows="", time_limit_rows="")])
    assert NationalProcedure.objects.get().code == "1.012345"
    assert kinds() == {"1.012345": ("same", ())}


def test_an_unknown_name_is_a_difference_and_so_is_an_abolished_rule(tmp_path, ministry):
    procedure(ministry), procedure(ministry, "1.000002", state="abolished")
    read(tmp_path, [row(basis_rows="99/2031/NĐ-CP"), row(code="1.000002")])
    assert kinds() == {"1.012345": ("differs", ("basis_rows",)), "1.000002": ("differs", ("state",))}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_files_of_every_kind_and_a_map(tmp_path, ministry, kind):
    procedure(ministry)
    rows = [{"Mã TTHC": "1.012345", "Tên": "Cấp giấy phép mới", "Bỏ": "x"}]
    path = tmp_path / f"a.{kind}"
    if kind == "jsonl":
        path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    else:
        (write_xlsx if kind == "xlsx" else write_csv)(path, rows)
    given = tmp_path / "map.toml"
    given.write_text('ignore = ["Bỏ"]\n[columns]\ncode = "Mã TTHC"\ntitle = "Tên"\n', encoding="utf-8")
    call_command("read_national_procedures", path, map=given)
    assert kinds() == {"1.012345": ("differs", ("title",))}


def test_a_wrong_row_stores_nothing(tmp_path, ministry, capsys):
    for wrong in (row(title=""), row(code="không có"), row(time_limit_rows="mười ngày"), row(title="Khác")):
        with pytest.raises(CommandError, match="Nothing was stored"):
            read(tmp_path, [row(), wrong])
        assert "row 3" in capsys.readouterr().out
    for rows in ([{"code": "1.1"}], [row(la="x")]):
        with pytest.raises(CommandError, match="Nothing was stored"):
            read(tmp_path, rows)
    assert not NationalProcedure.objects.exists()


def test_the_same_again_changes_nothing_and_the_whole_lets_go(tmp_path, ministry, capsys):
    read(tmp_path, [row(), row(code="1.000002")])
    read(tmp_path, [row(), row(code="1.000002", title="Mới")])
    assert "0 new, 1 changed, 1 as before, 0 let go" in capsys.readouterr().out
    read(tmp_path, [row(code="1.000003")])
    assert NationalProcedure.objects.count() == 3
    read(tmp_path, [row()], "--whole")
    assert "0 new, 0 changed, 1 as before, 2 let go" in capsys.readouterr().out
    assert list(NationalProcedure.objects.values_list("code", flat=True)) == ["1.012345"]


def one():
    return NationalProcedure.objects.get(code="1.012345")


def test_what_is_taken_over_is_a_draft_that_legal_control_judges(tmp_path, ministry, officer):
    version = procedure(ministry, fees=[{"name": "Lệ phí", "amount": 1000}])
    read(tmp_path, [row(title="Cấp giấy phép kinh doanh", time_limit_rows="10 | working_days",
                        paper_rows="Đơn\nBản vẽ | 2", steps="Bước khác.")])  # fmt: skip
    taken = take_over(procedure=one(), shown=one().content_hash, by=officer)
    draft = taken.draft.get_latest_revision_as_object()
    assert (draft.live, draft.title, draft.effective_from) == (False, "Cấp giấy phép kinh doanh", None)
    assert [(row.number, row.unit) for row in draft.time_limits.all()] == [(10, "working_days")]
    assert [(row.name, row.copies) for row in draft.papers.all()] == [("Đơn", 1), ("Bản vẽ", 2)]
    assert [row.amount for row in draft.fees.all()] == [1000]
    parts = {part.key: part.text for part in draft.parts.all()}
    assert parts == required_parts("procedure") | {"steps": "Bước khác."}
    assert "cơ sở dữ liệu quốc gia" in draft.note
    with pytest.raises(PublicationRefused, match="đang có bản thảo"):
        take_over(procedure=one(), shown=one().content_hash, by=officer)

    draft.effective_from = datetime.date(2026, 12, 1)
    draft.save_revision(user=officer)
    submit(version=RegulationVersion.objects.get(pk=draft.pk), by=officer)
    waiting = RegulationVersion.objects.get(pk=draft.pk)
    publish_version(version=waiting.get_latest_revision_as_object(), by=make_controller(ministry),
                    revision=waiting.latest_revision)  # fmt: skip
    assert version.regulation.versions.filter(live=True).count() == 2


def test_a_procedure_that_the_register_lacks_is_added_with_its_first_draft(tmp_path, ministry, officer):
    read(tmp_path, [row(effective_from="01/02/2026", online_level="full", steps="Bước 1.", basis_rows="9/2031/NĐ-CP")])
    taken = take_over(procedure=one(), shown=one().content_hash, by=officer)
    regulation = Regulation.objects.get()
    assert (regulation.code, regulation.agency, regulation.online_level) == ("1.012345", ministry, "full")
    draft = taken.draft.get_latest_revision_as_object()
    assert (draft.effective_from, draft.drafted_by) == (datetime.date(2026, 2, 1), officer)
    assert len(taken.left_out) == 1 and "9/2031/NĐ-CP" in taken.left_out[0]
    assert not Regulation.objects.public().exists()


def test_left_different_for_a_reason_until_the_national_record_changes(tmp_path, ministry, officer):
    procedure(ministry)
    read(tmp_path, [row(title="Khác")])
    with pytest.raises(ValidationError):
        leave_different(procedure=one(), shown=one().content_hash, reason=" ", by=officer)
    leave_different(procedure=one(), shown=one().content_hash, reason="Chờ sửa ở trung ương", by=officer)
    assert kinds()["1.012345"] == ("settled", ("title",))
    entry = AuditEntry.objects.for_instance(one()).get(action=SETTLED)
    assert (entry.user, entry.why) == (officer, "Chờ sửa ở trung ương")
    read(tmp_path, [row(title="Khác")])
    assert kinds()["1.012345"][0] == "settled"
    read(tmp_path, [row(title="Khác nữa")])
    assert kinds()["1.012345"][0] == "differs"


def test_who_may_decide_and_only_on_what_was_shown(tmp_path, ministry, officer):
    procedure(ministry)
    read(tmp_path, [row(title="Khác")])
    shown = one().content_hash
    stranger = make_officer(make_agency("BYT"))
    for act in (take_over, lambda **said: leave_different(reason="x", **said)):
        with pytest.raises(PublicationRefused):
            act(procedure=one(), shown=shown, by=stranger)
        with pytest.raises(PublicationRefused, match="đọc lại"):
            act(procedure=one(), shown="0" * 64, by=officer)
    assert not RegulationVersion.objects.filter(live=False).exists()
    assert one().settled_hash == ""


def test_a_draft_alone_is_no_version_to_compare(tmp_path, ministry, officer):
    make_draft(make_regulation(ministry, code="1.012345"))
    read(tmp_path, [row()])
    assert kinds() == {"1.012345": ("missing_here", ())}
    assert kinds({ministry.pk}) == kinds()
    assert kinds({make_agency("BYT").pk}) == {}
