"""A legal document through its addresses: outline and text, chapter pages, days, versions, shared numbers."""

import datetime
import gzip
import re
import time

import pytest
from django.utils import timezone

from regulations.document_plan import PAGE_LENGTH, piece_of
from regulations.document_presenting import document_page
from regulations.models import DocumentRelation, RelationType
from tests.factories.regulations import make_agency, make_document, make_document_draft, make_document_version
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO, LAST_YEAR = TODAY - datetime.timedelta(days=3000), TODAY - datetime.timedelta(days=365)
NEXT_MONTH = TODAY + datetime.timedelta(days=30)


def articles(first: int, last: int, length: int = 400) -> str:
    sentence = "Tổ chức, cá nhân kinh doanh phải đáp ứng đủ điều kiện theo quy định. "
    return "\n".join(
        f"Điều {n}. Điều kiện thứ {n}\n1. {sentence * (length // len(sentence) + 1)}\n2. {sentence}"
        for n in range(first, last + 1)
    )


@pytest.fixture
def decree():
    document = make_document("15/2018/NĐ-CP", title="Về <kinh doanh>", issued_on=LONG_AGO, issuers=[make_agency("CP")])
    make_document_version(document, effective_from=LONG_AGO)
    return document


def test_a_short_document_is_outline_and_text_on_one_page(client, decree):
    response = client.get("/documents/15-2018-nd-cp/")
    html, text = response.content.decode(), words(response)
    assert "Nghị định 15/2018/NĐ-CP" in text and "Về &lt;kinh doanh&gt;" in text
    assert 'href="#dieu-2"' in html
    for anchor in ("chuong-i", "dieu-2", "dieu-2-khoan-1", "dieu-2-khoan-1-diem-a"):
        assert f'id="{anchor}"' in html
    assert "Chương I. QUY ĐỊNH CHUNG" in text and "a) Đơn đề nghị;" in text
    assert f"Cơ quan ban hành Cơ quan CP Ngày ban hành {LONG_AGO:%d/%m/%Y}" in text
    assert not response.cookies


def test_what_is_unknown_is_said_to_be(client):
    document = make_document("919/NQ-CP", doc_type="nghi-quyet", issued_on=None)
    make_document_version(document, effective_from=None, state="unknown")
    text = words(client.get("/documents/919-nq-cp/"))
    assert "Ngày ban hành Chưa rõ Ngày có hiệu lực Chưa rõ Người ký Chưa rõ" in text
    assert "Văn bản này chưa xác định được hiệu lực." in text


def test_any_label_leads_to_its_place(client, decree):
    for label in ("chuong-i", "dieu-2", "dieu-2-khoan-1-diem-b"):
        response = client.get(f"/documents/15-2018-nd-cp/{label}/")
        assert (response.status_code, response["Location"]) == (302, f"/documents/15-2018-nd-cp/#{label}")
    assert client.get("/documents/15-2018-nd-cp/dieu-77/").status_code == 404


def test_days_and_versions(client, decree):
    make_document_version(decree, effective_from=LAST_YEAR, text="Điều 1. Phạm vi mới\nNội dung.")
    make_document_version(decree, effective_from=NEXT_MONTH, text="Điều 1. Phạm vi tương lai\nNội dung.")
    url = "/documents/15-2018-nd-cp/"
    assert "Phạm vi mới" in words(client.get(url))
    assert NEXT_MONTH.strftime("Từ %d/%m/%Y áp dụng phiên bản mới") in words(client.get(url))
    old = client.get(url, {"on": LONG_AGO.isoformat()})
    assert "QUY ĐỊNH CHUNG" in words(old) and LONG_AGO.strftime("vào ngày %d/%m/%Y") in words(old)
    assert "Phiên bản 1 không còn là bản hiện hành" in words(client.get(url, {"version": "1"}))
    assert "Phạm vi tương lai" in words(client.get(url, {"version": "3"}))
    assert [client.get(url, {"version": wrong}).status_code for wrong in ("9", "x", "0", "9" * 40)] == [404] * 4
    assert client.get(url, {"on": "hôm qua"}).status_code == 400
    before = client.get(url, {"on": "1990-01-01"})
    assert before.status_code == 200 and "chưa có hiệu lực" in words(before)
    assert "QUY ĐỊNH CHUNG" not in words(before)


