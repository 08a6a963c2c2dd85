"""An officer ticks which known changes a draft contains; once it is published, they are entered."""

import datetime

import pytest
from django.urls import reverse

from regulations.drafting import draft_correction, draft_from
from regulations.models import DocumentVersion
from regulations.publishing import publish_version
from regulations.relating import save_relation
from regulations.relation_checks import Touching
from regulations.unapplied import unapplied_changes
from tests.factories.regulations import make_document, make_document_version
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
FIRST, BEGINS, LATER = datetime.date(2020, 1, 1), datetime.date(2022, 3, 1), datetime.date(2023, 3, 1)
TEXT = "Điều 5. Hồ sơ\n1. Đơn đề nghị;\n2. Bản sao.\nĐiều 7. Thời hạn\nTrong 15 ngày."


@pytest.fixture
def decree(ministry):
    document = make_document("15/2018/NĐ-CP", issued_on=FIRST, maintained_by=ministry)
    make_document_version(document, effective_from=FIRST, text=TEXT)
    return document


def amended(decree, officer, number, begins):
    document = make_document(number, issued_on=FIRST, maintained_by=decree.maintained_by)
    make_document_version(document, effective_from=begins, text="Điều 1. Sửa Điều 5")
    touched = [Touching("khoản 2 Điều 5", "repealed")]
    return save_relation(by=officer, document=document, type="amends", target=decree, touched=touched)


@pytest.fixture
def relations(decree, officer):
    return [amended(decree, officer, "8/2022/NĐ-CP", BEGINS), amended(decree, officer, "9/2022/NĐ-CP", LATER)]


def edit_url(draft):
    return reverse("wagtailsnippets_regulations_documentversion:edit", args=[draft.pk])


def form(*ticked, **changed):
    data = {"effective_from": BEGINS.isoformat(), "state": "in_force", "source": "amendment", "note": "", "text": TEXT}
    return data | {"entered_changes": [relation.pk for relation in ticked]} | changed


def missing(decree):
    return [change.document for change in unapplied_changes([decree.pk], LATER).get(decree.pk, [])]


def test_what_is_ticked_is_entered_once_it_is_published(signed_in, officer, decree, relations):
    client = signed_in(officer)
    draft = draft_from(version=decree.versions.get(), by=officer)
    page = client.get(edit_url(draft))
    assert "8/2022/NĐ-CP – Sửa đổi, bổ sung (01/03/2022): khoản 2 Điều 5" in words(page)
    assert page.content.decode().count('name="entered_changes"') == 2
    assert client.post(edit_url(draft), form(relations[0])).status_code == 302
    assert "checked" in client.get(edit_url(draft)).content.decode()
    assert len(missing(decree)) == 2
    publish_version(version=DocumentVersion.objects.get(pk=draft.pk).get_latest_revision_as_object())
    assert missing(decree) == ["Nghị định 9/2022/NĐ-CP"]


def test_what_another_version_contains_is_not_offered_again(signed_in, officer, decree, relations):
    draft = draft_from(version=decree.versions.get(), by=officer)
    signed_in(officer).post(edit_url(draft), form(relations[0]))
    published = publish_version(version=DocumentVersion.objects.get(pk=draft.pk).get_latest_revision_as_object())
    following = draft_from(version=published, by=officer)
    text = words(signed_in(officer).get(edit_url(following)))
    assert "9/2022/NĐ-CP –" in text and "8/2022/NĐ-CP –" not in text
    correction = draft_correction(version=published, by=officer)
    assert [row.relation for row in correction.entered.all()] == [relations[0]]
    page = signed_in(officer).get(edit_url(correction)).content.decode()
    assert page.count('name="entered_changes"') == 2 and page.count("checked") >= 1
    publish_version(version=DocumentVersion.objects.get(pk=correction.pk).get_latest_revision_as_object())
    assert missing(decree) == ["Nghị định 9/2022/NĐ-CP"]


def test_a_change_that_comes_later_cannot_be_in_the_text(signed_in, officer, decree, relations):
    draft = draft_from(version=decree.versions.get(), by=officer)
    response = signed_in(officer).post(edit_url(draft), form(relations[1]))
    assert response.status_code == 200
    assert "9/2022/NĐ-CP áp dụng từ 01/03/2023, sau ngày bản này có hiệu lực (01/03/2022)" in words(response)
    assert not draft.entered.exists()


def test_a_change_of_another_document_cannot_be_ticked(signed_in, officer, decree, relations):
    other = make_document("16/2018/NĐ-CP", issued_on=FIRST, maintained_by=decree.maintained_by)
    make_document_version(other, effective_from=FIRST, text=TEXT)
    foreign = amended(other, officer, "7/2022/NĐ-CP", BEGINS)
    draft = draft_from(version=decree.versions.get(), by=officer)
    assert signed_in(officer).post(edit_url(draft), form(foreign)).status_code == 200
    assert not draft.entered.exists()


def test_without_known_changes_there_is_nothing_to_tick(signed_in, officer, decree):
    draft = draft_from(version=decree.versions.get(), by=officer)
    client = signed_in(officer)
    assert "entered_changes" not in client.get(edit_url(draft)).content.decode()
    assert client.post(edit_url(draft), form()).status_code == 302
