"""The list of results as a file: all of it, in the order of the pages, and nothing that a spreadsheet would run."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from accounts.models import Attempt
from regulations.exporting.sheets import write_sheet
from regulations.models import Kind
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from tests.factories.plans import make_item, make_plan, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db
HEADING = ["Số, mã", "Tên", "Loại", "Cơ quan", "Tình trạng", "Ngày có hiệu lực", "Phần khớp", "Trích đoạn", "Địa chỉ"]
HOST = "http://127.0.0.1:8000"


def export(client, address: str, kind: str = "csv", prefix: str = ""):
    response = client.get(f"{prefix}/search/export/?{address}&format={kind}")
    assert response.status_code == 200
    assert not response.cookies
    return response


def table(client, address: str, **options) -> list[list[str]]:
    body = b"".join(export(client, address, **options).streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def sheet(client, address: str):
    file = io.BytesIO(b"".join(export(client, address, "xlsx").streaming_content))
    return openpyxl.load_workbook(file).active


def test_a_row_says_what_the_result_says(client, index):
    version = make_version(
        make_regulation(make_agency("BCT"), code="1.004172"),
        title="Cấp giấy phép bán lẻ rượu",
        parts=required_parts("procedure") | {"steps": "Nộp hồ sơ <qua mạng> & chờ."},
        effective_from=datetime.date(2020, 7, 1),
    )
    index()
    heading, row = table(client, "q=qua+mang&on=2026-01-01")
    assert heading == HEADING
    assert row == [
        "1.004172", version.title, "Thủ tục hành chính", "Cơ quan BCT", "Còn hiệu lực", "2020-07-01",
        "Trình tự thực hiện", "Nộp hồ sơ <qua mạng> & chờ.",
        f"{HOST}/regulations/1.004172/?on=2026-01-01#part-steps",
    ]  # fmt: skip


def test_all_pages_come_in_their_order_with_filters_and_sort(client, index):
    agency = make_agency("BCT")
    for number in range(45):
        kind = Kind.REPORT if number % 3 else Kind.PROCEDURE
        make_version(make_regulation(agency, kind=kind, code=f"R.{number:03}"), title=f"Rượu {number % 7}")
    index()
    for address in ("q=ruou", "q=ruou&sort=title", "kind=report&agency=bct", "q=ruou&kind=report&sort=newest"):
        shown = []
        for page in (1, 2, 3):
            answer = client.get(f"/api/search?{address}&page={page}").json()
            if answer["page"] == page:
                shown += [hit["code"] for hit in answer["results"]]
        assert [row[0] for row in table(client, f"{address}&page=2")[1:]] == shown


def test_passages_and_items_have_rows_of_their_own(client, embedded):
    make_document_version(make_document("15/2018/NĐ-CP", title="Về thực phẩm"))
    agency = make_agency("BCT")
    draft = make_plan(agency, title="Phương án rượu", summary="Bớt giấy tờ.")
    regulation = make_version(make_regulation(agency, code="1.9"), title="Cấp phép rượu").regulation
    make_item(draft, regulation, rationale="Rượu đã có trong dữ liệu.")
    plan = publish_plan(draft).plan_id
    embedded()
    [_heading, row] = table(client, "q=thuyet+minh&in=documents")
    assert (row[0], row[1], row[6]) == ("15/2018/NĐ-CP", "Về thực phẩm", "Điều 2. Hồ sơ: Điểm b khoản 1")
    assert row[8] == f"{HOST}/documents/15-2018-nd-cp/dieu-2-khoan-1-diem-b/"
    rows = {row[0]: row for row in table(client, "q=ruou&in=plans")[1:]}
    assert rows["1.9"][1] == rows[""][1] == "Phương án rượu"
    assert (rows["1.9"][6], rows["1.9"][7]) == ("Cấp phép rượu", "Rượu đã có trong dữ liệu.")
    assert rows["1.9"][8] == f"{HOST}/plans/{plan}/items/1/"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'"])
def test_no_cell_is_a_formula(client, embedded, start):
    title = f"{start}HYPERLINK(1) rượu"
    make_version(title=title)
    embedded()
    assert table(client, "q=ruou")[1][1] == f"'{title}"
    cell = sheet(client, "q=ruou").cell(2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)


def test_the_workbook_says_the_same(client, embedded):
    make_version(make_regulation(code="007"), title="Rượu")
    make_version(title="Bia rượu")
    embedded()
    rows = [[cell or "" for cell in row] for row in sheet(client, "q=ruou").iter_rows(values_only=True)]
    assert rows == table(client, "q=ruou")
    response = export(client, "q=ruou", "xlsx")
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="quy-dinh-{today}.xlsx"'
    response.close()


def test_a_sign_that_no_workbook_can_hold_spoils_no_list():
    file = io.BytesIO()
    write_sheet(file, "x", [["Tên"], ["Rượu \x0c mạnh \x07 _x0041_"]])
    cell = openpyxl.load_workbook(file).active.cell(2, 1)
    assert cell.value == "Rượu _x000C_ mạnh _x0007_ _x005F_x0041_"  # as Excel itself spells them


def test_only_what_the_public_may_see_on_that_day(client, embedded):
    make_draft(title="Rượu chưa công bố")
    make_version(title="Rượu sẽ có", effective_from=datetime.date(2026, 1, 1))
    embedded()
    assert len(table(client, "q=ruou&on=2020-01-01")) == 1
    assert len(table(client, "q=ruou&on=2026-06-01")) == 2


def test_the_english_list_has_an_english_heading(client, embedded):
    make_version(make_regulation(code="1.9"), title="Rượu")
    embedded()
    heading, row = table(client, "q=ruou", prefix="/en")
    assert heading != HEADING
    assert row[8].startswith(f"{HOST}/en/regulations/1.9/")


def test_it_is_had_only_so_often_and_a_look_at_the_head_costs_nothing(client, embedded, settings):
    settings.SEARCH_EXPORT_ATTEMPTS = {"address": 2, "seconds": 60}
    for _time in range(5):
        head = client.head("/search/export/?q=ruou&format=csv")
        assert (head.status_code, head["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert not Attempt.objects.exists()
    statuses = [client.get("/search/export/?q=ruou&format=csv").status_code for _time in range(3)]
    assert statuses == [200, 200, 429]


def test_without_an_index_it_says_so_and_the_page_does_not_offer_it(client, embedded, tmp_path):
    make_version(title="Rượu")
    embedded()
    assert "/search/export/?q=r" in client.get("/search/?q=rượu").content.decode()
    reset_engine(TantivyEngine(tmp_path / "nothing"))
    response = client.get("/search/export/?q=ruou&format=csv")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "/search/export/" not in client.get("/search/?q=rượu").content.decode()


@pytest.mark.parametrize("address", ["", "format=", "format=pdf"])
def test_another_kind_of_file_does_not_exist(client, address):
    assert client.get(f"/search/export/?{address}").status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/search/export/?format=csv").status_code == 405
