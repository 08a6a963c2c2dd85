"""A regulation's page through its address: any day, any version, every state."""

import datetime
import re

import pytest
from django.utils import timezone

from regulations.drafting import draft_correction
from regulations.models import AgencySuccession, RegulationVersion, State
from regulations.presenting import regulation_page
from regulations.publishing import publish_version
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_edition,
    make_field,
    make_industry,
    make_officer,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_YEAR, NEXT_MONTH = TODAY - datetime.timedelta(days=365), TODAY + datetime.timedelta(days=30)
LONG_AGO = TODAY - datetime.timedelta(days=3000)


def words(response) -> str:
    """What is read on the page's main part, as one line."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def regulation():
    return make_regulation(code="1.000001", subjects="Doanh nghiệp kinh doanh hóa chất")


def test_current_text_by_parts_with_facts_up_front(client, regulation):
    regulation.fields.add(make_field("Hóa chất", slug="hoa-chat"))
    regulation.industries.add(make_industry("4669", edition=make_edition("2018"), name_vi="Bán buôn khác"))
    make_version(
        regulation,
        title="Cấp giấy chứng nhận <b>",
        effective_from=LAST_YEAR,
        card_who="Cơ sở kinh doanh",
        papers=[{"name": "Đơn đề nghị", "form": "Mẫu 01"}],
        fees=[{"name": "Phí thẩm định", "amount": 1_200_000}],
        time_limits=[{"label": "Cấp giấy", "number": 15, "unit": "working_days"}],
        frequencies=[{"number": 1, "period": "year"}],
    )
    response = client.get("/regulations/1.000001/")
    text, html = words(response), response.content.decode()
    assert response.status_code == 200
    assert "Cấp giấy chứng nhận &lt;b&gt;" in text and "Còn hiệu lực" in text
    assert LAST_YEAR.strftime("Có hiệu lực từ %d/%m/%Y") in text
    assert "Cơ sở kinh doanh" in text and "không thay thế nội dung" in text
    assert "1.200.000 đ" in text and "15 ngày làm việc" in text and "1 lần mỗi năm" in text
    assert "Doanh nghiệp kinh doanh hóa chất" in text and "4669 Bán buôn khác (2018)" in text
    assert html.index('id="part-steps"') < html.index('id="part-dossier"') < html.index('id="part-authority"')
    assert "Bạn đang xem nội dung có hiệu lực vào ngày" not in text
    assert '<link rel="canonical" href="http://testserver/regulations/1.000001/">' in html
    assert not response.cookies


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.PARTLY, "đã hết hiệu lực một phần từ"),
        (State.SUSPENDED, "ngưng hiệu lực từ"),
        (State.ABOLISHED, "đã hết hiệu lực từ"),
        (State.GAP, "khoảng trống pháp lý từ"),
        (State.UNKNOWN, "chưa xác định được hiệu lực"),
    ],
)
def test_a_state_is_said_above_the_text(client, regulation, state, said):
    make_version(regulation, effective_from=LAST_YEAR)
    make_version(regulation, effective_from=TODAY, state=state, note="Theo nghị định mới.")
    text = words(client.get("/regulations/1.000001/"))
    assert f"Quy định này {said}" in text or f"Quy định này thuộc {said}" in text
    assert "Theo nghị định mới." in text and "Lỗi:" not in text
    binds = state in (State.PARTLY, State.UNKNOWN)
    assert (TODAY.strftime("Có hiệu lực từ %d/%m/%Y") in text) is binds  # a rule that ended is not "in force from"
    before = words(client.get(f"/regulations/1.000001/?on={LAST_YEAR}"))
    assert f"Quy định này {said}" not in before.split("Các phiên bản")[0]


def test_a_past_day_shows_that_days_text_and_says_so(client, regulation):
    make_version(regulation, title="Tên cũ", effective_from=LAST_YEAR)
    make_version(regulation, title="Tên mới", effective_from=TODAY)
    yesterday = TODAY - datetime.timedelta(days=1)
    for written in (yesterday.isoformat(), yesterday.strftime("%d/%m/%Y")):
        response = client.get("/regulations/1.000001/", {"on": written})
        assert "<h1" in response.content.decode() and ">Tên cũ</h1>" in response.content.decode()
        assert yesterday.strftime("có hiệu lực vào ngày %d/%m/%Y") in words(response)
        assert "Xem nội dung hôm nay" in words(response)


def test_before_it_existed_there_is_no_text(client, regulation):
    make_version(regulation, effective_from=LAST_YEAR, parts={"steps": "Nội dung bí ẩn"})
    response = client.get("/regulations/1.000001/", {"on": LONG_AGO.isoformat()})
    assert response.status_code == 200
    assert "quy định này chưa tồn tại" in words(response)
    assert "Nội dung bí ẩn" not in words(response)
    assert "/regulations/1.000001/versions/1/" in response.content.decode()


def test_upcoming_shows_what_will_be_and_from_when(client, regulation):
    make_version(regulation, effective_from=NEXT_MONTH, parts={"steps": "Nội dung sẽ áp dụng"})
    text = words(client.get("/regulations/1.000001/"))
    assert NEXT_MONTH.strftime("sắp có hiệu lực từ %d/%m/%Y") in text
    assert "Nội dung sẽ áp dụng" in text and "Sắp có hiệu lực" in text


def test_a_change_ahead_is_announced_with_its_redline(client, regulation):
    make_version(regulation, effective_from=LAST_YEAR)
    make_version(regulation, effective_from=NEXT_MONTH)
    response = client.get("/regulations/1.000001/")
    assert NEXT_MONTH.strftime("Từ %d/%m/%Y áp dụng phiên bản mới") in words(response)
    assert 'href="/regulations/1.000001/compare/1/2/"' in response.content.decode()


@pytest.mark.parametrize("wrong", ["hôm qua", "2026-02-31", "31/02/2026", "20260101", "0000-00-00", "\0", "9" * 5000])
def test_a_wrong_day_is_named_and_todays_text_shown(client, regulation, wrong):
    make_version(regulation, effective_from=LAST_YEAR, parts={"steps": "Nội dung hôm nay của quy định"})
    response = client.get("/regulations/1.000001/", {"on": wrong})
    if wrong.strip("\0"):
        assert response.status_code == 400
        assert "không phải là một ngày" in words(response) and "Xem tại ngày" in words(response)
    assert "Nội dung hôm nay của quy định" in words(response)


def test_another_case_leads_to_the_one_address(client):
    make_version(make_regulation(code="BCT-YCDK-001"))
    response = client.get("/regulations/bct-ycdk-001/?on=2026-05-01")
    assert (response.status_code, response["Location"]) == (301, "/regulations/BCT-YCDK-001/?on=2026-05-01")


@pytest.mark.parametrize("path", ["", "versions/1/", "compare/1/2/", "compare/"])
def test_a_draft_is_like_nothing_at_all(client, regulation, path):
    make_draft(regulation, title="Bản thảo mật")
    draft, nothing = client.get(f"/regulations/1.000001/{path}"), client.get(f"/regulations/9.999999/{path}")
    assert draft.status_code == nothing.status_code == 404
    assert draft.content.replace(b"1.000001", b"") == nothing.content.replace(b"9.999999", b"")


def test_a_draft_beside_a_published_version_is_not_seen(client, regulation):
    make_version(regulation, effective_from=LAST_YEAR)
    make_draft(regulation, title="Bản thảo mật", effective_from=TODAY)
    assert "Bản thảo mật" not in client.get("/regulations/1.000001/").content.decode()
    assert client.get("/regulations/1.000001/versions/2/").status_code == 404


def test_every_version_stays_at_its_address(client, regulation):
    make_version(regulation, title="Tên cũ", effective_from=LAST_YEAR)
    make_version(regulation, title="Tên mới", effective_from=TODAY)
    text = words(client.get("/regulations/1.000001/versions/1/"))
    assert "Tên cũ" in text and "Phiên bản 1 không còn là bản hiện hành" in text
    assert "Không phải bản hiện hành" in text
    assert "không còn là" not in words(client.get("/regulations/1.000001/versions/2/"))


def test_a_corrected_version_leads_to_its_correction(client):
    agency = make_agency()
    regulation = make_regulation(agency, code="1.000001")
    wrong = make_version(regulation, title="Tên viết sai", effective_from=LAST_YEAR)
    draft = draft_correction(version=wrong, by=make_officer(agency))
    publish_version(version=RegulationVersion.objects.get(pk=draft.pk))
    response = client.get("/regulations/1.000001/versions/1/")
    assert "Tên viết sai" in words(response)
    assert "Phiên bản 1 đã được đính chính bằng phiên bản 2" in words(response)
    assert 'href="/regulations/1.000001/versions/2/"' in response.content.decode()
    assert "Đã được đính chính" in words(client.get("/regulations/1.000001/"))


def test_a_basis_leads_to_its_article_on_the_page_s_day(client, regulation):
    document = make_document("15/2018/NĐ-CP", issued_on=LONG_AGO)
    make_document_version(document, effective_from=LONG_AGO)
    make_document_version(document, effective_from=TODAY, text="Điều 1. Phạm vi\n1. Một.")
    hidden = make_document("16/2018/NĐ-CP", title="Văn bản mật")
    make_version(
        regulation,
        effective_from=LAST_YEAR,
        bases=[{"document": document, "label": "dieu-2-khoan-1-diem-a"}, {"document": document}, {"document": hidden}],
    )
    then = client.get("/regulations/1.000001/", {"on": LAST_YEAR.isoformat()})
    link = f"/documents/15-2018-nd-cp/dieu-2-khoan-1-diem-a/?on={LAST_YEAR}"
    assert f'href="{link}"' in then.content.decode()
    assert "điểm a khoản 1 Điều 2 Nghị định 15/2018/NĐ-CP" in words(then)
    assert client.get(link)["Location"] == f"/documents/15-2018-nd-cp/?on={LAST_YEAR}#dieu-2-khoan-1-diem-a"
    today = client.get("/regulations/1.000001/")
    assert "không có điều khoản này" in words(today)
    assert "diem-a" not in today.content.decode()
    assert "chưa được công bố" in words(today) and "Văn bản mật" not in today.content.decode()


def test_an_ended_agency_says_what_it_is_now(client):
    old, new = make_agency("BLDTBXH", valid_to=LAST_YEAR), make_agency("BNV", name_vi="Bộ Nội vụ")
    AgencySuccession.objects.create(old=old, new=new, date=LAST_YEAR, primary=True)
    make_version(make_regulation(old, code="1.000002"))
    assert "nay là Bộ Nội vụ" in words(client.get("/regulations/1.000002/"))


def test_queries_do_not_grow_with_rows(client, django_assert_max_num_queries):
    old, new = make_agency(valid_to=LAST_YEAR), make_agency()
    AgencySuccession.objects.create(old=old, new=new, date=LAST_YEAR, primary=True)
    regulation = make_regulation(old, code="1.000003")
    regulation.fields.add(*[make_field() for _ in range(5)])
    regulation.industries.add(*[make_industry() for _ in range(8)])
    documents = [make_document() for _ in range(6)]
    for document in documents:
        make_document_version(document)
    for year in range(2010, 2026):
        make_version(
            regulation,
            effective_from=datetime.date(year, 1, 1),
            papers=[{"name": f"Giấy {n}"} for n in range(20)],
            fees=[{"name": f"Phí {n}", "amount": n} for n in range(10)],
            bases=[{"document": document, "label": "dieu-1"} for document in documents],
        )
    with django_assert_max_num_queries(11):
        client.get("/regulations/1.000003/")


def test_a_draft_can_be_previewed_with_children_that_are_not_stored(regulation):
    make_version(regulation, effective_from=LAST_YEAR)
    draft = make_draft(regulation, effective_from=TODAY, papers=[{"name": "Đơn cũ"}])
    draft.papers = [draft.papers.model(name="Đơn mới, chưa lưu", copies=1)]
    page = regulation_page(draft, TODAY)
    assert [row.name for row in page["content"].papers] == ["Đơn mới, chưa lưu"]
    assert page["before"].number == 1 and page["changes"]


def test_the_english_page_has_english_frame_and_vietnamese_law(client, regulation):
    make_version(regulation, effective_from=LAST_YEAR)
    html = client.get("/en/regulations/1.000001/").content.decode()
    assert '<html lang="en">' in html and 'lang="vi"' in html and "Steps" in html
    assert 'href="/regulations/1.000001/" hreflang="vi"' in html
