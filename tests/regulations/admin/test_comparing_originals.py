"""The desk's screens for comparing records with their originals, and the periods that administrators keep."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regulations.models import ComparisonPeriod, OriginalComparison, Role
from tests.factories.comparisons import make_comparison, set_period
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_draft,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
BULK = "/admin/comparisons/"


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def agency(db):
    return make_agency("BCT")


@pytest.fixture
def officer(agency):
    return signed_in(make_officer(agency))


@pytest.fixture
def version(agency):
    return make_version(make_regulation(agency, code="BCT.1"), title="Cấp giấy phép", at=days_ago(30))


def form_of(version) -> str:
    return reverse(type(version).snippet_viewset.get_url_name("compare_original"), args=[version.pk])


def page_of(version) -> str:
    return reverse(type(version).snippet_viewset.get_url_name("inspect"), args=[version.pk])


def test_an_officer_records_a_difference_on_the_versions_page(officer, version):
    assert form_of(version) in officer.get(page_of(version)).content.decode()
    assert officer.get(form_of(version)).status_code == 200
    body = {"compared_on": timezone.localdate(), "differs": "on", "note": "Khác thời hạn."}
    assert officer.post(form_of(version), body).status_code == 302
    assert OriginalComparison.objects.get().differs
    html = officer.get(page_of(version)).content.decode()
    assert "thấy khác bản gốc" in html
    assert "Khác thời hạn." in html


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"compared_on": "2199-01-01"}, "không thể ở tương lai"),
        ({"compared_on": "1990-01-01"}, "không thể đối chiếu trước ngày đó"),
        ({"compared_on": "hôm qua"}, "ngày hợp lệ"),
        ({}, "bắt buộc"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(officer, version, body, said):
    answer = officer.post(form_of(version), body | {"note": "Đã gõ dài."})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert "Đã gõ dài." in html
    assert not OriginalComparison.objects.exists()


def test_nobody_else_records_one(version, agency):
    body = {"compared_on": timezone.localdate()}
    stranger = signed_in(make_officer(make_agency()))
    assert stranger.get(form_of(version)).status_code == 404
    assert stranger.post(form_of(version), body).status_code == 404
    for person in (make_controller(agency), make_portal_person(Role.EXAMINER), make_portal_person(Role.ADMINISTRATOR)):
        client = signed_in(person)
        assert form_of(version) not in client.get(page_of(version)).content.decode()
        assert client.post(form_of(version), body).status_code in (302, 403)
    assert Client().post(form_of(version), body).status_code == 302
    assert not OriginalComparison.objects.exists()


def test_a_draft_is_not_compared(officer, version):
    draft = make_draft(version.regulation)
    assert form_of(draft) not in officer.get(page_of(draft)).content.decode()
    officer.post(form_of(draft), {"compared_on": timezone.localdate()})
    assert not OriginalComparison.objects.exists()


def test_many_on_one_day(officer, version, agency):
    set_period(10)
    document = make_document_version(make_document("9/2026/TT-BCT", maintained_by=agency), at=days_ago(30))
    fresh = make_version(make_regulation(agency, code="BCT.2"), at=days_ago(1))
    html = officer.get(BULK).content.decode()
    assert "BCT.1 Cấp giấy phép" in html
    assert "9/2026/TT-BCT" in html
    assert "BCT.2" not in html
    assert "quá 20 ngày" in html
    chosen = [f"r:{version.pk}", f"d:{document.pk}"]
    answer = officer.post(BULK, {"chosen": chosen, "compared_on": timezone.localdate()})
    assert answer.status_code == 302
    assert OriginalComparison.objects.count() == 2
    assert "BCT.1" not in officer.get(BULK).content.decode()
    assert fresh.regulation.code in officer.get(f"{BULK}?show=never").content.decode()


def test_the_list_is_narrowed(officer, version, agency):
    unit = make_agency("CHC", parent=agency)
    make_comparison(make_version(make_regulation(unit, code="CHC.1"), at=days_ago(5)), differs=True)
    for query, codes in (
        ("?show=all", {"BCT.1", "CHC.1"}),
        (f"?show=all&agency={unit.pk}", {"CHC.1"}),
        ("?show=all&q=bct", {"BCT.1"}),
        ("?show=differing", {"CHC.1"}),
        ("?show=due", set()),
        ("?show=khongco", set()),
    ):
        html = officer.get(f"{BULK}{query}").content.decode()
        assert {code for code in ("BCT.1", "CHC.1") if f"{code} " in html} == codes, query


def test_another_agencys_record_is_as_if_not_there(officer, version):
    foreign = make_version(make_regulation(make_agency(), code="KHAC.1"), at=days_ago(30))
    assert "KHAC.1" not in officer.get(f"{BULK}?show=all").content.decode()
    chosen = [f"r:{version.pk}", f"r:{foreign.pk}"]
    answer = officer.post(f"{BULK}?show=all", {"chosen": chosen, "compared_on": timezone.localdate()})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "không còn trong danh sách" in html
    assert "checked" in html
    assert not OriginalComparison.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["r:abc"], ["x"], ["d:99999999999999999999"]])
def test_nonsense_is_refused(officer, version, chosen):
    assert officer.post(BULK, {"chosen": chosen, "compared_on": "2026-01-01"}).status_code == 422


def test_one_that_cannot_be_is_named_and_none_is_recorded(officer, version, agency):
    later = make_version(make_regulation(agency, code="BCT.9"), at=days_ago(1))
    yesterday_week = timezone.localdate() - datetime.timedelta(days=7)
    body = {"chosen": [f"r:{version.pk}", f"r:{later.pk}"], "compared_on": yesterday_week}
    assert "BCT.9" in officer.post(f"{BULK}?show=all", body).content.decode()
    assert not OriginalComparison.objects.exists()


def test_only_officers_have_the_list(version, agency):
    for person in (make_controller(agency), make_portal_person(Role.EXAMINER)):
        assert signed_in(person).get(BULK).status_code in (302, 403)


def test_the_desk_names_what_is_late(officer, version):
    assert "Quá kỳ hạn đối chiếu" not in officer.get("/admin/").content.decode()
    set_period(29)
    html = officer.get("/admin/").content.decode()
    assert "chưa đối chiếu lần nào, quá kỳ hạn 1 ngày" in html
    set_period(30)
    assert "Quá kỳ hạn đối chiếu" not in officer.get("/admin/").content.decode()


def test_administrators_keep_the_periods(agency, officer):
    address = reverse(ComparisonPeriod.snippet_viewset.get_url_name("add"))
    body = {"agency": agency.pk, "days": 90, "source": "Quyết định", "valid_from": "", "valid_to": ""}
    assert officer.post(address, body).status_code in (302, 403)
    assert not ComparisonPeriod.objects.filter(agency=agency).exists()
    administrator = signed_in(make_portal_person(Role.ADMINISTRATOR))
    administrator.post(address, body)
    assert ComparisonPeriod.objects.get(agency=agency).days == 90
    assert (
        "Mọi cơ quan"
        in administrator.get(reverse(ComparisonPeriod.snippet_viewset.get_url_name("list"))).content.decode()
    )
