"""Two versions of a regulation, compared through their address."""

import datetime

import pytest

from tests.factories.regulations import make_document, make_regulation, make_version
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
DAYS = [datetime.date(year, 1, 1) for year in (2020, 2022, 2024)]


@pytest.fixture
def regulation():
    regulation = make_regulation(code="1.000001")
    make_version(
        regulation,
        title="Cấp giấy phép",
        effective_from=DAYS[0],
        parts={"steps": "Bước 1. Nộp hồ sơ giấy.\nBước 2. Chờ kết quả.", "fees": "Phí cũ", "result": "Giấy phép"},
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản sao chứng thực"}],
        time_limits=[{"number": 15, "unit": "working_days"}],
        bases=[{"document": make_document("15/2018/NĐ-CP"), "label": "dieu-9"}],
    )
    make_version(
        regulation,
        title="Cấp giấy phép trực tuyến",
        effective_from=DAYS[1],
        state="partly",
        parts={
            "steps": "Bước 1. Nộp hồ sơ điện tử.\nBước 2. Chờ kết quả.",
            "forms": "<i>Mẫu</i>",
            "result": "Giấy phép",
        },
        papers=[{"name": "Đơn đề nghị"}],
        time_limits=[{"number": 10, "unit": "working_days"}],
    )
    return regulation


@pytest.mark.parametrize("view", ["side", "inline"])
def test_both_views_read_without_colour(client, regulation, view):
    response = client.get("/regulations/1.000001/compare/1/2/", {"view": view})
    text = words(response)
    assert "1 phần thay đổi, thêm 1 phần, bỏ 1 phần, bớt 1 giấy tờ, thời hạn 15 → 10 ngày làm việc" in text
    assert "Hiệu lực: còn hiệu lực → hết hiệu lực một phần" in text and "đổi tên quy định" in text
    assert "[bỏ: giấy ]" in text and "[thêm: điện tử ]" in text
    assert "(phần mới)" in text.replace("( ", "(").replace(" )", ")")
    assert "Không thay đổi." in text
    assert "&lt;i&gt;Mẫu" in response.content.decode() and "<i>" not in response.content.decode()
    assert "Bỏ: Điều 9 Nghị định 15/2018/NĐ-CP" in text


def test_side_by_side_is_the_first_view_and_nonsense_is_it_too(client, regulation):
    assert "redline-side" in client.get("/regulations/1.000001/compare/1/2/").content.decode()
    assert "redline-side" in client.get("/regulations/1.000001/compare/1/2/?view=xyz").content.decode()


def test_the_earlier_version_stands_first(client, regulation):
    response = client.get("/regulations/1.000001/compare/2/1/?view=inline")
    assert (response.status_code, response["Location"]) == (301, "/regulations/1.000001/compare/1/2/?view=inline")


def test_numbers_out_of_time_are_put_in_time(client, regulation):
    make_version(regulation, effective_from=datetime.date(2019, 1, 1))
    assert client.get("/regulations/1.000001/compare/1/3/")["Location"].endswith("/compare/3/1/")


def test_a_version_with_itself_is_the_version(client, regulation):
    assert client.get("/regulations/1.000001/compare/2/2/")["Location"] == "/regulations/1.000001/versions/2/"


@pytest.mark.parametrize("pair", ["1/9", "9/1", "0/1", "1/99999999999999999999"])
def test_an_unknown_version_is_not_found(client, regulation, pair):
    assert client.get(f"/regulations/1.000001/compare/{pair}/").status_code == 404


def test_the_form_leads_to_an_address(client, regulation):
    make_version(regulation, effective_from=DAYS[2])
    page = client.get("/regulations/1.000001/compare/1/2/").content.decode()
    assert 'action="/regulations/1.000001/compare/"' in page
    chosen = client.get("/regulations/1.000001/compare/", {"old": "1", "new": "3", "view": "inline"})
    assert chosen["Location"] == "/regulations/1.000001/compare/1/3/?view=inline"
    nonsense = client.get("/regulations/1.000001/compare/", {"old": "x", "new": "9" * 50})
    assert nonsense["Location"] == "/regulations/1.000001/compare/2/3/"


def test_queries_do_not_grow(client, regulation, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/regulations/1.000001/compare/1/2/")


def test_bases_of_two_documents_keep_their_own_days(client):
    regulation, document = make_regulation(code="1.000002"), make_document("20/2018/NĐ-CP")
    for day in DAYS[:2]:
        make_version(regulation, effective_from=day, bases=[{"document": document, "label": "dieu-1"}])
    assert "Điều 1 Nghị định 20/2018/NĐ-CP" in words(client.get("/regulations/1.000002/compare/1/2/"))


COMPARE = "/regulations/1.000001/compare/"


def test_two_days_lead_to_the_versions_that_spoke(client, regulation):
    first = f"{COMPARE}1/2/"
    assert client.get(COMPARE, {"from": "2021-03-01", "to": "2022-01-01"})["Location"] == first
    assert client.get(COMPARE, {"from": "2022-01-01", "to": "2021-12-31"})["Location"] == first
    assert client.get(COMPARE, {"from": "01/03/2021", "view": "inline"})["Location"] == f"{first}?view=inline"
    lower = client.get("/regulations/1.000001/compare/", {"from": "2021-03-01", "to": "2023-01-01"})
    assert lower["Location"] == first


def test_days_with_nothing_to_compare_say_why(client, regulation):
    same = client.get(COMPARE, {"from": "2022-01-01", "to": "2023-05-05"})
    assert same.status_code == 200
    assert "Ngày 01/01/2022 và ngày 05/05/2023 áp dụng cùng một bản, bản số 2." in words(same)
    before = words(client.get(COMPARE, {"from": "2010-01-01", "to": "2023-05-05"}))
    assert "Vào ngày 01/01/2010, quy định này chưa tồn tại." in before and "Xem bản số 2" in before


@pytest.mark.parametrize("wrong", [{"from": "<b>mai</b>"}, {"from": "2021-02-30", "to": "2022-01-01"}, {"to": ""}])
def test_what_is_no_day_is_named_and_asked_for_again(client, regulation, wrong):
    response = client.get(COMPARE, wrong)
    html = response.content.decode()
    assert response.status_code == 400 and "không phải là một ngày" in words(response)
    assert 'name="from"' in html and "<b>mai" not in html
