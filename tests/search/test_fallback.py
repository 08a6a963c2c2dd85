import datetime
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from regulations.models import Action, Kind
from search.engines import get_engine, reset_engine
from search.engines.base import SearchUnavailable
from search.engines.tantivy import TantivyEngine
from tests.factories.plans import make_decision, make_item, make_plan, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)
from tests.search.asking import ask, codes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def broken(tmp_path):
    """No index has been built."""
    reset_engine(TantivyEngine(tmp_path / "nothing"))
    yield
    reset_engine()


def test_titles_codes_and_numbers_are_looked_up_in_the_database():
    regulation = make_version(make_regulation(code="1.004172"), title="Cấp giấy phép").regulation
    make_draft(title="Cấp giấy phép chưa công bố")
    make_version(title="Khác")
    assert codes("q=giấy+phép") == codes("q=GIẤY+phép") == codes("q=1.004172") == [regulation.code]
    document = make_document("15/2018/NĐ-CP", title="Về thực phẩm")
    make_document_version(document)
    for typed in ("thực+phẩm", "15/2018/nd-cp", "nghị định 15/2018"):
        assert [hit.number for hit in ask(f"in=documents&q={typed}").hits] == ["15/2018/NĐ-CP"]


def test_a_query_is_understood_as_ever():
    make_version(make_regulation(code="1.004172"), title="Cấp giấy phép kinh doanh rượu")
    make_version(make_regulation(code="1.004173"), title="Đăng ký kinh doanh bia")
    make_document_version(make_document("15/2018/NĐ-CP", title="Về thực phẩm"), text="Điều 15. Hồ sơ\n1. Một.\n2. Hai.")
    for typed, found in {
        "giay phep ruou": ["1.004172"],
        "GPKD rượu": ["1.004172"],
        "alcohol license": ["1.004172"],
        "1004172": ["1.004172"],
        "kinh doanh -rượu": ["1.004173"],
        '"đăng ký" kinh doanh': ["1.004173"],
        "tiêu đề:bia": ["1.004173"],
        "?!": [],
    }.items():
        assert codes(urlencode({"q": typed})) == found, typed
    for typed in ("15-2018-nd-cp", "nghị định 15 năm 2018", "điều 15 nđ 15/2018", "tải nghị định 15/2018"):
        assert [hit.number for hit in ask(urlencode({"q": typed, "in": "documents"})).hits] == ["15/2018/NĐ-CP"], typed
    results = ask(urlencode({"q": "khoản 2 điều 15 nđ 15/2018"}))
    assert [one.url for one in results.understood] == [
        "/documents/15-2018-nd-cp/",
        "/documents/15-2018-nd-cp/dieu-15-khoan-2/",
    ]
    assert codes(urlencode({"q": "GPKD", "literal": "gpkd.giay-phep-kinh-doanh"})) == []


def test_plans_are_looked_up_by_title_decision_and_what_they_touch():
    agency = make_agency("BCT")
    draft = make_plan(agency, title="Phương án giao thông", effective_from=datetime.date(2026, 3, 1))
    regulation = make_regulation(agency, code="1.004172", fields=[make_field(slug="xe"), make_field(slug="duong")])
    make_item(draft, make_version(regulation, title="Cấp phép vận tải").regulation, action=Action.ABOLISH)
    make_item(draft)
    version = publish_plan(draft)
    make_decision(version, number="1661/QĐ-TTg")
    publish_plan()

    def found(address):
        return [([item.code for item in hit.items], hit.plain_title) for hit in ask(f"in=plans&{address}").hits]

    one = [(["1.004172"], "Phương án giao thông")]
    for address in ("q=vận+tải", "q=1.004172", "action=abolish", "field=xe&field=duong", "q=vận&kind=procedure"):
        assert found(address) == one, address
    for address in ("q=giao+thông", "q=1661/qd-ttg", "q=quyết+định+1661/QĐ-TTG"):
        assert found(address) == [([], "Phương án giao thông")], address
    [(codes_shown, title)] = found("agency=bct")
    assert (len(codes_shown), title) == (2, "Phương án giao thông")
    assert found("agency=bct&on=2026-02-28") == found("q=khongco") == found("action=merge") == []
    assert ask("in=plans").total == 2


def test_filters_and_days_hold_there_too():
    field, below = make_field(slug="duoc"), make_industry("10", parent=make_industry("C"))
    agency = make_agency("BYT")
    regulation = make_regulation(agency, kind=Kind.REPORT, fields=[field], industries=[below])
    make_version(regulation, effective_from=datetime.date(2025, 1, 1))
    make_version()
    for address in ("kind=report", "agency=byt", "field=duoc", "industry=2018:C", "status=in-force&kind=report"):
        assert codes(address) == [regulation.code]
    assert codes("kind=report&on=2024-12-31") == codes("kind=report&status=upcoming") == []


def test_a_document_without_a_date_is_there():
    make_document_version(effective_from=None)
    make_document_version(effective_from=datetime.date(2030, 1, 1))
    assert ask("in=documents").total == 1


def test_pages_and_order_hold():
    for number in range(23):
        make_version(title=f"Thủ tục {number:02d}")
    assert [hit.plain_title for hit in ask("sort=title&page=2").hits] == [f"Thủ tục {n}" for n in (20, 21, 22)]
    assert ask("").total == 23


def test_the_page_answers_and_says_so(client):
    make_version(title="Cấp giấy phép")
    response = client.get("/search/?q=giấy&kind=procedure")
    assert response.status_code == 200
    assert "Tra cứu đang chạy ở chế độ rút gọn" in response.content.decode()
    assert "Cấp <mark>giấy</mark> phép" in response.content.decode()
    assert client.get("/search/?q=khongco").status_code == 200
    assert client.get("/api/search?q=giấy").json()["limited"] is True


def test_a_search_that_fails_in_the_middle_is_answered_too(monkeypatch):
    call_command("search_rebuild", verbosity=0)
    make_version(title="Cấp giấy phép")

    def fail(query):
        raise SearchUnavailable("gone")

    monkeypatch.setattr(get_engine(), "search", fail)
    assert ask("q=giấy").limited
    assert len(codes("q=giấy")) == 1