def test_a_provision_of_another_version_is_missed_politely(client, decree):
    make_document_version(decree, effective_from=LAST_YEAR, text="Điều 1. Phạm vi mới\nNội dung.")
    response = client.get("/documents/15-2018-nd-cp/dieu-2/")
    assert response.status_code == 404
    assert "Không có Điều 2 trong bản đang xem" in words(response)
    assert 'href="/documents/15-2018-nd-cp/dieu-2/?version=1"' in response.content.decode()
    found = client.get("/documents/15-2018-nd-cp/dieu-2/?version=1")
    assert found["Location"] == "/documents/15-2018-nd-cp/?version=1#dieu-2"


def test_addresses_lead_to_the_one_or_ask_which(client, decree):
    assert client.get("/documents/15-2018-ND-CP/")["Location"] == "/documents/15-2018-nd-cp/"
    twin = make_document("15/2018/NĐ-CP", title="Văn bản trùng số", issued_on=LAST_YEAR, issuers=[make_agency("QH")])
    hidden = client.get("/documents/15-2018-nd-cp/")
    assert hidden.status_code == 301 and "Location" in hidden
    make_document_version(twin, effective_from=LAST_YEAR)
    choice = client.get("/documents/15-2018-nd-cp/")
    assert choice.status_code == 200 and "2 văn bản có cùng số này" in words(choice)
    assert twin.get_absolute_url() in choice.content.decode() and decree.get_absolute_url() in choice.content.decode()
    assert client.get("/documents/15-2018-nd-cp/dieu-1/")["Location"] == "/documents/15-2018-nd-cp/"


def test_a_draft_is_like_nothing_at_all(client):
    document = make_document("16/2018/NĐ-CP")
    make_document_draft(document)
    assert client.get("/documents/16-2018-nd-cp/").status_code == 404
    assert client.get("/documents/16-2018-nd-cp/dieu-1/").status_code == 404
    assert client.get("/documents/khong-co/").status_code == 404


def test_relations_are_told_from_both_sides(client, decree):
    amending = make_document("20/2020/NĐ-CP", title="Sửa đổi")
    make_document_version(amending)
    unpublished = make_document("21/2020/NĐ-CP", title="Văn bản mật")
    DocumentRelation.objects.create(document=amending, type=RelationType.AMENDS, target=decree)
    DocumentRelation.objects.create(document=unpublished, type=RelationType.REPEALS, target=decree)
    DocumentRelation.objects.create(document=amending, type=RelationType.GUIDES, target=unpublished)
    assert "Được sửa đổi, bổ sung bởi Nghị định 20/2020/NĐ-CP" in words(client.get(decree.get_absolute_url()))
    assert "21/2020" not in words(client.get(decree.get_absolute_url()))
    other = words(client.get(amending.get_absolute_url()))
    assert "Sửa đổi, bổ sung Nghị định 15/2018/NĐ-CP" in other and "Văn bản mật" not in other


def test_a_long_document_is_an_outline_and_a_page_a_chapter(client):
    law = make_document("91/2015/QH13", doc_type="luat")
    text = "Luật này.\nPhần thứ nhất\nQUY ĐỊNH CHUNG\n" + "\n".join(
        f"Chương {roman}\nCHƯƠNG SỐ {n}\n{articles(n * 30 - 29, n * 30, length=700)}"
        for n, roman in enumerate(["I", "II", "III"], 1)
    )
    make_document_version(law, effective_from=LONG_AGO, text=text)
    outline = client.get("/documents/91-2015-qh13/").content.decode()
    assert 'href="/documents/91-2015-qh13/chuong-ii/#dieu-31"' in outline
    assert 'id="dieu-31"' not in outline
    chapter = client.get("/documents/91-2015-qh13/chuong-ii/")
    html = chapter.content.decode()
    assert 'id="dieu-31"' in html and 'id="dieu-60"' in html and 'id="dieu-61"' not in html
    assert 'rel="prev"' in html and 'href="/documents/91-2015-qh13/chuong-iii/"' in html
    assert "<title>Chương II. CHƯƠNG SỐ 2" in html
    first = client.get("/documents/91-2015-qh13/chuong-i/").content.decode()
    assert 'id="mo-dau"' in first and 'id="phan-1"' in first
    for label, page in (("dieu-45-khoan-2", "chuong-ii"), ("mo-dau", "chuong-i"), ("phan-1", "chuong-i")):
        assert client.get(f"/documents/91-2015-qh13/{label}/")["Location"] == f"/documents/91-2015-qh13/{page}/#{label}"
    dated = f"?on={LAST_YEAR}"
    assert f'href="/documents/91-2015-qh13/chuong-iii/{dated}' in (
        client.get(f"/documents/91-2015-qh13/chuong-ii/{dated}").content.decode()
    )


