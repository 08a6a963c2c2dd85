"""Officers write what one document does to another, and say which provision became which."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from regulations.document_redline import compare_documents
from regulations.models import AuditEntry, DocumentRelation, EnteredChange, ProvisionMatch
from regulations.publishing import PublicationRefused
from regulations.relating import remove_relation, save_relation
from regulations.relation_checks import Touching
from tests.factories.regulations import make_document, make_document_draft, make_document_version, make_officer
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
FIRST, ISSUED, BEGINS = datetime.date(2020, 1, 1), datetime.date(2022, 1, 15), datetime.date(2022, 3, 1)
TEXT = "Điều 5. Hồ sơ\n1. Đơn đề nghị;\n2. Bản sao.\nĐiều 7. Thời hạn\nTrong 15 ngày làm việc kể từ ngày nhận đủ hồ sơ."


@pytest.fixture
def decree(ministry):
    document = make_document("15/2018/NĐ-CP", issued_on=FIRST, maintained_by=ministry)
    make_document_version(document, effective_from=FIRST, text=TEXT)
    return document


@pytest.fixture
def amending(other_ministry):
    document = make_document("9/2022/NĐ-CP", issued_on=ISSUED, maintained_by=other_ministry)
    make_document_version(document, effective_from=BEGINS, text="Điều 1. Sửa đổi\n1. Sửa Điều 5.\n2. Sửa Điều 7.")
    return document


def url(name, document, *more):
    return reverse(f"wagtailsnippets_regulations_legaldocument:{name}", args=[document.pk, *more])


def form(other, *touched, **changed):
    data = {"direction": "in", "other": other.pk, "type": "amends", "effective_from": "", "note": "", "seen": ""}
    data |= {"touched-TOTAL_FORMS": len(touched) + 1, "touched-INITIAL_FORMS": 0}
    for n, (label, effect, by_label) in enumerate(touched):
        data |= {f"touched-{n}-label": label, f"touched-{n}-effect": effect, f"touched-{n}-by_label": by_label}
    return data | {f"touched-{len(touched)}-effect": "amended"} | changed


TOUCHED = [("khoản 2 Điều 5", "repealed", "khoản 1 Điều 1"), ("Điều 7", "amended", ""), ("dieu-7a", "added", "")]


def test_an_officer_of_the_target_writes_what_changed_it(signed_in, officer, decree, amending):
    client = signed_in(officer)
    assert client.get(url("add_relation", decree)).status_code == 200
    response = client.post(url("add_relation", decree), form(amending, *TOUCHED))
    assert response["Location"] == url("relations", decree)
    relation = DocumentRelation.objects.get()
    assert (relation.document, relation.target, relation.type) == (amending, decree, "amends")
    assert list(relation.touched.values_list("label", "effect", "by_label")) == [
        ("dieu-5-khoan-2", "repealed", "dieu-1-khoan-1"), ("dieu-7", "amended", ""), ("dieu-7a", "added", "")
    ]  # fmt: skip
    text = words(client.get(url("relations", decree)))
    assert "khoản 2 Điều 5: bị bãi bỏ (khoản 1 Điều 1)" in text and "Chưa nhập" in text
    for document in (decree, amending):
        entry = AuditEntry.objects.for_instance(document).get(action="regulations.relate")
        assert (entry.user, entry.data["provisions"]) == (officer, 3)


def test_an_officer_of_the_amending_document_may_too(signed_in, other_ministry, decree, amending):
    client = signed_in(make_officer(other_ministry))
    data = form(decree, direction="out", type="replaces")
    assert client.post(url("add_relation", amending), data).status_code == 302
    assert DocumentRelation.objects.get().document == amending


def test_nobody_else_may(signed_in, officer, other_ministry, decree, amending):
    with pytest.raises(PublicationRefused):
        save_relation(by=make_officer(make_document().maintained_by or other_ministry), document=decree, type="guides",
                      target=make_document(maintained_by=None))  # fmt: skip
    client = signed_in(officer)
    for name, more in (("relations", []), ("add_relation", []), ("change_relation", [1]), ("matches", [1, 2])):
        assert client.get(url(name, amending, *more)).status_code == 404
        assert client.post(url(name, amending, *more), form(decree)).status_code in (404, 405)
    third = save_relation(by=make_officer(other_ministry), document=amending, type="guides", target=make_document())
    assert client.get(url("change_relation", decree, third.pk)).status_code == 404
    assert client.post(url("remove_relation", decree, third.pk)).status_code == 404
    assert DocumentRelation.objects.count() == 1


def test_another_agencys_draft_is_not_named(signed_in, officer, other_ministry, decree):
    hidden = make_document("77/2023/NĐ-CP", title="BÍ MẬT", issued_on=ISSUED, maintained_by=other_ministry)
    relation = save_relation(by=make_officer(other_ministry), document=hidden, type="amends", target=decree)
    client = signed_in(officer)
    assert "77/2023" not in client.get(url("relations", decree)).content.decode()
    assert client.get(url("change_relation", decree, relation.pk)).status_code == 404
    response = client.post(url("add_relation", decree), form(hidden))
    assert response.status_code == 200 and "BÍ MẬT" not in response.content.decode()


def test_a_relation_is_changed_and_two_at_once_are_told(signed_in, officer, decree, amending):
    client = signed_in(officer)
    client.post(url("add_relation", decree), form(amending, *TOUCHED))
    relation = DocumentRelation.objects.get()
    page = client.get(url("change_relation", decree, relation.pk))
    assert 'value="khoản 2 Điều 5"' in page.content.decode()
    seen = page.context["form"].initial["seen"]
    data = form(amending, *TOUCHED[:2], seen=seen, effective_from="2022-04-01") | {
        "touched-1-DELETE": "on", "touched-INITIAL_FORMS": 3,
    }  # fmt: skip
    assert client.post(url("change_relation", decree, relation.pk), data).status_code == 302
    relation.refresh_from_db()
    assert relation.effective_from == datetime.date(2022, 4, 1) and relation.touched.count() == 1
    late = client.post(url("change_relation", decree, relation.pk), data | {"note": "Tôi nữa"})
    assert "Người khác đã sửa quan hệ này" in words(late) and 'value="Tôi nữa"' in late.content.decode()


def test_a_relation_that_is_entered_stays(signed_in, officer, decree, amending):
    client = signed_in(officer)
    relation = save_relation(by=officer, document=amending, type="amends", target=decree)
    draft = make_document_draft(decree, effective_from=BEGINS, text=TEXT)
    entry = EnteredChange.objects.create(version=draft, relation=relation)
    response = client.post(url("remove_relation", decree, relation.pk), follow=True)
    assert "Không xóa được: một bản nháp của 15/2018/NĐ-CP" in words(response)
    entry.delete()
    client.post(url("remove_relation", decree, relation.pk))
    assert not DocumentRelation.objects.exists()
    assert AuditEntry.objects.for_instance(decree).filter(action="regulations.unrelate", user=officer).exists()
    with pytest.raises(DocumentRelation.DoesNotExist):
        remove_relation(relation=relation, by=officer)


@pytest.mark.parametrize(("said", "told"), [
    ({"effective_from": datetime.date(2022, 1, 14)}, "trước cả ngày 9/2022/NĐ-CP được ban hành (15/01/2022)"),
    ({"touched": [Touching("Điều 99")]}, "không tìm thấy Điều 99 trong bản nào"),
    ({"touched": [Touching("Điều 5", by_label="khoản 9 Điều 1")]}, "không tìm thấy khoản 9 Điều 1 trong 9/2022"),
    ({"touched": [Touching("<b>năm</b>")]}, "không phải là một điều khoản"),
    ({"touched": [Touching("Điều 5", "added")]}, "đã có Điều 5 trước ngày thay đổi"),
    ({"touched": [Touching("Điều 5", "corrected")]}, "không thể có tác động “được đính chính”"),
    ({"touched": [Touching("Điều 5"), Touching("dieu-5")]}, "Dòng 2 trùng với dòng 1"),
    ({"touched": [Touching("Điều 5", "repealed"), Touching("Điều 5", "amended", "Điều 1")]},
     "Điều 5 không thể cùng một ngày vừa bị bãi bỏ, được sửa đổi, bổ sung"),
    ({"touched": [Touching("Điều 5", "repealed"), Touching("khoản 1 Điều 5")]},
     "Điều 5 bị bãi bỏ nên khoản 1 Điều 5 ở trong đó không thể còn được sửa đổi cùng ngày"),
    ({"type": "guides", "touched": [Touching("Điều 5")]}, "không làm thay đổi điều khoản nào"),
    ({"touched": [Touching(f"Điều {n}") for n in range(501)]}, "Nhiều nhất 500"),
    ({"type": "nonsense"}, "nonsense"),
])  # fmt: skip
def test_what_contradicts_is_refused_in_words(officer, decree, amending, said, told):
    with pytest.raises(ValidationError) as refused:
        save_relation(**{"by": officer, "document": amending, "type": "amends", "target": decree} | said)
    assert told in " ".join(refused.value.messages)
    assert not DocumentRelation.objects.exists()


def test_a_document_cannot_change_one_that_was_issued_later(officer, decree, amending):
    with pytest.raises(ValidationError, match="ban hành ngày 01/01/2020, trước 9/2022/NĐ-CP"):
        save_relation(by=officer, document=decree, type="amends", target=amending)
    assert save_relation(by=officer, document=decree, type="based_on", target=amending)


def test_one_document_does_not_repeal_and_amend_one_provision_on_a_day(officer, decree, amending):
    pair = {"by": officer, "document": amending, "target": decree}
    save_relation(**pair, type="amends", touched=[Touching("Điều 5")])
    with pytest.raises(ValidationError, match="Điều 5 không thể cùng một ngày vừa"):
        save_relation(**pair, type="repeals", touched=[Touching("Điều 5", "repealed")])
    with pytest.raises(ValidationError, match="hãy ghi các điều khoản của từng quan hệ"):
        save_relation(**pair, type="repeals")
    with pytest.raises(ValidationError, match="đã được ghi"):
        save_relation(**pair, type="amends")
    assert save_relation(**pair, type="repeals", touched=[Touching("Điều 7", "repealed")])


def test_the_form_keeps_what_was_typed_and_names_what_is_wrong(signed_in, officer, decree, amending):
    data = form(amending, ("Điều 99", "amended", ""), note="<script>ghi chú</script>")
    response = signed_in(officer).post(url("add_relation", decree), data)
    html = response.content.decode()
    assert "không tìm thấy Điều 99" in words(response)
    assert 'value="Điều 99"' in html and "<script>ghi" not in html


@pytest.fixture
def renumbered(decree):
    make_document_version(
        decree, effective_from=BEGINS,
        text=TEXT.replace("Điều 7. Thời hạn", "Điều 6. Nộp trực tuyến\nQua cổng dịch vụ công.\nĐiều 8. Thời hạn mới"),
    )  # fmt: skip
    return decree


def test_an_officer_sets_a_match_right_and_takes_it_back(signed_in, officer, renumbered):
    client, where = signed_in(officer), url("matches", renumbered, 1, 2)
    assert "Đánh số lại từ Điều 7" in words(client.get(where))
    assert urlsplit(where).path in client.get(url("relations", renumbered)).content.decode()
    client.post(where, {"old_label": "Điều 7", "new_label": "Điều 6"})
    match = ProvisionMatch.objects.get()
    assert (match.old_label, match.new_label) == ("dieu-7", "dieu-6")
    pairs = compare_documents(match.old_version, match.new_version).pairs
    assert next(pair for pair in pairs if pair.label == "dieu-8").kind == "added"
    client.post(where, {"old_label": "Điều 7", "new_label": ""})
    assert ProvisionMatch.objects.get().new_label == ""
    assert "Cán bộ đã ghi" in words(client.get(where))
    client.post(where, {"forget": ProvisionMatch.objects.get().pk})
    assert not ProvisionMatch.objects.exists()
    actions = AuditEntry.objects.for_instance(renumbered).filter(user=officer).values_list("action", flat=True)
    assert sorted(actions) == ["regulations.match", "regulations.match", "regulations.unmatch"]


@pytest.mark.parametrize(("labels", "told"), [
    ({"old_label": "Điều 99", "new_label": ""}, "Bản 1 không có Điều 99."),
    ({"old_label": "Điều 7", "new_label": "<i>"}, "Bản 2 không có &lt;i&gt;."),
    ({}, "ít nhất một bản"),
])  # fmt: skip
def test_a_match_of_what_is_not_there_is_refused(signed_in, officer, renumbered, labels, told):
    response = signed_in(officer).post(url("matches", renumbered, 1, 2), labels)
    assert told in words(response) and not ProvisionMatch.objects.exists()


def test_an_administrator_reads_matches_and_writes_none(signed_in, administrator, renumbered):
    client = signed_in(administrator)
    response = client.post(url("matches", renumbered, 1, 2), {"old_label": "Điều 7", "new_label": "Điều 6"})
    assert response.status_code == 200 and not ProvisionMatch.objects.exists()
    assert client.get(url("matches", renumbered, 1, 9)).status_code == 404
    assert client.post(url("matches", renumbered, 1, 2), {"forget": "9" * 30}).status_code == 404
