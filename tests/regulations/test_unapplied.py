"""Changes that are known and not in the text yet: who is told, from when, and where."""

import datetime

import pytest
from django.utils import timezone

from regulations.models import DocumentRelation, DocumentVersion, EnteredChange, TouchedProvision
from regulations.publishing import publish_version
from regulations.unapplied import touched_bases, unapplied_changes
from tests.factories.regulations import (
    make_document,
    make_document_draft,
    make_document_version,
    make_regulation,
    make_version,
)
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
FIRST, AMENDED, LATER = datetime.date(2020, 1, 1), datetime.date(2022, 3, 1), datetime.date(2023, 1, 1)
TEXT = """Điều 5. Hồ sơ
1. Đơn đề nghị;
2. Bản sao.
Điều 7. Thời hạn
Trong 15 ngày làm việc."""


def amend(
    target, *, begins=AMENDED, kind="amends", touched=(), effective_from=None, number="", published=True, **fields
):
    """A public document that changes `target`, in force from `begins`."""
    document = make_document(number, issued_on=fields.pop("issued_on", FIRST), title="Sửa đổi <nghị định>")
    if published:
        make_document_version(document, effective_from=begins, text="Điều 1. Sửa đổi\n1. Sửa Điều 5.\n2. Sửa Điều 7.")
    relation = DocumentRelation.objects.create(
        document=document, type=kind, target=target, effective_from=effective_from, **fields
    )
    for label, effect, by_label in touched:
        TouchedProvision.objects.create(relation=relation, label=label, effect=effect, by_label=by_label)
    return relation


def enter(target, *relations, effective_from=AMENDED, **fields):
    """A published version of `target` that contains these changes."""
    draft = make_document_draft(target, effective_from=effective_from, text=fields.pop("text", TEXT), **fields)
    for relation in relations:
        EnteredChange.objects.create(version=draft, relation=relation)
    return make_published(draft)


def make_published(draft):
    return publish_version(version=DocumentVersion.objects.get(pk=draft.pk))


@pytest.fixture
def decree():
    document = make_document("15/2018/NĐ-CP", issued_on=FIRST)
    make_document_version(document, effective_from=FIRST, text=TEXT)
    return document


def missing(document, on, **options) -> list[str]:
    return [change.document for change in unapplied_changes([document.pk], on, **options).get(document.pk, [])]


def test_a_change_is_missing_from_its_own_day_until_a_version_contains_it(decree):
    relation = amend(decree, number="9/2022/NĐ-CP")
    assert missing(decree, AMENDED) == missing(decree, TODAY) == ["Nghị định 9/2022/NĐ-CP"]
    assert missing(decree, AMENDED - DAY, coming=False) == []
    assert missing(decree, AMENDED - DAY) == ["Nghị định 9/2022/NĐ-CP"]
    enter(decree, relation, effective_from=LATER)
    assert missing(decree, LATER) == missing(decree, TODAY) == []
    assert missing(decree, LATER - DAY) == ["Nghị định 9/2022/NĐ-CP"]


def test_a_coming_change_is_not_missing_once_a_coming_version_contains_it(decree):
    begins = TODAY + 30 * DAY
    relation = amend(decree, begins=begins)
    assert len(missing(decree, TODAY)) == 1
    enter(decree, relation, effective_from=begins)
    assert missing(decree, TODAY) == []


def test_a_draft_or_a_corrected_version_contains_nothing(decree):
    relation = amend(decree)
    draft = make_document_draft(decree, effective_from=AMENDED, text=TEXT)
    EnteredChange.objects.create(version=draft, relation=relation)
    assert len(missing(decree, TODAY)) == 1
    published = make_published(draft)
    assert missing(decree, TODAY) == []
    correction = make_document_draft(decree, effective_from=AMENDED, text=TEXT, corrects=published)
    make_published(correction)
    assert len(missing(decree, TODAY)) == 1


def test_what_only_guides_or_is_not_public_changes_nothing(decree):
    amend(decree, kind="guides")
    amend(decree, kind="based_on")
    amend(decree, kind="consolidates")
    amend(decree, published=False)
    assert missing(decree, TODAY) == []


def test_a_repealed_document_is_entered_by_the_version_that_says_so(decree):
    amend(decree, kind="repeals")
    assert len(missing(decree, TODAY)) == 1
    make_document_version(decree, effective_from=AMENDED, state="abolished", text=TEXT)
    assert missing(decree, TODAY) == []


