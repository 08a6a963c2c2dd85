"""The audit log: who, when, what, why; each person sees what concerns their agencies, nobody edits it."""

import datetime
import re

import pytest

from regulations.control import approve, send_back, submit
from regulations.drafting import discard_draft, draft_from
from regulations.models import AuditEntry, RegulationVersion, Role
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/audit-log/"


@pytest.fixture
def worked(officer):
    """An officer drafted, legal control returned it with remarks, it came again and was approved."""
    agency = officer.appointments.get().agency
    controller = make_controller(agency, full_name="Phạm Thị Pháp Chế")
    draft = draft_from(version=make_version(make_regulation(agency, code="1.000001")), by=officer)
    draft.effective_from, draft.note = datetime.date(2026, 2, 2), "Theo nghị định mới"
    draft.save()
    draft.save_revision(user=officer)
    submit(version=draft, by=officer)
    send_back(version=draft, by=controller, remarks="Thiếu căn cứ tại phần hồ sơ")
    submit(version=RegulationVersion.objects.get(pk=draft.pk), by=officer)
    approve(version=RegulationVersion.objects.get(pk=draft.pk), by=controller)
    return draft


def page_text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_says_who_did_what_when_and_why(worked, officer, signed_in):
    response = signed_in(officer).get(PAGE)
    said = page_text(response)
    assert "Thiếu căn cứ tại phần hồ sơ" in said
    assert "Phạm Thị Pháp Chế" in said
    assert "Theo nghị định mới" in said
    assert "1.000001" in said
    newest = AuditEntry.objects.first()
    assert f"{newest.timestamp.astimezone():%Y}" in said
    assert {entry.user for entry in response.context["object_list"]} == {officer, newest.user, None}


def test_another_ministrys_doings_are_not_there(worked, signed_in):
    stranger = make_officer(make_agency("BYT"))
    response = signed_in(stranger).get(PAGE)
    assert list(response.context["object_list"]) == []
    assert "1.000001" not in page_text(response)
    assert signed_in(stranger).get(f"{PAGE}?q=1.000001").context["object_list"].count() == 0


def test_a_discarded_draft_stays_on_record_for_who_discarded_it(worked, officer, signed_in):
    draft = draft_from(version=RegulationVersion.objects.get(pk=worked.pk), by=officer)
    discard_draft(version=draft, by=officer)
    actions = {entry.action for entry in signed_in(officer).get(PAGE).context["object_list"] if entry.deleted}
    assert actions == {"wagtail.delete"}


@pytest.mark.parametrize(("role", "status"), [(Role.EXAMINER, 200), (Role.ADMINISTRATOR, 200), (Role.OPERATOR, 302)])
def test_roles_of_the_whole_portal(worked, signed_in, role, status):
    response = signed_in(make_portal_person(role)).get(PAGE)
    assert response.status_code == status
    if status == 200:
        assert response.context["object_list"].count() == AuditEntry.objects.count()


def test_it_is_searched_and_filtered(worked, officer, signed_in):
    client = signed_in(officer)
    (found,) = client.get(f"{PAGE}?q=thieu+can+cu").context["object_list"]
    assert found.action == "wagtail.workflow.reject"
    published = client.get(f"{PAGE}?action=wagtail.publish").context["object_list"]
    assert {entry.action for entry in published} == {"wagtail.publish"}
    assert {entry.user for entry in client.get(f"{PAGE}?user={officer.pk}").context["object_list"]} == {officer}
    assert client.get(f"{PAGE}results/?q=thieu+can+cu").context["object_list"].count() == 1


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_it(worked, officer, signed_in, method):
    before = list(AuditEntry.objects.values_list())
    getattr(signed_in(officer), method)(PAGE, {"why": "khác"})
    assert list(AuditEntry.objects.values_list()) == before
