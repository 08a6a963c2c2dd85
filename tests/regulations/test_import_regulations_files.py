"""Files of regulations as offices make them: Excel's own habits, spellings of CSV, what is refused whole."""

import datetime
import zipfile

import openpyxl
import pytest

from regulations.importing.columns import current_columns
from regulations.models import Agency, Regulation, RegulationVersion
from tests.factories.regulations import make_agency, make_regulation, make_version
from tests.regulations.regulation_files import ROW, import_file, problems, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ministry(db):
    make_agency("BCT", name_vi="Bộ Công Thương")


def refusal(path):
    _said, _report, refused = import_file(path)
    assert not Regulation.objects.exists()
    return refused


def test_a_workbook_with_dates_numbers_and_blank_rows(tmp_path):
    rows = [
        ROW | {"effective_from": datetime.date(2021, 2, 1), "title": 2026},
        {},
        ROW | {"code": 7, "effective_from": "1-2-2021", "note": datetime.datetime(2020, 12, 31), "publish": True},
    ]
    _said, report, refused = import_file(write_xlsx(tmp_path / "a.xlsx", rows, headings=[*ROW, "note", "publish"]))
    assert refused == ""
    assert [row["row"] for row in report] == [2, 4]
    first, second = RegulationVersion.objects.order_by("pk")
    assert (first.title, first.effective_from) == ("2026", datetime.date(2021, 2, 1))
    assert (second.regulation.code, second.effective_from, second.note) == (
        "7", datetime.date(2021, 2, 1), "31/12/2020",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("01/02/2021", (2021, 2, 1)), ("1/2/2021", (2021, 2, 1)), ("2021-02-01", (2021, 2, 1)),
        ("1.2.2021", (2021, 2, 1)), ("31/12/2021", (2021, 12, 31)), (" 01/02/2021 ", (2021, 2, 1)),
    ],
)  # fmt: skip
def test_a_day_is_written_day_first_or_as_iso(tmp_path, written, meant):
    import_file(write_csv(tmp_path / "a.csv", [ROW | {"effective_from": written}]))
    assert RegulationVersion.objects.get().effective_from == datetime.date(*meant)


@pytest.mark.parametrize("written", ["12/31/2021", "2021/02/01", "44228", "01/02/21", "0001-01-01", "29/02/2021"])
def test_a_day_that_may_mean_something_else_is_refused(tmp_path, written):
    _said, report, _refused = import_file(write_csv(tmp_path / "a.csv", [ROW | {"effective_from": written}]))
    assert written in problems(report)[2][0]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("=1+1", "công thức"), ("#N/A", "báo lỗi"), ("x" * 32_767, "giới hạn"), (1.00123, "số 0 ở cuối")],
)
def test_a_cell_whose_value_cannot_be_believed_is_named(tmp_path, cell, reason):
    def change(sheet):
        sheet["A2"] = cell

    _said, report, _refused = import_file(write_xlsx(tmp_path / "a.xlsx", [ROW], change=change))
    assert "code" in problems(report)[2][0] and reason in problems(report)[2][0]


def test_headings_may_be_vietnamese_and_in_any_order(tmp_path):
    headings = {column.key: column.heading for column in current_columns()}
    row = {headings[key].upper(): value for key, value in reversed(ROW.items())}
    _said, report, refused = import_file(write_csv(tmp_path / "a.csv", [row]))
    assert (refused, report[0]["outcome"]) == ("", "created")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_excel_saves_it(tmp_path, encoding, delimiter):
    path = write_csv(tmp_path / "a.csv", [ROW | {"title": "Rượu; bia, thuốc"}], encoding=encoding, delimiter=delimiter)
    _said, _report, refused = import_file(path)
    assert refused == ""
    assert RegulationVersion.objects.get().title == "Rượu; bia, thuốc"


def test_csv_that_names_its_delimiter_keeps_the_numbers_of_its_rows(tmp_path):
    path = write_csv(tmp_path / "a.csv", [ROW, {"code": "x y"}], delimiter=";", encoding="utf-8")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    _said, report, _refused = import_file(path)
    assert [row["row"] for row in report] == [3, 4]


def test_text_is_stored_in_one_form(tmp_path):
    decomposed = "Ðiều kiê\u0323n\u00a0bán\u200b lẻ"
    import_file(write_csv(tmp_path / "a.csv", [ROW | {"title": decomposed, "condition": "Một.\r\n\x07Hai. "}]))
    version = RegulationVersion.objects.get()
    assert version.title == "Điều kiện bán lẻ"
    assert version.parts.get().text == "Một.\nHai."


