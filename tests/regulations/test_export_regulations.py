"""`manage.py export_regulations`: what is written is read back as the same, whatever the texts."""

import csv
import datetime
import io
import unicodedata
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulations.exporting.files import ExportRefused, export_regulations
from regulations.importing.columns import current_columns
from regulations.models import Regulation, RegulationVersion
from regulations.publishing import publish_version
from regulations.text.normalise import normalise_text
from regulations.transfers import transfer_records
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
    required_parts,
)
from tests.regulations.regulation_files import import_file

pytestmark = pytest.mark.django_db
KINDS = ("xlsx", "csv", "docx")
AWKWARD = [
    "=1+1", "+84 24 3936", "-5 ngày", "@tên", "'=trích", "''", "'", "\t=SUM(A1)", "\r=x", "a | b \\| c \\ d \\n e",
    "Dòng một\nDòng hai\n\n  lùi vào", 'nháy "kép" và \'đơn\', phẩy; chấm phẩy',
    unicodedata.normalize("NFD", "hồ sơ nộp tại Sở"), "<w:t>&amp;</w:t> ]]>",
    "_x000D_ _x0041_ _x005F_", "000123.4500", "1.100", "ký tự \u2028 lạ \u200b", "sep=;", "TRUE", "#N/A",
    "=cmd|' /C calc'!A0", "x" * 30_000,
]  # fmt: skip
START = datetime.date(2024, 1, 1)


@pytest.fixture
def ministry(db):
    return make_agency("BCT", name_vi="Bộ Công Thương")


def register_with(agency, texts, **more):
    """A procedure each text of which is somewhere in its content."""
    texts = [text if normalise_text(text).strip() else "x" for text in texts]
    line = [" ".join(normalise_text(text).split())[:200] for text in texts]
    parts = dict(zip(required_parts("procedure"), (texts * 6)[:6], strict=True))
    return make_version(
        make_regulation(agency, subjects=line[0], **more), title=line[-1], note=line[0], parts=parts,
        card_what=" ".join(line[0].split()[:10]), effective_from=START,
        papers=[{"name": text, "copies": n, "form": line[0]} for n, text in enumerate(line)],
        fees=[{"name": line[0], "amount": None, "note": line[-1]}, {"name": line[-1], "amount": 0}],
        time_limits=[{"label": line[0], "number": 15}], frequencies=[{"number": 2, "period": "year"}],
    )  # fmt: skip


def export(path, *arguments):
    call_command("export_regulations", path, *arguments, stdout=io.StringIO())
    return path


def outcomes(path):
    _said, report, refused = import_file(path)
    assert refused == "", report[:3]
    return {row["outcome"] for row in report}


def emptied():
    for relation in ("parts", "papers", "fees", "time_limits", "frequencies", "bases"):
        RegulationVersion._meta.get_field(relation).related_model.objects.all().delete()
    RegulationVersion.objects.all().delete()
    Regulation.objects.all().delete()


@pytest.mark.parametrize("kind", KINDS)
def test_awkward_texts_come_back_as_they_were(tmp_path, ministry, kind):
    for number, text in enumerate(AWKWARD):
        register_with(ministry, [text, "Thường"], code=f"1.{number:05d}0")
    for number in range(0, len(AWKWARD) - 3, 3):
        register_with(ministry, AWKWARD[number : number + 3], code=f"2.{number:05d}0")
    first = export(tmp_path / f"first.{kind}")
    assert outcomes(first) == {"unchanged"}
    emptied()
    assert outcomes(first) <= {"created", "new_version"}
    second = export(tmp_path / f"second.{kind}")
    assert contents(second) == contents(first)


@pytest.mark.parametrize("kind", KINDS)
@given(texts=st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_comes_back_as_it_was(tmp_path_factory, kind, texts):
    agency = make_agency()
    try:
        register_with(agency, [text.replace("\x00", "") for text in texts])
        path = tmp_path_factory.mktemp("export") / f"any.{kind}"
        try:
            export(path)
        except CommandError as refused:
            assert kind == "docx" and {"\ufffe", "\uffff"} & set("".join(texts)), refused
        else:
            assert outcomes(path) == {"unchanged"}
    finally:
        emptied()
        agency.delete()


def contents(path):
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    if path.suffix == ".docx":
        return zipfile.ZipFile(path).read("word/document.xml")
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active]


def test_no_cell_can_be_run(tmp_path, ministry):
    """In CSV by an apostrophe before it, in Excel by the cell's type and the mark that Excel sets for an apostrophe."""
    for text in AWKWARD:
        register_with(ministry, [text])
    cells = [cell for row in contents(export(tmp_path / "safe.csv")) for cell in row if cell]
    assert len(cells) > 300
    assert [cell for cell in cells if cell[0] in "=+-@\t\r"] == []
    sheet = openpyxl.load_workbook(export(tmp_path / "safe.xlsx")).active
    written = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in written} == {"s"}
    assert {cell.number_format for cell in written} == {"@"}
    runnable = [cell for cell in written if cell.value[0] in "=+-@'"]
    assert len(runnable) > 30
    assert {bool(cell.quotePrefix) for cell in runnable} == {True}


def test_the_columns_are_those_of_the_import(tmp_path, ministry):
    register_with(ministry, ["Nội dung"])
    keys = [column.key for column in current_columns()]
    assert contents(export(tmp_path / "a.xlsx"))[0] == keys
    assert contents(export(tmp_path / "a.csv"))[0] == keys


