"""What readers type, what is understood by it, and what is then found: a table on a small register, on each engine."""

import datetime
from urllib.parse import urlencode

import pytest

from regulations.models import Agency, AgencySuccession, DocumentType, Kind, State
from search.models import Synonym
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_field,
    make_regulation,
    make_version,
)
from tests.search.asking import ask, codes

pytestmark = pytest.mark.django_db

LAW_TEXT = """Điều 4. Giải thích từ ngữ
1. Cổ phần là phần vốn bằng nhau.
2. Doanh nghiệp là tổ chức có tên riêng."""
DECREE_TEXT = """Điều 15. Hồ sơ công bố
1. Hồ sơ gồm bản công bố.
2. Hồ sơ đăng ký gồm:
a) Bản tự công bố;
đ) Phiếu kết quả kiểm nghiệm."""


@pytest.fixture
def register(index):
    """Documents with their numbers, and a regulation for each thing that people ask about."""
    trade = make_agency("BCT", name_vi="Bộ Công Thương", name_en="Ministry of Industry and Trade")
    planning = make_agency("BKHĐT", name_vi="Bộ Kế hoạch và Đầu tư", name_en="Ministry of Planning and Investment")
    finance = make_agency("BTC", name_vi="Bộ Tài chính")
    AgencySuccession.objects.create(old=planning, new=finance, date=datetime.date(2025, 3, 1), primary=True)
    for number, kind, title, text in (
        ("15/2018/NĐ-CP", DocumentType.DECREE, "Về an toàn thực phẩm", DECREE_TEXT),
        ("902/2025/NĐ-CP", DocumentType.DECREE, "Về kho ngoại quan", "Điều 1. Kho\nKho ngoại quan."),
        ("902/2024/QĐ-TTg", DocumentType.DECISION, "Về trường học", "Điều 1. Trường\nTrường học."),
        ("02/2017/TT-VPCP", DocumentType.CIRCULAR, "Về chi phí tuân thủ", "Điều 27. Cách tính\nChi phí tuân thủ."),
        ("59/2020/QH14", DocumentType.LAW, "Luật Doanh nghiệp", LAW_TEXT),
    ):
        make_document_version(make_document(number, doc_type=kind, title=title), text=text)
    field = make_field("Y tế", slug="y-te")
    for code, kind, title, more in (
        ("1.900101", Kind.PROCEDURE, "Cấp giấy phép kinh doanh rượu", {"agency": trade}),
        ("1.900102", Kind.PROCEDURE, "Đăng ký kinh doanh hộ gia đình", {}),
        ("1.900103", Kind.CONDITION, "Điều kiện kinh doanh dịch vụ đòi nợ", {}),
        ("1.900104", Kind.CONDITION, "Nghiệm thu phòng cháy và chữa cháy", {}),
        ("1.900105", Kind.REPORT, "Chế độ báo cáo tình hình sử dụng lao động", {}),
        ("1.900106", Kind.PROCEDURE, "Khai thuế giá trị gia tăng", {"agency": finance}),
        ("1.900107", Kind.PROCEDURE, "Cấp giấy chứng nhận xuất xứ hàng hóa", {}),
        ("1.900108", Kind.PROCEDURE, "Khai trương bến phà tại Tuyên Quang", {}),
        ("1.900109", Kind.STANDARD, "Ghi nhãn mỹ phẩm", {"fields": [field]}),
        ("BCT-YCĐK-001", Kind.CONDITION, "Kho chứa khí dầu mỏ hóa lỏng", {}),
    ):
        make_version(make_regulation(code=code, kind=kind, **more), title=title)
    abolished = make_regulation(code="1.900110")
    make_version(abolished, title="Cấp lại giấy phép kinh doanh rượu", state=State.ABOLISHED)
    index()


def q(text: str, **more) -> str:
    return urlencode({"q": text} | more)


