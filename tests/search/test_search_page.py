import datetime
import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulations.models import DocumentType, Kind
from search.rebuild import rebuild
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_industry,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    """What a reader sees, on one line."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def page(client, embedded):
    """Opens the search page; what was published before is found."""

    def get(address="", prefix=""):
        embedded()
        response = client.get(f"{prefix}/search/?{address}")
        assert response.status_code == 200
        return response

    return get


def hrefs(response) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', response.content.decode())]


def test_results_are_marked_and_lead_to_their_pages(page):
    regulation = make_version(title="Cấp giấy phép kinh doanh rượu").regulation
    response = page("q=kinh+doanh+ruou")
    assert "Cấp giấy phép <mark>kinh doanh rượu</mark>" in response.content.decode()
    assert f"/regulations/{regulation.code}/" in hrefs(response)
    assert "1 kết quả" in text_of(response)
    assert "data-empty" not in response.content.decode()


def test_the_matching_part_is_named_and_linked(page, client):
    parts = required_parts("procedure") | {"steps": "Nộp qua mạng.", "authority": "Sở Công Thương trả kết quả."}
    version = make_version(
        title="Cấp phép rượu",
        parts=parts,
        card_what="Xin phép trước khi bán.",
        effective_from=datetime.date(2020, 1, 1),
        papers=[{"name": "Đơn đề nghị"}, {"name": "Bản vẽ kho rượu vang"}],
        fees=[{"name": "Phí thẩm định", "amount": 7}],
    )
    url = f"/regulations/{version.regulation.code}/"
    for words, name, anchor in (
        ("cong+thuong", "Cơ quan giải quyết", "#part-authority"),
        ("ban+ve", "Giấy tờ", "#papers"),
        ("phi+tham+dinh", "Phí, lệ phí", "#fees"),
    ):
        response = page(f"q={words}")
        assert url + anchor in hrefs(response)
        assert f'">{name}</a> <span lang="vi">' in response.content.decode()
        assert f'id="{anchor[1:]}"' in client.get(url).content.decode()
    assert f"{url}?on=2025-01-01#part-steps" in hrefs(page("q=qua+mang&on=2025-01-01"))
    # What only the title or the summary says has the page itself for its place.
    assert not [href for href in hrefs(page("q=cap+phep+ruou")) if href.startswith(f"{url}#part")]
    assert not [href for href in hrefs(page("q=xin+phep")) if href.startswith(f"{url}#")]


def test_a_hostile_title_is_only_text(page):
    make_version(title='Rượu <script>alert(1)</script> & <b>bia</b> "x" <mark>')
    html = page("q=ruou+script+bia").content.decode()
    assert "<script>alert" not in html
    assert "<b>bia" not in html
    assert "&lt;<mark>script</mark>&gt;" in html


def test_a_hostile_query_is_only_text(page):
    html = page(
        urlencode({"q": '"><script>alert(1)</script>', "agency": "<img src=x>", "on": '"><b>'})
    ).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert '"><b>' not in html


def test_reading_sets_no_cookie_and_touches_no_session(page):
    make_version()
    response = page("q=quy")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_filters_are_chips_that_remove_themselves(page):
    make_version(make_regulation(make_agency("BCT"), kind=Kind.REPORT), title="Báo cáo")
    response = page("q=bao+cao&kind=report&kind=procedure&agency=bct")
    assert "Bỏ lọc Cơ quan: Cơ quan BCT" in text_of(response)
    assert "?q=bao+cao&kind=procedure&agency=BCT" in hrefs(response)
    assert "?q=bao+cao" in hrefs(response)


def test_the_form_keeps_what_was_chosen_and_typed(page):
    make_version(make_regulation(kind=Kind.REPORT), title="Báo cáo")
    html = page("q=bao+cao&kind=report&sort=title&on=2026-06-30").content.decode()
    assert re.search(r'name="q" value="bao cao"', html)
    assert re.search(r'name="kind" value="report" checked', html)
    assert re.search(r'<option value="title" selected', html)
    assert re.search(r'type="date" name="on" value="2026-06-30"', html)


def test_another_day_is_said(page):
    make_version(effective_from=datetime.date(2025, 1, 1))
    assert "Bạn đang xem nội dung có hiệu lực vào ngày 30/06/2025" in text_of(page("on=30/6/2025"))
    assert "Bạn đang xem nội dung có hiệu lực vào ngày" not in text_of(page(f"on={timezone.localdate().isoformat()}"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("agency=KHONGCO", "Cơ quan Không có giá trị “KHONGCO”"),
        ("kind=thu-tuc", "Loại quy định Không có giá trị “thu-tuc”"),
        ("industry=2018:ZZ", "Ngành kinh tế Không có giá trị “2018:ZZ”"),
        ("field=x&field=y", "Lĩnh vực Không có giá trị “x”, “y”"),
        ("status=dead", "Hiệu lực Không có giá trị “dead”"),
        ("on=31/02/2026", "Ngày Không đọc được ngày"),
        ("page=abc", "Số trang phải là số"),
        ("page=9999", "Không có trang 500; đây là trang cuối, trang 1."),
        ("sort=cost", "Không có cách sắp xếp này"),
        ("in=petitions", "Không có mục này"),
        ("in=documents&kind=report", "Mục “Văn bản pháp luật” không có bộ lọc này"),
        ("in=documents&field=x", "Lĩnh vực Mục “Văn bản pháp luật” không có bộ lọc này"),
        ("action=abolish", "Cách cắt giảm Mục “Quy định” không có bộ lọc này"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_goes_on(page, address, said):
    make_version(title="Vẫn tìm thấy")
    make_document_version()
    response = page(address)
    assert said in text_of(response)
    assert "1 kết quả" in text_of(response) or "2 kết quả" in text_of(response)


def test_a_bad_day_stays_in_the_form(page):
    assert 'type="text" name="on" value="hôm kia"' in page(urlencode({"on": "hôm kia"})).content.decode()


def test_nothing_found_names_the_filter_that_empties_it(page):
    make_version(make_regulation(make_agency("BCT"), kind=Kind.REPORT), title="Báo cáo hằng năm")
    make_agency("BYT")
    response = page("q=bao+cao&agency=BYT")
    assert "data-empty" in response.content.decode()
    assert "Không có gì khớp với từ khóa “bao cao”; cơ quan: Cơ quan BYT." in text_of(response)
    assert "Bỏ lọc Cơ quan: Cơ quan BYT (1 kết quả)" in text_of(response)
    assert "?q=bao+cao" in hrefs(response)


def test_nothing_found_tells_of_the_other_tab_and_of_today(page):
    make_document_version()
    response = page("q=thuyet+minh")
    assert "Xem ở mục “Văn bản pháp luật” (1 kết quả)" in text_of(response)
    response = page("q=thuyet+minh&in=documents&on=2020-01-01")
    assert "Xem theo ngày hôm nay (1 kết quả)" in text_of(response)


def test_advice_is_for_what_was_typed_and_who_reads(client, page):
    assert "gõ như 15/2018/NĐ-CP" in text_of(page("q=khong+co"))
    assert "gõ như 15/2018/NĐ-CP" not in text_of(page("q=77/2011/nd-cp"))
    assert "search with Vietnamese words" in text_of(client.get("/en/search/?q=chemicals"))


def test_an_empty_portal_says_so(page):
    assert "Chưa có bản ghi nào được công bố" in text_of(page())


def test_a_number_of_one_document_offers_to_open_it(page):
    document = make_document("15/2018/NĐ-CP", title="Về an toàn thực phẩm")
    make_document_version(document)
    for address in ("in=documents&q=15/2018/nd-cp", "q=15/2018/nd-cp", "in=documents&q=nghị+định+15/2018"):
        response = page(address)
        assert "15/2018/NĐ-CP Về an toàn thực phẩm" in text_of(response)
        assert document.get_absolute_url() in hrefs(response)


def test_a_code_offers_to_open_its_regulation(page):
    regulation = make_version(make_regulation(code="BCT-YCDK-001")).regulation
    assert regulation.get_absolute_url() in hrefs(page("q=bct-ycdk-001"))


def test_industries_open_level_by_level(page):
    sector = make_industry("C", name_vi="Chế biến")
    group = make_industry("10", parent=sector, name_vi="Thực phẩm")
    make_version(make_regulation(industries=[make_industry("1010", parent=group)]))
    assert "C Chế biến" in text_of(page())
    assert "10 Thực phẩm" not in text_of(page())
    assert "10 Thực phẩm" in text_of(page("industry=2018:C"))


def test_tabs_lead_on_with_the_query(page):
    make_version(title="Hồ sơ")
    make_document_version()
    response = page("q=ho+so&on=2026-06-01&kind=procedure")
    assert "?q=ho+so&in=documents&on=2026-06-01" in hrefs(response)


def test_pages_are_linked(page):
    for number in range(25):
        make_version(title=f"Thủ tục {number}")
    response = page("q=thu+tuc")
    assert "?q=thu+tuc&page=2" in hrefs(response)
    assert "?q=thu+tuc" in hrefs(page("q=thu+tuc&page=2"))


def test_the_english_site_speaks_english_addresses(page):
    regulation = make_version(title="Hồ sơ").regulation
    assert f"/en/regulations/{regulation.code}/" in hrefs(page("q=ho+so", prefix="/en"))


def test_only_reading_is_allowed(client, db):
    assert client.post("/search/").status_code == 405


def test_the_whole_page_takes_few_queries_whatever_it_shows(page, client, django_assert_max_num_queries):
    for number in range(20):
        make_version(make_regulation(industries=[make_industry()]), title=f"Thủ tục {number}")
    page("q=thu+tuc")
    with django_assert_max_num_queries(14):
        client.get("/search/?q=thu+tuc&kind=procedure")


def boxes(response, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', response.content.decode())


def test_a_long_filter_shows_its_first_values_and_all_of_them_on_demand(page):
    kept = make_agency("Z29")
    for number in range(30):
        make_version(make_regulation(make_agency(f"Z{number:02}") if number < 29 else kept), title="Rượu")
    response = page("q=ruou&sort=title")
    assert boxes(response, "agency") == [f"Z{number:02}" for number in range(10)]
    assert "Xem tất cả 30 lựa chọn" in text_of(response)
    assert 'type="submit" name="all" value="agency" formaction="#filter-agency"' in response.content.decode()
    response = page("q=ruou&agency=z29")
    assert boxes(response, "agency") == [*(f"Z{number:02}" for number in range(10)), "Z29"]
    response = page("q=ruou&agency=z29&all=agency")
    assert boxes(response, "agency") == [f"Z{number:02}" for number in range(30)]
    assert "Xem tất cả" not in text_of(response)
    assert '<details class="filters" open>' in response.content.decode()
    assert '<details class="filter" id="filter-agency" open>' in response.content.decode()
    assert re.search(r'name="q" value="ruou"', response.content.decode())
    assert "?q=ruou" in hrefs(response)  # a chip's link; what is unfolded is no part of a search
    assert page("q=ruou&all=nonsense").status_code == 200


def test_a_document_with_more_than_this_page_shows_is_searched_alone(page):
    document = make_document("15/2018/NĐ-CP", title="Về an toàn thực phẩm")
    make_document_version(document, text="\n".join(f"Điều {n}. Hồ sơ rượu\nNộp hồ sơ." for n in range(1, 31)))
    make_document_version(make_document("16/2018/NĐ-CP", title="Về rượu"), text="Điều 1. Hồ sơ rượu\nNộp hồ sơ.")
    response = page("q=ho+so+ruou&in=documents&on=2026-06-01")
    assert "31 kết quả" in text_of(response)
    alone = "?in=documents&on=2026-06-01&q=ho+so+ruou+s%E1%BB%91%3A15%2F2018%2FN%C4%90-CP"
    assert alone in hrefs(response)
    assert "Còn 11 điều, phụ lục khác trong văn bản này : 15/2018/NĐ-CP" in text_of(response)
    assert text_of(response).count("trong văn bản này") == 1  # the other one is here whole
    response = page(alone[1:])
    assert "30 kết quả" in text_of(response)
    assert "Tìm tiếp trong văn bản này" not in text_of(response)


def test_where_only_one_filter_may_stay_that_one_is_offered(page):
    make_version(make_regulation(make_agency("BCT", name_vi="Cơ quan BCT"), kind=Kind.REPORT), title="Báo cáo rượu")
    make_regulation(make_agency("BYT"))
    response = page("q=rượu&agency=BYT&kind=report&status=abolished&on=2026-06-01")
    offered = "Bạn có thể: Chỉ lọc Loại quy định: Chế độ báo cáo (1 kết quả) Bỏ tất cả bộ lọc (1 kết quả)"
    assert offered in text_of(response)
    assert "?q=r%C6%B0%E1%BB%A3u&kind=report" in hrefs(response)


def test_what_is_left_out_is_said_and_taken_back(page):
    make_version(title="Kinh doanh rượu")
    make_version(title="Kinh doanh bia")
    response = page("q=kinh+doanh+-bia")
    assert "1 kết quả" in text_of(response)
    assert "Đã hiểu: Bỏ cách hiểu “-bia” là không có “bia”" in text_of(response)
    again = "?q=kinh+doanh+-bia&literal=-bia"
    assert again in hrefs(response)
    assert "không có “bia”" not in text_of(page(again[1:]))


def test_a_law_named_is_offered_and_is_no_other_search(page):
    document = make_document("59/2020/QH14", doc_type=DocumentType.LAW, title="Luật Doanh nghiệp")
    make_document_version(document, text="Điều 1. Phạm vi\nLuật này về doanh nghiệp.")
    response = page("q=luat+doanh+nghiep")
    assert "Mở Luật 59/2020/QH14 Luật Doanh nghiệp" in text_of(response)
    assert document.get_absolute_url() in hrefs(response)
    assert "data-understood" not in response.content.decode()


def test_nothing_found_for_what_is_left_out_offers_it_with_quotes_and_without(page):
    make_version(title="Kinh doanh rượu thuộc diện quản lý")
    make_version(title="Kinh doanh thuốc lá")
    rebuild()
    response = page("q=rượu+-thuốc+lá")
    assert "Tìm “rượu -&quot;thuốc lá&quot;” (1 kết quả)" in response.content.decode()
    assert "Tìm “rượu” (1 kết quả)" in text_of(response)
    assert "Tìm “rượu” (1 kết quả)" in text_of(page("q=rượu+-thuộc"))
    assert "Tìm “rượu” (1 kết quả)" in text_of(page("q=rượu+lá"))


def test_nothing_found_offers_what_is_nearly_so(page):
    regulation = make_version(make_regulation(code="1.004172"), title="Cấp giấy phép kinh doanh rượu").regulation
    document = make_document("15/2018/NĐ-CP", title="Về an toàn thực phẩm")
    make_document_version(document)
    rebuild()
    response = page("q=%22giay+phep+ruou%22")
    assert "Tìm “giay phep ruou” (1 kết quả)" in text_of(response)
    assert "?q=giay+phep+ruou" in hrefs(response)
    assert "Tìm “ruou” (1 kết quả)" in text_of(page("q=ruou+zzzzq+zzzzz"))
    assert regulation.get_absolute_url() in hrefs(page("q=1.004179"))
    assert "Mở 1.004172 Cấp giấy phép kinh doanh rượu" in text_of(page("q=%22cap+giay+phep+rau%22"))
    for address in ("q=15/2019/nd-cp", "q=15/2018/tt-bct&in=documents", "q=nghi+dinh+15/2019/nd-cp"):
        response = page(address)
        assert "Số gần giống: 15/2018/NĐ-CP Về an toàn thực phẩm" in text_of(response)
        assert document.get_absolute_url() in hrefs(response)
    assert "Mở " not in text_of(page("q=zzzzq"))


PARAMETERS = ["q", "in", "kind", "status", "agency", "field", "industry", "type", "action"]
PARAMETERS += ["on", "sort", "page", "unknown"]
ODD_VALUES = [
    *("", "0", "-1", "9999", "1e9", "٣", "\0", ":", '"', "-", '-"a b"', "ｆｕｌｌ", "\u202e", "a" * 10_000),
    *("2026-13-45", "0000-00-00", "9999-12-31", "0001-01-01", "31/12/2026", "2018:", "BCT", "newest"),
    *("regulations", "documents", "plans", "procedure", "in-force"),
    *("15/2018/NĐ-CP", "điểm a khoản 2 Điều 15 NĐ 15/2018"),
]
VALUES = st.text(max_size=60) | st.sampled_from(ODD_VALUES)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), VALUES), max_size=8))
def test_no_address_is_an_error(client, filled, pairs):
    address = urlencode(pairs, errors="replace")
    for path in ("/search/", "/en/search/", "/api/search"):
        assert client.get(f"{path}?{address}").status_code == 200


@pytest.fixture
def filled(embedded):
    make_version(make_regulation(make_agency("BCT")), title="Thủ tục")
    make_document_version()
    embedded()