def test_a_repealed_article_is_not_entered_by_an_abolished_text(decree):
    amend(decree, kind="repeals", touched=[("dieu-5", "repealed", "")])
    make_document_version(decree, effective_from=AMENDED, state="abolished", text=TEXT)
    assert len(missing(decree, TODAY)) == 1


def test_a_relations_own_day_comes_before_its_documents(decree):
    amend(decree, effective_from=LATER)
    assert missing(decree, LATER - DAY, coming=False) == [] and len(missing(decree, LATER, coming=False)) == 1


def test_a_change_of_unknown_day_is_missing_until_some_version_contains_it(decree):
    relation = amend(decree, begins=None, number="9/2022/NĐ-CP")
    amend(decree, number="8/2022/NĐ-CP")
    assert missing(decree, TODAY) == ["Nghị định 8/2022/NĐ-CP", "Nghị định 9/2022/NĐ-CP"]
    enter(decree, relation, effective_from=LATER)
    assert missing(decree, TODAY) == ["Nghị định 8/2022/NĐ-CP"]


def test_two_amendments_on_one_day_are_both_told_and_one_version_holds_both(client, decree):
    first, second = amend(decree, number="8/2022/NĐ-CP"), amend(decree, number="9/2022/NĐ-CP")
    text = words(client.get("/documents/15-2018-nd-cp/"))
    assert "Còn 2 thay đổi chưa được nhập" in text
    assert "Nghị định 8/2022/NĐ-CP , từ ngày 01/03/2022" in text and "Nghị định 9/2022/NĐ-CP" in text
    enter(decree, first, second)
    text = words(client.get("/documents/15-2018-nd-cp/"))
    assert "chưa được nhập" not in text
    assert "Theo Nghị định 8/2022/NĐ-CP" in text and "Theo Nghị định 9/2022/NĐ-CP" in text


def test_many_documents_take_no_more_queries(decree, django_assert_num_queries):
    others = [make_document() for _n in range(4)]
    for other in others:
        make_document_version(other, effective_from=FIRST)
        amend(other, touched=[("dieu-1", "amended", "")])
    with django_assert_num_queries(3):
        assert len(unapplied_changes([decree.pk, *(other.pk for other in others)], TODAY)) == 4


TOUCHED = [("dieu-5-khoan-2", "repealed", "dieu-1-khoan-1"), ("dieu-7", "amended", ""), ("dieu-9", "added", "")]


def test_the_page_says_what_is_missing_and_where(client, decree):
    amend(decree, number="9/2022/NĐ-CP", touched=TOUCHED)
    response = client.get("/documents/15-2018-nd-cp/")
    html, text = response.content.decode(), words(response)
    assert "Còn 1 thay đổi chưa được nhập vào nội dung dưới đây" in text
    assert "khoản 2 Điều 5 (bị bãi bỏ), Điều 7 , Điều 9 (được thêm mới)" in text
    assert 'href="/documents/15-2018-nd-cp/dieu-5-khoan-2/"' in html
    assert 'href="/documents/15-2018-nd-cp/dieu-9/"' not in html
    assert "Chưa nhập: Bị bãi bỏ bởi khoản 1 Điều 1 Nghị định 9/2022/NĐ-CP , từ ngày 01/03/2022" in text
    assert 'href="/documents/9-2022-nd-cp/dieu-1-khoan-1/"' in html
    assert "<nghị" not in html


def test_on_a_day_before_the_change_the_text_is_whole(client, decree):
    amend(decree)
    url = "/documents/15-2018-nd-cp/"
    assert "chưa được nhập" not in words(client.get(url, {"on": (AMENDED - DAY).isoformat()}))
    assert "chưa được nhập" in words(client.get(url, {"on": AMENDED.isoformat()}))


def test_entered_changes_stand_as_notes_and_in_the_timeline(client, decree):
    relation = amend(decree, number="9/2022/NĐ-CP", touched=[("dieu-7", "amended", "dieu-1-khoan-2"), *TOUCHED[:1]])
    version = enter(decree, relation, text=TEXT.replace("\n2. Bản sao.", "").replace("15", "10"))
    text = words(client.get("/documents/15-2018-nd-cp/"))
    assert "Được sửa đổi, bổ sung bởi khoản 2 Điều 1 Nghị định 9/2022/NĐ-CP , từ ngày 01/03/2022." in text
    assert "khoản 2 Điều 5 bị bãi bỏ bởi khoản 1 Điều 1 Nghị định 9/2022/NĐ-CP" in text
    assert "Theo Nghị định 9/2022/NĐ-CP: Điều 7, khoản 2 Điều 5" in text
    assert "Từ ngày 01/01/2020 đến hết ngày 28/02/2022" in text
    old = words(client.get("/documents/15-2018-nd-cp/?version=1"))
    assert "Được sửa đổi, bổ sung bởi khoản 2" not in old
    make_document_version(decree, effective_from=LATER, text=TEXT)
    assert "Được sửa đổi, bổ sung bởi khoản 2 Điều 1" in words(client.get("/documents/15-2018-nd-cp/"))
    assert version.number == 2