def told(address: str) -> list[str]:
    return [f"{one.typed} -> {one.meant}" for one in ask(address).understood]


DOCUMENTS = [
    # typed                      the numbers of the documents found
    ("15/2018/NĐ-CP", ["15/2018/NĐ-CP"]),
    ("15/2018/nd-cp", ["15/2018/NĐ-CP"]),
    ("15/2018/NÐ-CP", ["15/2018/NĐ-CP"]),
    ("15/2018/NĐCP", ["15/2018/NĐ-CP"]),
    ("15-2018-nd-cp", ["15/2018/NĐ-CP"]),
    ("15 2018 nd cp", ["15/2018/NĐ-CP"]),
    ("15/2018/NĐ-C", ["15/2018/NĐ-CP"]),
    ("15/2018/N", ["15/2018/NĐ-CP"]),
    ("15/2018", ["15/2018/NĐ-CP"]),
    ("nd 15/2018", ["15/2018/NĐ-CP"]),
    ("nd15/2018", ["15/2018/NĐ-CP"]),
    ("nghị định số 15/2018/NĐ-CP", ["15/2018/NĐ-CP"]),
    ("nghi dinh 902", ["902/2025/NĐ-CP"]),
    ("nghị định 902/20", ["902/2025/NĐ-CP"]),
    ("quyet dinh 902", ["902/2024/QĐ-TTg"]),
    ("số:902", ["902/2025/NĐ-CP", "902/2024/QĐ-TTg"]),
    ("so:15/2018", ["15/2018/NĐ-CP"]),
    ("tt 02 2017 vpcp", ["02/2017/TT-VPCP"]),
    ("thông tư 2/2017", ["02/2017/TT-VPCP"]),
    ("luật 59/2020", ["59/2020/QH14"]),
    ("nghị định 15 năm 2018", ["15/2018/NĐ-CP"]),
    ("nghi dinh so 15 nam 2018", ["15/2018/NĐ-CP"]),
    ("tt 02 năm 2017", ["02/2017/TT-VPCP"]),
    ('"15/2018/NĐ-CP"', ["15/2018/NĐ-CP"]),
    ("Decree No. 15/2018/ND-CP", ["15/2018/NĐ-CP"]),
    ("decree 902", ["902/2025/NĐ-CP"]),
    ("１５/2018/NĐ-CP", ["15/2018/NĐ-CP"]),
    ("15_2018_ND-CP", ["15/2018/NĐ-CP"]),
    ("15.2018.nd.cp", ["15/2018/NĐ-CP"]),
    ("tải nghị định 15/2018 pdf", ["15/2018/NĐ-CP"]),  # nothing has these words: the number counts
    ("15/2018/NĐ-CP 59/2020/QH14", ["15/2018/NĐ-CP"]),  # nothing has both: most of the words
]


def test_numbers_of_documents(register):
    found = {typed: {hit.number for hit in ask(q(typed, **{"in": "documents"})).hits} for typed, _ in DOCUMENTS}
    assert found == {typed: set(numbers) for typed, numbers in DOCUMENTS}


CODES = {
    "1.900101": ["1.900101"],
    "1900101": ["1.900101"],
    "bct ycdk 001": ["BCT-YCĐK-001"],
    "BCT-YCĐK-001": ["BCT-YCĐK-001"],
    "mã:1.900103": ["1.900103"],
    "mã thủ tục 1.900103": ["1.900103"],
    "1900999": [],
}


def test_codes(register):
    assert {typed: codes(q(typed)) for typed in CODES} == CODES


