"""Each part and article as lawyers cite it, with an address of the same text."""

import datetime
import html
import re

import pytest

from regulations.models import DocumentType
from regulations.text.cited_as import day_in_words, document_as_cited
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
)

TEXT = """Điều 1. Phạm vi
1. Khoản một.
2. Khoản hai gồm:
a) Điểm a;
đ) Điểm đ.
Điều 2. Hiệu lực
Nghị định này có hiệu lực."""
OLD, NEW = datetime.date(2018, 2, 2), datetime.date(2024, 7, 1)


def field(response, name: str) -> str:
    """What stands in a field of the page, as one would copy it."""
    found = re.search(rf'<textarea id="{name}"[^>]*>([^<]*)</textarea>', response.content.decode())
    assert "readonly" in found[0]
    return html.unescape(found[1])


@pytest.fixture
def decree(db):
    government = make_agency("CP", name_vi="Chính phủ")
    title = "Quy định chi tiết một số điều của Luật An toàn thực phẩm"
    document = make_document("15/2018/NĐ-CP", issued_on=OLD, issuers=[government], title=title)
    make_document_version(document, effective_from=OLD, text=TEXT)
    make_document_version(document, effective_from=NEW, text=TEXT.replace("Khoản một", "Khoản một mới"))
    return document


@pytest.fixture
def regulation(db):
    regulation = make_regulation(make_agency("BYT", name_vi="Bộ Y tế", name_en="Ministry of Health"), code="1.002425")
    make_version(regulation, title="Tự công bố sản phẩm", effective_from=OLD, parts={"steps": "Cũ."})
    make_version(regulation, title="Tự công bố sản phẩm", effective_from=NEW, parts={"steps": "Mới.", "fees": "Không."})
    return regulation


def test_a_provision_is_cited_with_its_document_and_the_text_meant(client, decree):
    page = client.get("/documents/15-2018-nd-cp/cite/dieu-1-khoan-2-diem-dd/?on=2020-05-09")
    assert page.status_code == 200
    assert field(page, "cited") == (
        "điểm đ khoản 2 Điều 1 Nghị định số 15/2018/NĐ-CP ngày 02 tháng 02 năm 2018 của Chính phủ quy định chi tiết "
        "một số điều của Luật An toàn thực phẩm, bản có hiệu lực từ ngày 02 tháng 02 năm 2018"
    )
    address = field(page, "shown-at")
    assert address.endswith("/documents/15-2018-nd-cp/dieu-1-khoan-2-diem-dd/?on=2020-05-09")
    path = "/" + address.split("/", 3)[3]
    assert client.get(path, follow=True).redirect_chain[-1][0].endswith("?on=2020-05-09#dieu-1-khoan-2-diem-dd")


def test_without_a_day_it_is_todays_text_with_todays_date(client, decree):
    page = client.get("/documents/15-2018-nd-cp/cite/dieu-1/")
    assert "bản có hiệu lực từ ngày 01 tháng 7 năm 2024" in field(page, "cited")
    assert re.search(r"\?on=\d{4}-\d\d-\d\d$", field(page, "shown-at"))
    body = page.content.decode()
    assert "Khoản một mới" in body and "Nghị định này có hiệu lực" not in body
    for inside in ("dieu-1-khoan-1", "dieu-1-khoan-2", "dieu-1-khoan-2-diem-a"):
        assert f"/documents/15-2018-nd-cp/cite/{inside}/?on=" in body
    assert "cite/dieu-2/" not in body


def test_a_version_is_cited_by_its_number(client, decree):
    page = client.get("/documents/15-2018-nd-cp/cite/dieu-1/?version=1")
    assert field(page, "shown-at").endswith("/dieu-1/?version=1")
    assert "bản có hiệu lực từ ngày 02 tháng 02 năm 2018" in field(page, "cited")
    assert client.get("/documents/15-2018-nd-cp/cite/dieu-1/?version=3").status_code == 404


def test_where_the_text_has_no_such_provision_its_page_says_so(client, decree):
    response = client.get("/documents/15-2018-nd-cp/cite/dieu-9/?on=2020-05-09")
    assert response.headers["Location"] == "/documents/15-2018-nd-cp/dieu-9/?on=2020-05-09"
    assert client.get("/documents/15-2018-nd-cp/cite/dieu-1/?on=2001-01-01", follow=True).status_code == 200
    assert client.get("/documents/khong-co/cite/dieu-1/").status_code == 404
    assert client.get("/documents/15-2018-nd-cp/cite/%00/").status_code == 404
    assert client.get("/documents/15-2018-nd-cp/cite/dieu-1/?on=hom-qua").status_code == 400
    assert client.get("/documents/15-2018-ND-CP/cite/dieu-1/").status_code == 301


def test_a_text_that_is_yet_to_take_effect_is_cited_by_its_number(client, db):
    document = make_document("1/2030/NĐ-CP")
    make_document_version(document, effective_from=datetime.date(2090, 1, 1), text=TEXT)
    page = client.get(f"{document.get_absolute_url()}cite/dieu-1/")
    assert field(page, "shown-at").endswith("?version=1")


