import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulations.models import AgencySuccession
from regulations.publishing import publish_version
from search.passages import Node, heading_of
from search.sources import all_records, rows_of
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_edition,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


def rows(kind, key):
    return sorted(rows_of([(kind, key)]), key=lambda row: (row.from_day, row.id))


def row_of(version):
    [row] = rows("regulation", version.regulation_id)
    return row


def test_a_row_has_the_text_of_its_version_and_the_classification_of_its_regulation():
    sector = make_industry("C", edition=make_edition("2025"))
    group = make_industry("10", parent=sector)
    agency, field = make_agency("BCT"), make_field("Hóa chất", slug="hoa-chat")
    regulation = make_regulation(
        agency, code="1.004172", fields=[field], industries=[make_industry("1010", parent=group)]
    )
    basis = make_document("15/2018/NĐ-CP")
    version = make_version(
        regulation,
        title="Cấp giấy phép",
        parts={
            "steps": "Nộp đơn.",
            **dict.fromkeys(["channels", "dossier", "time_limit", "subjects", "authority"], "x"),
        },
        papers=[{"name": "Đơn đề nghị"}],
        bases=[{"document": basis, "label": "dieu-1"}],
        card_what="Xin phép trước.",
    )
    row = row_of(version)
    assert (row.id, row.owner, row.tab) == (f"r:{version.pk}", f"regulation:{regulation.pk}", "regulations")
    assert (row.kind, row.status, row.title) == ("procedure", "in-force", "Cấp giấy phép")
    assert row.agencies == ("BCT",)
    assert row.fields == ("hoa-chat",)
    assert row.industries == ("2025:10", "2025:1010", "2025:C")
    assert row.number_keys == ("1.004172", "15-2018-nd-cp")
    for text in ("Nộp đơn.", "Đơn đề nghị", "Xin phép trước.", "Cơ quan BCT", "Hóa chất"):
        assert text in row.body


def test_an_ended_agency_is_found_under_its_own_name_and_its_successors():
    old, new, newest = make_agency("BNN"), make_agency("BNNMT"), make_agency("BMOI")
    AgencySuccession.objects.create(old=old, new=new, date=datetime.date(2025, 3, 1), primary=True)
    AgencySuccession.objects.create(old=new, new=newest, date=datetime.date(2026, 3, 1), primary=True)
    assert row_of(make_version(make_regulation(old))).agencies == ("BNN", "BNNMT", "BMOI")


def test_versions_follow_each_other_and_a_correction_takes_the_place_of_what_it_corrects():
    first = make_version(effective_from=datetime.date(2024, 1, 1))
    second = make_version(first.regulation, effective_from=datetime.date(2025, 1, 1))
    correction = make_draft(
        first.regulation, effective_from=datetime.date(2025, 1, 1), title="Bản đúng", corrects=second
    )
    publish_version(version=correction)
    found = rows("regulation", first.regulation_id)
    assert [row.id for row in found] == [f"r:{first.pk}", f"r:{correction.pk}"]
    assert found[0].to_day == found[1].from_day


def test_drafts_and_unknown_records_have_no_rows():
    assert list(rows_of([("regulation", make_draft().regulation_id), ("regulation", 999_999)])) == []
    assert list(rows_of([("document", make_document_draft().document_id)])) == []
    assert list(all_records()) == []


def test_a_document_has_a_row_an_article_with_its_clauses_and_points():
    version = make_document_version(make_document("15/2018/NĐ-CP", title="Về điều kiện kinh doanh"))
    found = {row.id: row for row in rows("document", version.document_id)}
    assert set(found) == {f"d:{version.pk}:dieu-1", f"d:{version.pk}:dieu-2"}
    row = found[f"d:{version.pk}:dieu-2"]
    assert row.title == "Điều 2. Hồ sơ"
    assert "15/2018/NĐ-CP Về điều kiện kinh doanh" in row.body
    assert "1. Hồ sơ gồm:\na) Đơn đề nghị;\nb) Bản thuyết minh cơ sở vật chất." in row.body
    assert row.number_keys == ("15-2018-nd-cp",)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Căn cứ Luật.\nĐiều 1. Phạm vi\nNội dung.\nPhụ lục I\nDANH MỤC\nMột.", ["mo-dau", "dieu-1", "phu-luc-i"]),
        ("Dòng một.\nDòng hai.", ["doan-1", "doan-2"]),
        ("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Tên\nChương II\nKHÁC\nĐiều 2. Tên", ["dieu-1", "dieu-2"]),
        ("", [""]),
    ],
)
def test_every_piece_with_text_can_be_found(text, labels):
    version = make_document_version(text=text)
    assert {row.id.split(":", 2)[2] for row in rows("document", version.document_id)} == set(labels)


def test_a_piece_without_a_name_has_the_title_of_its_document():
    version = make_document_version(make_document(title="Về phí"), text="Chỉ một dòng.")
    [row] = rows("document", version.document_id)
    assert row.title == "Về phí"


def test_a_heading_is_on_one_line():
    node = Node(1, 1, None, "annex", "I", "phu-luc-i", "Phụ lục I\n", "DANH MỤC", "")
    assert heading_of(node) == "Phụ lục I. DANH MỤC"


def test_reading_many_takes_as_many_queries_as_reading_one(django_assert_num_queries):
    one = [("regulation", make_version().regulation_id), ("document", make_document_version().document_id)]
    more = [("regulation", make_version().regulation_id) for _ in range(8)]
    more += [("document", make_document_version().document_id) for _ in range(8)]
    with CaptureQueriesContext(connection) as queries:
        list(rows_of(one))
    with django_assert_num_queries(len(queries)):
        list(rows_of(more))