def test_nothing_of_a_draft_that_amends_is_seen(client, decree):
    relation = amend(decree, published=False, number="77/2022/NĐ-CP")
    make_document_draft(relation.document, text="Điều 1. BÍ MẬT")
    response = client.get("/documents/15-2018-nd-cp/")
    assert "77/2022" not in response.content.decode()


@pytest.fixture
def procedure(decree):
    regulation = make_regulation(code="1.000001")
    bases = [{"document": decree, "label": "dieu-5"}]
    return make_version(regulation, effective_from=datetime.date(2021, 1, 1), bases=bases)


@pytest.mark.parametrize(("label", "is_touched"), [
    ("dieu-5", True), ("dieu-5-khoan-2", True), ("dieu-7", False), ("dieu-50", False), ("", True),
])  # fmt: skip
def test_a_regulation_is_told_of_what_touches_the_provisions_it_cites(client, decree, procedure, label, is_touched):
    amend(decree, number="9/2022/NĐ-CP", touched=[(label, "amended", "")] if label else [])
    assert bool(touched_bases([procedure], TODAY)) is is_touched
    text = words(client.get("/regulations/1.000001/"))
    assert ("Căn cứ pháp lý đã thay đổi sau ngày 01/01/2021" in text) is is_touched
    assert ("Điều 5 Nghị định 15/2018/NĐ-CP : được sửa đổi, bổ sung bởi Nghị định 9/2022/NĐ-CP" in text) is is_touched


def test_a_regulation_made_on_the_day_of_the_change_knows_it(decree, procedure):
    amend(decree)
    same_day = make_version(
        procedure.regulation, effective_from=AMENDED, bases=[{"document": decree, "label": "dieu-5"}]
    )
    found = touched_bases([procedure, same_day], TODAY)
    assert set(found) == {procedure.pk}
    assert touched_bases([procedure], AMENDED - DAY) == {}


def test_a_basis_that_lost_force_is_told_once(client, decree, procedure):
    make_document_version(decree, effective_from=LATER, state="abolished", text=TEXT)
    [found] = touched_bases([procedure], TODAY)[procedure.pk]
    assert (found.lapsed_on, found.state, found.change) == (LATER, "abolished", None)
    text = words(client.get("/regulations/1.000001/"))
    assert "Điều 5 Nghị định 15/2018/NĐ-CP : hết hiệu lực, từ ngày 01/01/2023" in text
    amend(decree, kind="repeals", begins=LATER, number="9/2022/NĐ-CP")
    text = words(client.get("/regulations/1.000001/"))
    assert "bị bãi bỏ bởi Nghị định 9/2022/NĐ-CP" in text and ": hết hiệu lực" not in text


def test_relations_are_a_list_with_days_and_a_drawing_that_says_the_same(client, decree):
    amend(decree, number="9/2022/NĐ-CP", touched=TOUCHED)
    DocumentRelation.objects.create(document=decree, type="based_on", target=make_document("1/2017/QH14"))
    html = client.get("/documents/15-2018-nd-cp/").content.decode()
    text = words(client.get("/documents/15-2018-nd-cp/"))
    assert '<svg class="relation-diagram"' in html and 'role="img"' in html and "style=" not in html
    assert "Được sửa đổi, bổ sung bởi: Nghị định 9/2022/NĐ-CP; Căn cứ: Nghị định 1/2017/QH14" in text
    assert 'href="/documents/1-2017-qh14/"' not in html
    assert "(khoản 2 Điều 5 bị bãi bỏ; Điều 7; Điều 9 được thêm mới)" in text


def test_a_document_with_many_relations_draws_some_and_lists_all(client, decree):
    for n in range(9):
        amend(decree, number=f"{n + 20}/2022/NĐ-CP", begins=AMENDED + n * DAY)
    text = words(client.get("/documents/15-2018-nd-cp/"))
    assert "và 4 văn bản khác trong danh sách" in text
    assert "Còn 9 thay đổi chưa được nhập" in text and "Nghị định 28/2022/NĐ-CP" in text
