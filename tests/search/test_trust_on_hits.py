"""Each hit says how far its text is to be trusted, on the page and for programs."""

import datetime

import pytest
from django.utils import timezone

from regulations.models import DocumentRelation, RelationType
from tests.factories.comparisons import make_comparison, set_period
from tests.factories.regulations import make_agency, make_document, make_document_version, make_regulation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(embedded):
    """A regulation compared long ago whose decree was amended since, and one that nobody compared."""
    agency = make_agency("BCT", name_vi="Bộ Công Thương", name_en="Ministry of Industry and Trade")
    long_ago = timezone.now() - datetime.timedelta(days=40)
    decree = make_document("15/2018/NĐ-CP", maintained_by=agency)
    text = make_document_version(decree, at=long_ago)
    amending = make_document_version(
        make_document("1/2026/NĐ-CP"), effective_from=timezone.localdate() - datetime.timedelta(days=5)
    ).document
    DocumentRelation.objects.create(document=amending, target=decree, type=RelationType.AMENDS)
    basis = [{"document": decree, "label": "dieu-2"}]
    old = make_version(make_regulation(agency, code="CU.1"), title="Cấp giấy phép cũ", bases=basis, at=long_ago)
    make_version(make_regulation(agency, code="MOI.1"), title="Cấp giấy phép mới")
    day = timezone.localdate() - datetime.timedelta(days=40)
    make_comparison(old, day, differs=True, note="Khác mức phí.")
    make_comparison(text, day)
    set_period(30)
    embedded()
    return day


def hits(client, address: str) -> dict:
    found = client.get(f"/api/search?{address}").json()["results"]
    return {hit.get("code") or hit["number"]: hit["trust"] for hit in found}


def test_programs_are_told(client, register):
    assert hits(client, "q=giay+phep") == {
        "CU.1": {
            "compared_on": register.isoformat(), "compared_by": "Bộ Công Thương", "differs": True,
            "note": "Khác mức phí.", "unapplied": 1, "overdue_days": 10,
        },
        "MOI.1": {
            "compared_on": None, "compared_by": "", "differs": False, "note": "", "unapplied": 0, "overdue_days": 0,
        },
    }  # fmt: skip
    said = hits(client, "in=documents&q=thuyet+minh")["15/2018/NĐ-CP"]
    assert (said["compared_on"], said["unapplied"], said["overdue_days"]) == (register.isoformat(), 1, 10)


def test_the_page_says_it_in_words(client, register):
    html = " ".join(client.get("/search/?q=giay+phep").content.decode().split())
    assert f"Đã đối chiếu với bản gốc ngày {register:%d/%m/%Y}, Bộ Công Thương" in html
    assert "Thấy khác bản gốc" in html
    assert "Đã quá kỳ hạn đối chiếu 10 ngày" in html
    assert "1 thay đổi đã biết chưa được nhập" in html
    assert html.count("Chưa đối chiếu với bản gốc") == 1
    documents = " ".join(client.get("/search/?in=documents&q=thuyet+minh").content.decode().split())
    assert "1 thay đổi đã biết chưa được nhập" in documents


def test_of_a_past_day_what_came_later_is_no_lack(client, register):
    yesterday_month = timezone.localdate() - datetime.timedelta(days=20)
    said = hits(client, f"q=giay+phep&on={yesterday_month.isoformat()}")["CU.1"]
    assert (said["unapplied"], said["overdue_days"]) == (0, 0)
    said = hits(client, f"in=documents&q=thuyet+minh&on={yesterday_month.isoformat()}")["15/2018/NĐ-CP"]
    assert (said["unapplied"], said["overdue_days"]) == (0, 0)


def test_agencies_are_named_in_the_readers_language(client, register):
    assert "Ministry of Industry and Trade" in client.get("/en/search/?q=giay+phep").content.decode()