OPENED = [
    # typed                                              what is offered to be opened          where
    ("15/2018/nd-cp", "15/2018/NĐ-CP", "/documents/15-2018-nd-cp/"),
    ("1900101", "1.900101", "/regulations/1.900101/"),
    ("điểm a khoản 2 điều 15 nghị định 15/2018", "điểm a khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-a/"),
    ("diem a khoan 2 dieu 15 nghi dinh 15/2018", "điểm a khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-a/"),
    ("điểm đ khoản 2 Điều 15 15/2018/NĐ-CP", "điểm đ khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-dd/"),
    ("diem d khoan 2 dieu 15 nd 15/2018", "điểm đ khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-dd/"),
    ("đ 15 k 2 nđ 15/2018", "khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP", "/documents/15-2018-nd-cp/dieu-15-khoan-2/"),
    ("nghị định 15/2018 điều 15 khoản 2 điểm a", "điểm a khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-a/"),
    ("khoản 9 điều 15 nghị định 15/2018", "Điều 15 Nghị định 15/2018/NĐ-CP", "/documents/15-2018-nd-cp/dieu-15/"),
    ("khoản 2 điều 4 luật doanh nghiệp", "khoản 2 Điều 4 Luật 59/2020/QH14",
     "/documents/59-2020-qh14/dieu-4-khoan-2/"),
    ("dieu 4 luat doanh nghiep 2020", "Điều 4 Luật 59/2020/QH14", "/documents/59-2020-qh14/dieu-4/"),
    ("điều 15 khoản 2 nđ 15/2018", "khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2/"),
    ("point a clause 2, Article 15 of Decree 15/2018", "điểm a khoản 2 Điều 15 Nghị định 15/2018/NĐ-CP",
     "/documents/15-2018-nd-cp/dieu-15-khoan-2-diem-a/"),
    ("luật doanh nghiệp", "Luật 59/2020/QH14", "/documents/59-2020-qh14/"),
    ("luat doanh nghiep nam 2020", "Luật 59/2020/QH14", "/documents/59-2020-qh14/"),
    ("luat dn 2020", "Luật 59/2020/QH14", "/documents/59-2020-qh14/"),
    ("điều 1 nghị định 902", "Điều 1 Nghị định 902/2025/NĐ-CP", "/documents/902-2025-nd-cp/dieu-1/"),
]  # fmt: skip


def opened(typed: str) -> list[tuple[str, str]]:
    return [(one.meant, one.url) for one in ask(q(typed)).understood if one.url]


def test_a_number_and_a_citation_open_their_record(register):
    read = {typed: (opened(typed) or [()])[-1] for typed, *_ in OPENED}
    assert read == {typed: (name, url) for typed, name, url in OPENED}


def test_what_cites_no_document_opens_nothing(register):
    for typed in ("điều 15", "điều kiện", "khoản 2 điều 15", "điều 7 luật không có", "15", "luật doanh nghiệp 1999",
                  "luật", "theo luật doanh nghiệp", "kế hoạch 5 năm 2021-2025"):  # fmt: skip
        assert opened(typed) == []


def test_a_citation_opens_the_text_of_the_day_asked_for(register):
    [_number, place] = ask(q("điều 15 nghị định 15/2018", on="2026-05-05")).understood
    assert place.url == "/documents/15-2018-nd-cp/dieu-15/?on=2026-05-05"