def test_every_article_is_on_the_page_its_link_names(client):
    law = make_document("92/2015/QH13", doc_type="luat")
    make_document_version(law, effective_from=LONG_AGO, text=articles(1, 300, length=700))
    outline = client.get("/documents/92-2015-qh13/").content.decode()
    links = re.findall(r'href="(/documents/92-2015-qh13/([^/]+)/)#(dieu-\d+)"', outline)
    assert len(links) == 300
    pages = {url: client.get(url).content.decode() for url in {url for url, _page, _label in links}}
    assert len(pages) > 3 and "/documents/92-2015-qh13/dieu-1/" in pages
    assert all(f'id="{label}"' in pages[url] for url, _page, label in links)
    assert sum(page.count('class="provision provision--article"') for page in pages.values()) == 300


def test_an_overlong_article_comes_in_pieces_that_lose_nothing(client):
    lines = [f"Dòng số {n} của phụ lục kèm theo nghị quyết này." for n in range(20_000)]
    resolution = make_document("24/2026/NQ-CP", doc_type="nghi-quyet")
    make_document_version(
        resolution,
        effective_from=LONG_AGO,
        text="Điều 1. Ngắn\nMột.\nĐiều 2. Dài\n" + "\n".join(lines) + "\nĐiều 3. Cuối\nBa.",
    )
    url = "/documents/24-2026-nq-cp/dieu-2/"
    seen, here = [], url
    while here:
        started = time.perf_counter()
        response = client.get(here)
        html = response.content.decode()
        assert len(gzip.compress(response.content)) < 60_000 and time.perf_counter() - started < 2
        seen += re.findall(r"Dòng số (\d+) của phụ lục kèm theo nghị quyết này\.", html)
        following = re.search(r'href="([^"]*piece=\d+)" rel="next"', html)
        here = following.group(1).replace("&amp;", "&") if following else ""
    assert seen == [str(n) for n in range(20_000)]
    assert [client.get(url, {"piece": wrong}).status_code for wrong in ("0", "x", "999")] == [404] * 3
    assert client.get("/documents/24-2026-nq-cp/dieu-3/").status_code == 200


@pytest.mark.parametrize("text", ["một\n" * 50, "không xuống dòng " * 60, "x" * 10])
@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_pieces_join_to_the_whole(text, pieces):
    assert "".join(piece_of(text, number, pieces) for number in range(1, pieces + 1)) == text


def test_a_law_of_689_articles_opens_light(client, django_assert_max_num_queries):
    law = make_document("91/2015/QH13", doc_type="luat", issuers=[make_agency("QH")])
    make_document_version(law, effective_from=LONG_AGO, text=articles(1, 689, length=450))
    client.get("/documents/91-2015-qh13/")
    with django_assert_max_num_queries(12):
        response = client.get("/documents/91-2015-qh13/")
    assert len(gzip.compress(response.content)) < 60_000
    with django_assert_max_num_queries(11):
        client.get("/documents/91-2015-qh13/dieu-1/")


def test_a_draft_of_any_length_can_be_previewed(decree):
    draft = make_document_draft(decree, effective_from=TODAY, text=articles(1, 5, length=PAGE_LENGTH))
    page = document_page(draft, TODAY)
    assert page["whole"] and len([row for row in page["provisions"] if row["kind"] == "article"]) == 5