def test_a_long_text_fits_in_csv(tmp_path):
    text = "Đoạn văn dài. " * 20_000
    import_file(write_csv(tmp_path / "a.csv", [ROW | {"condition": text}]))
    assert RegulationVersion.objects.get().parts.get().text == text.strip()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "rỗng"),
        (b"\n\n", "không có dòng"),
        ("Mã quy định,Tên\nĐiều".encode("cp1258", "replace"), "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 10, ".xls"),
        (b"code,kind,code\n1,2,3", "hai lần"),
        (b"code,Code\n1,2", "hai lần"),
        (b"code,tittle\n1,2", "tittle"),
        (b"code,title\n1,2", "agency"),
        (b'code,kind,title,agency,effective_from\n"1,2', "CSV"),
        (b"code,kind,title,agency,effective_from\n", "dưới tiêu đề"),
    ],
)
def test_a_file_that_is_no_table_of_regulations_is_refused_whole(tmp_path, content, reason):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert reason in refusal(path)


def test_a_row_with_more_cells_than_headings_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", [ROW])
    path.write_bytes(path.read_bytes().rstrip() + b",thua\r\n")
    _said, report, _refused = import_file(path)
    assert "thua" in problems(report)[2][0]


def test_merged_cells_are_refused(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [ROW, ROW], change=lambda sheet: sheet.merge_cells("D2:D3"))
    assert "D2:D3" in refusal(path)


def test_a_package_that_unpacks_to_too_much_or_is_no_workbook_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/x", b"0" * 1_100_000_000)
    assert path.stat().st_size < 2_000_000
    assert "1000 MB" in refusal(path)
    for content in (b"PK\x03\x04 broken", b"not a zip at all"):
        path.write_bytes(content)
        assert ".xlsx" in refusal(path)


def test_a_workbook_with_a_doctype_is_refused(tmp_path):
    source, path = write_xlsx(tmp_path / "b.xlsx", [ROW]), tmp_path / "a.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + data.partition(b"?>")[2]
            new.writestr(name, data)
    assert "DOCTYPE" in refusal(path)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_has_every_column_and_may_be_filled_in(tmp_path, kind):
    path = tmp_path / f"mau.{kind}"
    import_file(path.with_suffix(".none"), template=path)
    assert "không có dòng nào dưới" in refusal(path) or "Tệp không có dòng nào" in refusal(path)
    keys = [column.key for column in current_columns()]
    values = [ROW.get(key, "") for key in keys]
    if kind == "csv":
        path.write_bytes(path.read_bytes() + ",".join(values).encode() + b"\r\n")
    else:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]] == keys
        assert {rule.formula1.partition("!")[0] for rule in sheet.data_validations.dataValidation} == {"'Danh sách'"}
        assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == keys
        sheet.append(values)
        book.save(path)
    _said, report, refused = import_file(path)
    assert (refused, [row["row"] for row in report]) == ("", [3])


@pytest.mark.django_db
def test_the_command_writes_what_rows_would_change(tmp_path):
    version = make_version(
        make_regulation(Agency.objects.get(acronym="BCT"), kind="condition", code="1.000100"), title="Điều kiện bán lẻ",
        effective_from=datetime.date(2020, 1, 1), parts={"condition": "Có quyền sử dụng địa điểm kinh doanh."},
        papers=[{"name": "Đơn"}, {"name": "Bản vẽ"}],
    )  # fmt: skip
    path = write_csv(tmp_path / "a.csv", [ROW | {"paper_rows": "Đơn"}, ROW | {"code": "2.1"}])
    said, _report, refused = import_file(path, redline=tmp_path / "changes.txt", dry_run=True)
    assert refused == "" and "What 2 rows change" in said
    text = (tmp_path / "changes.txt").read_text(encoding="utf-8")
    assert "2: 1.000100 2021-02-01 new_version (phiên bản 1)" in text
    assert "bớt 1 giấy tờ" in text and "- Bản vẽ" in text
    assert "địa điểm" in text and "{+ hợp pháp+}" in text
    assert "3: 2.1 2021-02-01 created" in text
    assert version.regulation.versions.count() == 1
    _said, _report, refused = import_file(path, redline=tmp_path / "no" / "changes.txt")
    assert "cannot be written" in refused