WORDS = [
    # typed                                what is told                                          found first
    ("gpkd", ["gpkd -> giấy phép kinh doanh"], "1.900101"),
    ("GPKD rượu", ["GPKD -> giấy phép kinh doanh"], "1.900101"),
    ("đkkd hộ", ["đkkd -> đăng ký kinh doanh", "đkkd -> điều kiện kinh doanh"], "1.900102"),
    ("dkkd dich vu doi no", ["dkkd -> đăng ký kinh doanh", "dkkd -> điều kiện kinh doanh"], "1.900103"),
    ("pccc", ["pccc -> phòng cháy và chữa cháy"], "1.900104"),
    ("thuế gtgt", ["gtgt -> giá trị gia tăng"], "1.900106"),
    ("LPG", ["LPG -> khí dầu mỏ hóa lỏng"], "BCT-YCĐK-001"),
    ("CO", ["CO -> giấy chứng nhận xuất xứ"], "1.900107"),
    ("business registration", ["business registration -> đăng ký kinh doanh"], "1.900102"),
    ("license for alcohol", ["license -> giấy phép", "alcohol -> rượu"], "1.900101"),
    ("licenses", ["licenses -> giấy phép"], None),
    ("reporting duties of the company", ["reporting duties -> chế độ báo cáo", "company -> công ty"], "1.900105"),
    ("fire safety", ["fire safety -> phòng cháy và chữa cháy"], "1.900104"),
    ("value added tax", ["value added tax -> thuế giá trị gia tăng"], "1.900106"),
    ("certificate of origin", ["certificate of origin -> giấy chứng nhận xuất xứ"], "1.900107"),
    ("bến phà Hà Giang", ["Hà Giang -> Tuyên Quang"], "1.900108"),
    ("bến phà ha giang", ["ha giang -> Tuyên Quang"], "1.900108"),
    ("Bộ Kế hoạch và Đầu tư", ["Bộ Kế hoạch và Đầu tư -> Bộ Tài chính"], "1.900106"),
    ("bo ke hoach va dau tu", ["bo ke hoach va dau tu -> Bộ Tài chính"], "1.900106"),
    ("bkhdt", ["bkhdt -> Bộ Kế hoạch và Đầu tư", "bkhdt -> Bộ Tài chính"], None),
    ("bct", ["bct -> Bộ Công Thương"], "1.900101"),
    ("Bộ KH&ĐT", ["Bộ KH&ĐT -> Bộ Kế hoạch và Đầu tư", "Bộ KH&ĐT -> Bộ Tài chính"], "1.900106"),
    ("bo khdt", ["bo khdt -> Bộ Kế hoạch và Đầu tư", "bo khdt -> Bộ Tài chính"], "1.900106"),
    (
        "bộ kế hoạch đầu tư",
        ["bộ kế hoạch đầu tư -> Bộ Kế hoạch và Đầu tư", "bộ kế hoạch đầu tư -> Bộ Tài chính"],
        "1.900106",
    ),
    ("đk kd hộ", ["đk -> đăng ký", "đk -> điều kiện", "kd -> kinh doanh"], "1.900102"),
    ("Bộ CT rượu", ["Bộ CT -> Bộ Công Thương"], "1.900101"),
    ("Ministry of Industry and Trade", ["Ministry of Industry and Trade -> Bộ Công Thương"], "1.900101"),
    (
        "ministry of planning and investment",
        [
            "ministry of planning and investment -> Bộ Kế hoạch và Đầu tư",
            "ministry of planning and investment -> Bộ Tài chính",
        ],
        "1.900106",
    ),
    (
        "Bộ NN&PTNT",
        ["Bộ NN&PTNT -> Bộ Nông nghiệp và Phát triển nông thôn", "Bộ NN&PTNT -> Bộ Nông nghiệp và Môi trường"],
        None,
    ),
    ("GPMB", ["GPMB -> giải phóng mặt bằng"], None),
    ("hóa đơn VAT", ["hóa đơn VAT -> hóa đơn giá trị gia tăng"], None),
    ("thue vat", ["thue vat -> thuế giá trị gia tăng"], "1.900106"),
    ("license to sell liquor", ["license -> giấy phép", "sell -> bán", "liquor -> rượu"], "1.900101"),
    ("Hà Tây", ["Hà Tây -> Hà Nội"], None),
    ("rượu -lại", ["-lại -> lại"], "1.900101"),
    ('kinh doanh -"giấy phép"', ["-giấy phép -> giấy phép"], "1.900103"),
    ("có được kinh doanh rượu", [], "1.900101"),
    ("co duoc kinh doanh ruou", [], "1.900101"),
    ('"gpkd"', [], None),
    ("hà giảng", [], None),
]