@pytest.mark.parametrize("kind", KINDS)
def test_everything_a_row_can_say_comes_back(tmp_path, ministry, kind):
    decree = make_document_version(make_document("105/2017/NĐ-CP")).document
    regulation = make_regulation(
        ministry, code="2.001234", deciding_level="province", stage="opening", firm_size="small", online_level="full",
        fields=[make_field("Rượu", slug="ruou"), make_field("Y tế", slug="y-te")],
        industries=[make_industry("1101", edition=make_edition("2018"))],
    )  # fmt: skip
    make_version(regulation, effective_from=START, bases=[{"document": decree, "label": "dieu-1-khoan-2"},
                                                          {"document": decree}])  # fmt: skip
    make_version(regulation, effective_from=datetime.date(2025, 1, 1), state="partly")
    make_version(regulation, effective_from=datetime.date(2099, 1, 1), state="abolished")
    make_draft(regulation, effective_from=datetime.date(2026, 5, 5))
    path = export(tmp_path / f"all.{kind}", "--all-versions")
    _said, report, refused = import_file(path)
    assert refused == ""
    assert [(row["outcome"], row["effective_from"]) for row in report] == [
        ("unchanged", "2024-01-01"), ("unchanged", "2025-01-01"), ("unchanged", "2099-01-01"),
    ]  # fmt: skip


def test_one_version_a_regulation_that_of_the_day(tmp_path, ministry):
    old = make_version(make_regulation(ministry, code="1.1"), effective_from=START)
    make_version(old.regulation, effective_from=datetime.date(2026, 1, 1))
    make_version(make_regulation(ministry, code="1.2"), effective_from=datetime.date(2099, 1, 1))
    make_draft(make_regulation(ministry, code="1.3"))
    correcting = make_draft(old.regulation, effective_from=START, title="Bản đính chính")
    RegulationVersion.objects.filter(pk=correcting.pk).update(corrects=old)
    publish_version(version=RegulationVersion.objects.get(pk=correcting.pk))

    def said(*arguments):
        rows = list(csv.DictReader(io.StringIO(export(tmp_path / "a.csv", *arguments).read_text("utf-8-sig"))))
        return [(row["code"], row["effective_from"]) for row in rows]

    assert said() == [("1.1", "2026-01-01"), ("1.2", "2099-01-01")]
    assert said("--on", "2025-06-30") == [("1.1", "2024-01-01")]
    assert len(said("--all-versions")) == 3
    assert "Bản đính chính" in export(tmp_path / "a.csv", "--all-versions").read_text("utf-8-sig")


def test_an_agencys_own_by_its_old_name_too(tmp_path, ministry):
    health = make_agency("BYT")
    for agency, code in ((ministry, "1.1"), (health, "2.1")):
        make_version(make_regulation(agency, code=code))
    transfer_records(from_agency=ministry, to_agency=health, on=datetime.date(2025, 3, 1), reason="Sáp nhập", by=None)
    for acronym, expected in (("BCT", {"1.1"}), ("BYT", {"1.1", "2.1"})):
        text = export(tmp_path / "a.csv", "--agency", acronym).read_text("utf-8-sig")
        assert {row["code"] for row in csv.DictReader(io.StringIO(text))} == expected
    with pytest.raises(CommandError, match="KHÔNG"):
        export(tmp_path / "a.csv", "--agency", "KHÔNG")


def test_what_a_kind_cannot_hold_is_refused_and_nothing_is_left(tmp_path, ministry):
    register_with(ministry, ["x" * 32_767])
    with pytest.raises(CommandError, match="32766"):
        export(tmp_path / "long.xlsx")
    with pytest.raises(CommandError, match="kind of file"):
        export(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
    for kind in ("csv", "docx"):
        assert outcomes(export(tmp_path / f"long.{kind}")) == {"unchanged"}
    with pytest.raises(ExportRefused):
        export_regulations(io.BytesIO(), "xlsx", Regulation.objects.all())


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_register_gives_headings_alone(tmp_path, kind):
    path = export(tmp_path / f"empty.{kind}")
    _said, _report, refused = import_file(path)
    assert "không có" in refused.lower()


@pytest.mark.parametrize(
    ("put_in", "reason"),
    [
        ("<w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p>", "TỐI MẬT"),
        ("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "hai cột"),
        ("<w:tbl><w:tr><w:tc><w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>", "thay đổi"),
    ],
)
def test_a_word_file_that_is_not_plain_is_refused_with_the_reason(tmp_path, ministry, put_in, reason):
    register_with(ministry, ["Nội dung"])
    whole = export(tmp_path / "whole.docx")
    changed = tmp_path / "changed.docx"
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(changed, "w") as copy:
        for name in package.namelist():
            content = package.read(name).decode()
            copy.writestr(name, content.replace("<w:body>", f"<w:body>{put_in}"))
    _said, _report, refused = import_file(changed)
    assert reason in refused and "Nothing was changed" in refused


def test_what_is_no_word_file_is_refused(tmp_path, ministry):
    for content in (b"", b"PK\x03\x04", b"x" * 100):
        path = tmp_path / "a.docx"
        path.write_bytes(content)
        _said, _report, refused = import_file(path)
        assert "Nothing was changed" in refused