def test_a_part_is_cited_with_its_regulation(client, regulation):
    page = client.get("/regulations/1.002425/cite/steps/?on=2020-01-01")
    assert field(page, "cited") == (
        "phần “Trình tự thực hiện” của thủ tục hành chính “Tự công bố sản phẩm” (mã 1.002425), Bộ Y tế, "
        "bản có hiệu lực từ ngày 02 tháng 02 năm 2018"
    )
    assert field(page, "shown-at").endswith("/regulations/1.002425/?on=2020-01-01#part-steps")
    assert "Cũ." in page.content.decode()
    by_number = client.get("/regulations/1.002425/cite/steps/?version=2")
    assert field(by_number, "shown-at").endswith("/regulations/1.002425/versions/2/#part-steps")
    english = client.get("/en/regulations/1.002425/cite/steps/?version=2")
    assert field(english, "cited") == field(by_number, "cited")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("1.002425/cite/fees/?on=2020-01-01", 404), ("1.002425/cite/khong-co/", 404), ("1.002425/cite/%00/", 404),
        ("1.002425/cite/steps/?version=9", 404), ("1.002425/cite/steps/?version=x", 404), ("khong-co/cite/steps/", 404),
        ("1.002425/cite/steps/?on=x", 400), ("1.002425/cite/steps/?on=1990-01-01", 302),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_cited(client, regulation, path, status):
    assert client.get(f"/regulations/{path}").status_code == status


def test_a_draft_is_not_cited(client, regulation):
    make_draft(regulation, parts={"forms": "BÍ MẬT"}, effective_from=datetime.date(2025, 1, 1))
    draft = make_document_draft(make_document("9/2026/NĐ-CP"), text=TEXT)
    assert client.get("/regulations/1.002425/cite/forms/").status_code == 404
    assert client.get(f"/documents/{draft.document.slug}/cite/dieu-1/").status_code == 404


def test_beside_each_part_and_article_are_links_that_lead_to_the_text_being_read(client, decree, regulation):
    for path, expected in (
        ("/regulations/1.002425/", ["/regulations/1.002425/cite/steps/", "/regulations/1.002425/cite/fees/"]),
        ("/regulations/1.002425/?on=2020-01-01", ["/regulations/1.002425/cite/steps/?on=2020-01-01"]),
        ("/regulations/1.002425/versions/1/", ["/regulations/1.002425/cite/steps/?version=1"]),
        (
            "/documents/15-2018-nd-cp/",
            ["/documents/15-2018-nd-cp/cite/dieu-1/", "/documents/15-2018-nd-cp/cite/dieu-2/"],
        ),
        ("/documents/15-2018-nd-cp/?version=1", [f"/documents/15-2018-nd-cp/cite/dieu-{n}/?version=1" for n in (1, 2)]),
    ):
        body = client.get(path).content.decode()
        links = re.findall(r'<a href="([^"]+)">Trích dẫn<span class="visually-hidden"[^>]*> [^<]+</span></a>', body)
        assert links == expected
        assert all(client.get(html.unescape(link)).status_code == 200 for link in links)
        reports = re.findall(r'<a href="([^"]+)">Báo lỗi<span class="visually-hidden"[^>]*> [^<]+</span></a>', body)
        assert len(reports) == len(links)
        assert all(client.get(html.unescape(link)).status_code == 200 for link in reports)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime.date(2018, 2, 2), "ngày 02 tháng 02 năm 2018"),
        (datetime.date(2010, 6, 17), "ngày 17 tháng 6 năm 2010"),
        (datetime.date(2020, 12, 1), "ngày 01 tháng 12 năm 2020"),
    ],
)
def test_days_are_written_as_documents_write_them(day, said):
    assert day_in_words(day) == said


@pytest.mark.parametrize(
    ("type_name", "number", "title", "issuers", "said"),
    [
        ("Luật", "55/2010/QH12", "Luật An toàn thực phẩm", ["Quốc hội"],
         "Luật An toàn thực phẩm số 55/2010/QH12 ngày 17 tháng 6 năm 2010"),
        ("Luật", "55/2010/QH12", "An toàn thực phẩm", [],
         "Luật An toàn thực phẩm số 55/2010/QH12 ngày 17 tháng 6 năm 2010"),
        ("Bộ luật", "91/2015/QH13", "BỘ LUẬT DÂN SỰ", [], "BỘ LUẬT DÂN SỰ số 91/2015/QH13 ngày 17 tháng 6 năm 2010"),
        ("Thông tư liên tịch", "1/2010/TTLT-BYT-BTC", "Về  phí.", ["Bộ Y tế", "Bộ Tài chính"],
         "Thông tư liên tịch số 1/2010/TTLT-BYT-BTC ngày 17 tháng 6 năm 2010 của Bộ Y tế, Bộ Tài chính về phí"),
        ("Quyết định", "", "TTHC nội bộ", [], "Quyết định ngày 17 tháng 6 năm 2010 TTHC nội bộ"),
    ],
)  # fmt: skip
def test_documents_are_named_by_number_or_by_title(type_name, number, title, issuers, said):
    day = datetime.date(2010, 6, 17)
    cited = document_as_cited(type_name=type_name, number=number, title=title, issued_on=day, issuers=issuers)
    assert cited == said
    assert type_name in DocumentType.labels