def test_words_and_what_people_mean_by_them(register):
    assert {typed: told(q(typed)) for typed, *_ in WORDS} == {typed: said for typed, said, _ in WORDS}
    wanted = {typed: first for typed, _, first in WORDS if first}
    assert {typed: codes(q(typed))[0] for typed in wanted} == wanted


FIELDS = [
    # typed                                      filters                               words left
    ("cơ quan:BCT rượu", {"agency": ("BCT",)}, "rượu"),
    ("co quan:bct ruou", {"agency": ("BCT",)}, "ruou"),
    ('co quan:"bo cong thuong"', {"agency": ("BCT",)}, ""),
    ("agency:BCT", {"agency": ("BCT",)}, ""),
    ("cơ quan: Bộ Công Thương", {"agency": ("BCT",)}, ""),
    ("rượu co quan:bo cong thuong ban le", {"agency": ("BCT",)}, "rượu ban le"),
    ("ministry: industry and trade", {"agency": ("BCT",)}, ""),
    ("cơ quan:Bộ KH&ĐT cơ quan:Bộ Tài chính thuế", {"agency": ("BKHĐT", "BTC")}, "thuế"),
    ("cơ quan:Bộ Không Có", {}, "Không Có"),
    ("lĩnh vực: y tế mỹ phẩm", {"field": ("y-te",)}, "mỹ phẩm"),
    ('ministry:"ministry of industry and trade"', {"agency": ("BCT",)}, ""),
    ("loại:thủ tục rượu", {"kind": ("procedure",)}, "rượu"),
    ("type:condition", {"kind": ("condition",)}, ""),
    ("hiệu lực:hết hiệu lực", {"status": ("abolished",)}, ""),
    ("hieu luc:con ruou", {"status": ("in-force",)}, "ruou"),
    ('lĩnh vực:"Y tế"', {"field": ("y-te",)}, ""),
    ("field:y-te", {"field": ("y-te",)}, ""),
    ("màu sắc:đỏ", {}, "màu sắc:đỏ"),
    ("http://vi-du.vn", {}, "http://vi-du.vn"),
]


def test_fields_are_filters(register):
    asked = {typed: ask(q(typed)).query for typed, *_ in FIELDS}
    read = {typed: (query.filters, query.text) for typed, query in asked.items()}
    assert read == {typed: (filters, left) for typed, filters, left in FIELDS}


def test_a_field_that_only_another_tab_has_leads_there(register):
    query = ask(q("loại:nghị định kho")).query
    assert (query.tab, query.filters, query.text) == ("documents", {"doc_type": ("nghi-dinh",)}, "kho")
    assert ask(q("loại:nghị định kho", **{"in": "plans"})).query.tab == "plans"
    assert ask(q("cơ quan:BCT kho")).query.tab == "regulations"


def test_a_field_of_the_title_and_of_the_day(register):
    assert set(codes(q("tiêu đề:rượu"))) == {"1.900101", "1.900110"}
    assert codes(q('title:"giấy chứng nhận"')) == ["1.900107"]
    assert codes(q('tiêu đề:"không đâu có"')) == []
    assert ask(q("ngày:31/12/2025 rượu")).query.on == datetime.date(2025, 12, 31)
    assert ask(q("ngày:hôm-qua rượu")).query.unreadable == ("on",)


def test_everything_understood_is_undone(register):
    for typed in [*(typed for typed, said, _ in WORDS if said), *(typed for typed, *_ in OPENED)]:
        results = ask(q(typed))
        literal = tuple(one.literal for one in results.understood)
        undone = ask(results.query.to_query_string(literal=literal))
        assert (undone.understood, undone.query.text) == ((), typed)


def test_one_of_two_meanings_is_undone_alone(register):
    literal = ask(q("đkkd")).understood[0].literal
    assert told(urlencode([("q", "đkkd"), ("literal", literal)])) == ["đkkd -> điều kiện kinh doanh"]
    assert codes(urlencode([("q", "đkkd"), ("literal", literal)]))[0] == "1.900103"


