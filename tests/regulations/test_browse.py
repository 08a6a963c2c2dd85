"""Lists and pages of agencies, fields and industries."""

import datetime

import pytest
from django.utils import timezone

from regulations.models import AgencySuccession, IndustryCrosswalk
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
)
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_YEAR = TODAY - datetime.timedelta(days=365)


def published(agency=None, **fields):
    regulation = make_regulation(agency, **fields)
    make_version(regulation, effective_from=LAST_YEAR, title=f"Tên của {regulation.code}")
    return regulation


@pytest.mark.parametrize("path", ["/agencies/", "/fields/", "/industries/"])
def test_an_empty_list_says_so(client, path):
    response = client.get(path)
    assert response.status_code == 200 and "Chưa có" in words(response)
    assert not response.cookies


def test_plain_lists_are_the_search_page(client):
    assert client.get("/regulations/")["Location"] == "/search/"
    assert client.get("/documents/")["Location"] == "/search/?in=documents"
    assert client.get("/en/documents/")["Location"] == "/en/search/?in=documents"


def test_agencies_as_a_tree_with_counts(client):
    ministry = make_agency("BCT", name_vi="Bộ Công Thương", code="G02")
    make_agency("CHC", parent=ministry, name_vi="Cục Hóa chất")
    make_agency("BKHDT", name_vi="Bộ Kế hoạch", valid_to=LAST_YEAR)
    published(ministry)
    make_draft(make_regulation(ministry))
    text = words(client.get("/agencies/"))
    assert "Bộ Công Thương BCT · 1 quy định Cục Hóa chất CHC · 0 quy định" in text
    assert "Cơ quan đã kết thúc hoạt động Bộ Kế hoạch" in text


def test_an_agency_with_what_it_took_over(client):
    old = make_agency("BKHDT", name_vi="Bộ Kế hoạch", valid_to=LAST_YEAR, code="G05")
    new = make_agency("BTC", name_vi="Bộ Tài chính", code="G04")
    AgencySuccession.objects.create(old=old, new=new, date=LAST_YEAR, primary=True)
    make_agency("CT", parent=new, name_vi="Cục Thuế")
    published(old)
    published(new)
    published(new, kind="report")
    make_draft(make_regulation(new), title="Bản thảo mật")
    document = make_document("13/2022/NĐ-CP", maintained_by=new)
    make_document_version(document)
    response = client.get("/agencies/G04/")
    text, html = words(response), response.content.decode()
    assert "3 quy định" in text and "Gồm cả quy định của các cơ quan" in text
    assert 'href="/search/?kind=procedure&amp;agency=BTC"' in html and "2 quy định" in text
    assert "Kế thừa" in text and "Bộ Kế hoạch" in text and "Cục Thuế" in text
    assert "13/2022/NĐ-CP" in text and "Tên của" in text and "mật" not in text
    assert "Bộ Tài chính BTC · 3 quy định" in words(client.get("/agencies/"))  # the same count in the list of agencies
    ended = words(client.get("/agencies/G05/"))
    assert "kết thúc hoạt động" in ended and "Nay là Bộ Tài chính" in ended


@pytest.mark.parametrize("given", ["g04", "btc", "BTC"])
def test_an_agency_by_another_case_or_its_acronym(client, given):
    make_agency("BTC", code="G04")
    response = client.get(f"/agencies/{given}/")
    assert (response.status_code, response["Location"]) == (301, "/agencies/G04/")


@pytest.mark.parametrize(
    "path", ["/agencies/X/", "/agencies/%00/", "/fields/x/", "/industries/x/", "/industries/2018/x/"]
)
def test_what_is_not_there_is_not_found(client, path):
    make_edition("2018")
    assert client.get(path).status_code == 404


def test_a_field_lists_its_regulations_page_by_page(client, django_assert_max_num_queries):
    field, agency = make_field("Hóa chất", slug="hoa-chat"), make_agency()
    for _ in range(55):
        published(agency).fields.add(field)
    client.get("/fields/hoa-chat/")
    with django_assert_max_num_queries(7):
        response = client.get("/fields/hoa-chat/")
    assert "55 quy định" in words(response) and response.content.decode().count('<article class="result">') == 50
    second = client.get("/fields/hoa-chat/?page=2")
    assert second.content.decode().count('<article class="result">') == 5
    assert [client.get(f"/fields/hoa-chat/?page={wrong}").status_code for wrong in ("0", "3", "x", "9" * 30)] == [
        404
    ] * 4
    assert "Hóa chất 55 quy định" in words(client.get("/fields/"))


def test_an_industry_with_what_lies_below_and_above(client):
    trade = make_industry("G", edition=make_edition("2018"), name_vi="Bán buôn, bán lẻ")
    wholesale = make_industry("46", parent=trade, name_vi="Bán buôn")
    other = make_industry("4669", parent=wholesale, name_vi="Bán buôn khác")
    new = make_industry("4679", edition=make_edition("2025"), name_vi="Bán buôn khác, mới")
    IndustryCrosswalk.objects.create(old=other, new=new, note="tách mã")
    for industry, code in ((trade, "CHUNG-1"), (wholesale, "GIUA-1"), (other, "DUOI-1")):
        published(code=code).industries.add(industry)
    published(code="MOI-NGANH-1")
    text = words(client.get("/industries/2018/46/"))
    listed, common = text.split("Áp dụng chung từ ngành cấp trên: 1 quy định")
    assert "2 quy định" in listed and "Tên của GIUA-1" in listed and "Tên của DUOI-1" in listed
    assert "Tên của CHUNG-1" in common and "CHUNG-1" not in listed
    assert "1 quy định áp dụng cho mọi ngành" in common
    html = client.get("/industries/2018/46/").content.decode()
    assert 'href="/search/?industry=2018%3A46"' in html and 'href="/industries/2018/4669/"' in html
    crossed = words(client.get("/industries/2018/4669/"))
    assert "Trở thành 4679 Bán buôn khác, mới (2025) tách mã" in crossed
    assert "Từ mã cũ 4669" in words(client.get("/industries/2025/4679/"))
    assert client.get("/industries/2018/g/")["Location"] == "/industries/2018/G/"
    assert "46 Bán buôn" in words(client.get("/industries/2018/"))
    assert "2025" in words(client.get("/industries/"))
