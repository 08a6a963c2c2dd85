"""What a cell is written as reads back as the same value, for every column."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.importing import cells
from regulations.importing.columns import FIXED, current_columns, read_row, written_row
from regulations.importing.escaping import escaped, unescaped
from regulations.importing.stored import stored_regulations
from regulations.models import Period, TimeUnit
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_edition,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)
from tests.regulations.regulation_files import import_file, register_rows, write_csv, write_xlsx

BY_KEY = {column.key: column for column in FIXED}
word = st.text(st.sampled_from("aĐ ư|\\n'=+-@;,\"\t\n"), min_size=1, max_size=20).map(cells.text_of)
name = word.filter(bool)
rows = {
    "paper_rows": st.tuples(name, st.integers(0, 32_767), word),
    "fee_rows": st.tuples(name, st.none() | st.integers(0, 2**63 - 1), word),
    "time_limit_rows": st.tuples(st.integers(0, 32_767), st.sampled_from(TimeUnit.values), word),
    "frequency_rows": st.tuples(st.integers(0, 32_767), st.sampled_from(Period.values)),
}


@pytest.mark.parametrize("key", rows)
def test_rows_in_a_cell_round_trip(key):
    @given(st.lists(rows[key], max_size=4).map(tuple))
    def check(value):
        column = BY_KEY[key]
        assert column.read(column.write(value)) == value

    check()


@given(st.text(max_size=20))
def test_what_is_written_for_a_spreadsheet_reads_back_and_is_no_formula(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_register_written_with_the_columns_comes_in_as_unchanged(tmp_path, kind):
    """What an export has to do: every value of a version through `written_row`."""
    document = make_document("105/2017/NĐ-CP")
    regulation = make_regulation(
        make_agency("BCT"), fields=[make_field("Rượu", slug="ruou"), make_field("=Y tế", slug="y-te")],
        industries=[make_industry("1101", edition=make_edition("2018"))], subjects="- Thương nhân", stage="closing",
    )  # fmt: skip
    for day in (datetime.date(2024, 1, 1), datetime.date(2025, 1, 1)):
        make_version(
            regulation, effective_from=day, title="+Cấp | phép\\", note="'=1", card_who="Ai\ncũng", state="suspended",
            papers=[{"name": "Đơn | tờ\\khai", "copies": 2, "form": "@Mẫu"}, {"name": "-Bản vẽ"}],
            fees=[{"name": "Phí", "amount": 9_007_199_254_740_993}, {"name": "Lệ phí", "note": "tùy"}],
            time_limits=[{"number": 15, "label": "Thẩm định"}], frequencies=[{"number": 2, "period": "quarter"}],
            bases=[{"document": document, "label": "dieu-1-khoan-2"}, {"document": document}],
        )  # fmt: skip
    columns = current_columns()
    (stored,) = stored_regulations([regulation.code]).values()
    written = [
        written_row(columns, stored.values | version.values | {"publish": version.live}, version.parts)
        for version in stored.versions
    ]
    if kind == "csv":
        safe = [{key: escaped(text) for key, text in row.items()} for row in written]
        path = write_csv(tmp_path / "a.csv", safe)
    else:

        def as_text(sheet):
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                cell.data_type = "s"

        path = write_xlsx(tmp_path / "a.xlsx", written, change=as_text)
    before = register_rows()
    _said, report, refused = import_file(path)
    assert (refused, [row["outcome"] for row in report]) == ("", ["unchanged", "unchanged"])
    assert register_rows() == before


@pytest.mark.django_db
def test_every_column_has_a_heading_of_its_own():
    headings = [name for column in current_columns() for name in {column.key, *column.heading.split(" / ")}]
    assert len({heading.lower() for heading in headings}) == len(headings)


@pytest.mark.django_db
def test_the_examples_of_the_template_read():
    columns = current_columns()
    read = read_row(columns, {column.key: column.example for column in columns})
    assert read.problems == []


def test_the_documentation_has_every_column():
    text = (Path(__file__).resolve().parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    for column in FIXED:
        assert f"| `{column.key}` | {column.heading} | {'required' if column.required else ''} |" in text
        meaning = column.meaning_en.replace("|", "\\|")
        assert meaning in text