def test_a_number_that_nothing_has_is_words(register):
    results = ask(q("77/2019/NĐ-CP giấy phép kinh doanh rượu"))
    assert results.hits[0].code == "1.900101"
    assert [(one.how, one.typed, one.literal) for one in results.understood] == [("words", "77/2019/NĐ-CP", "")]


def test_a_number_that_is_there_is_never_said_to_be_missing(register):
    results = ask(q("tải nghị định 15/2018 và 77/2019/NĐ-CP", **{"in": "documents"}))
    assert [hit.number for hit in results.hits] == ["15/2018/NĐ-CP"]
    assert [(one.how, one.typed) for one in results.understood] == [
        ("words", "77/2019/NĐ-CP"),
        ("number", "nghị định 15/2018"),
    ]


def test_what_staff_teach_is_understood_at_once_and_gone_when_it_ends(register):
    assert codes(q("nuocvui")) == []
    one = Synonym.objects.create(typed="nuocvui", meant="rượu", both_ways=True)
    assert "1.900101" in codes(q("nuocvui"))
    assert "rượu -> nuocvui" in told(q("rượu"))
    one.active = False
    one.save()
    assert codes(q("nuocvui")) == []
    one.active, one.valid_from, one.valid_to = True, datetime.date(2026, 1, 1), datetime.date(2026, 6, 1)
    one.save()
    assert told(q("nuocvui", on="2026-05-31")) == ["nuocvui -> rượu"]
    assert told(q("nuocvui", on="2026-06-01")) == []


def test_words_that_mean_each_other_end(register):
    Synonym.objects.create(typed="aaabbb", meant="bbbaaa", both_ways=True)
    Synonym.objects.create(typed="bbbaaa", meant="aaabbb", both_ways=True)
    assert told(q("aaabbb")) == ["aaabbb -> bbbaaa"]


def test_dictionary_is_kept_for_as_long_as_it_is_set(register, settings):
    assert told(q("gpkd")) == ["gpkd -> giấy phép kinh doanh"]
    settings.SYNONYM_SECONDS = 3_600
    Synonym.objects.all().delete()
    assert told(q("gpkd")) == ["gpkd -> giấy phép kinh doanh"]
    settings.SYNONYM_SECONDS = 0
    assert told(q("gpkd")) == []


def test_what_is_meant_is_marked(register):
    assert ask(q("gpkd")).hits[0].title == "Cấp <mark>giấy phép kinh doanh</mark> rượu"


def test_the_page_shows_what_was_understood_and_how_to_undo_it(register, client):
    html = client.get("/search/?" + q("đkkd")).content.decode()
    assert html.count("data-understood=") == 2
    assert "Chỉ tìm đúng như đã gõ" in html
    undone = client.get("/search/?" + urlencode([("q", "đkkd"), *[("literal", one.literal) for one in
                        ask(q("đkkd")).understood]])).content.decode()  # fmt: skip
    assert "data-understood=" not in undone
    assert 'name="literal"' in undone
    assert "Tìm cả các cách hiểu khác" in undone


def test_programs_are_told_too(register, client):
    assert client.get("/api/search?" + q("pccc")).json()["understood"] == [
        {
            "how": "synonym",
            "literal": "pccc.phong-chay-va-chua-chay",
            "typed": "pccc",
            "meant": "phòng cháy và chữa cháy",
            "url": "",
            "title": "",
        }
    ]


def test_a_plain_query_asks_the_register_nothing(register, django_assert_num_queries, settings):
    settings.SYNONYM_SECONDS = settings.SEARCH_VOCABULARY_SECONDS = 3_600
    ask(q("xyzzyx"))
    with django_assert_num_queries(0):
        assert ask(q("xyzzyx")).hits == ()
    assert Agency.objects.exists()
