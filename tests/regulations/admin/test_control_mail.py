"""Legal control hears of a submission: who, when, in which language, and what happens where a mail cannot go out."""

import datetime
import logging

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from regulations.control import send_back, submit
from regulations.control_mail import tell_controllers
from regulations.drafting import draft_from
from regulations.models import AgencySuccession, RegulationVersion, Role
from regulations.officers import appoint
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_officer,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
JULY = datetime.date(2027, 7, 1)


@pytest.fixture
def draft(ministry, officer):
    return drafted(make_version(make_regulation(ministry, code="1.900777"), title="Cấp phép rượu"), officer)


def drafted(version, officer):
    draft = draft_from(version=version, by=officer)
    draft.effective_from = JULY
    draft.save()
    draft.save_revision(user=officer)
    return draft


@pytest.fixture
def submitted(django_capture_on_commit_callbacks):
    """Submit, and do what waits for the commit."""

    def hand_over(version, by):
        with django_capture_on_commit_callbacks(execute=True):
            submit(version=version, by=by)
        return mail.outbox

    return hand_over


def test_those_who_may_judge_are_told(draft, officer, controller, other_ministry, submitted):
    make_controller(other_ministry)
    (sent,) = submitted(draft, officer)
    assert sent.to == [controller.email]
    assert sent.subject == "Chờ bạn kiểm soát: 1.900777 Cấp phép rượu"
    assert str(officer) in sent.body
    assert f"/admin/snippets/regulations/regulationversion/inspect/{draft.pk}/" in sent.body


def test_a_second_submission_is_told_too(draft, officer, controller, submitted):
    submitted(draft, officer)
    send_back(version=draft, by=controller, remarks="Sửa ngày.")
    sent = submitted(RegulationVersion.objects.get(pk=draft.pk), officer)
    assert [one.subject[:20] for one in sent if one.to == [controller.email]] == ["Chờ bạn kiểm soát: 1"] * 2


def test_the_legal_side_of_the_agency_above_and_of_the_successor_is_told(ministry, submitted):
    unit, old = make_agency("CHC", parent=ministry), make_agency("BKT")
    AgencySuccession.objects.create(old=old, new=ministry, date=datetime.date(2025, 3, 1), primary=True)
    above = make_controller(ministry)
    below = make_controller(unit)
    for agency, told in ((unit, {above.email, below.email}), (old, {above.email}), (ministry, {above.email})):
        mail.outbox.clear()
        officer = make_officer(agency)
        sent = submitted(drafted(make_version(make_regulation(agency)), officer), officer)
        assert {address for one in sent for address in one.to} == told


def test_authors_and_those_gone_are_not_told(draft, officer, controller, ministry, submitted):
    appoint(user=officer, role=Role.LEGAL_CONTROLLER, agency=ministry)
    wrote_once = make_controller(ministry)
    draft.save_revision(user=wrote_once)
    make_controller(ministry, is_active=False)
    gone = make_controller(ministry)
    gone.appointments.update(valid_to=datetime.date(2026, 1, 1))
    switched_off = make_controller(ministry)
    UserProfile.objects.create(user=switched_off, submitted_notifications=False)
    assert [one.to for one in submitted(draft, officer)] == [[controller.email]]


def test_everybody_is_written_to_in_their_language(draft, officer, controller, ministry, submitted):
    UserProfile.objects.create(user=controller, preferred_language="en")
    other = make_controller(ministry)
    sent = {one.to[0]: one.body for one in submitted(draft, officer)}
    assert "Kính chào bạn" in sent[other.email]
    assert sent[other.email] != sent[controller.email] or "Kính chào" in sent[controller.email]


def test_documents_are_told_of_too(ministry, officer, controller, submitted):
    document = make_document("9/2026/TT-BCT", maintained_by=ministry)
    (sent,) = submitted(drafted(make_document_version(document), officer), officer)
    assert "9/2026/TT-BCT" in sent.subject


def test_nothing_is_sent_for_what_was_refused(draft, officer, controller, django_capture_on_commit_callbacks):
    draft.effective_from = None
    draft.save()
    draft.save_revision(user=officer)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Exception, match="ngày có hiệu lực"):
        submit(version=draft, by=officer)
    assert mail.outbox == []


def test_a_mail_that_cannot_go_out_stops_nothing_and_is_logged(draft, officer, controller, submitted, settings, caplog):
    settings.EMAIL_BACKEND = "tests.consult.broken_mail.Backend"
    with caplog.at_level(logging.ERROR, logger="portal"):
        submitted(draft, officer)
    assert RegulationVersion.objects.get(pk=draft.pk).workflow_in_progress
    assert f"account {controller.pk}" in caplog.text
    assert controller.email not in caplog.text


def test_many_at_once_are_one_mail(ministry, officer, controller, django_capture_on_commit_callbacks):
    drafts = [drafted(make_version(make_regulation(ministry)), officer) for _n in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        for draft in drafts:
            submit(version=draft, by=officer, tell=False)
        tell_controllers(drafts, by=officer)
    (sent,) = mail.outbox
    assert "3 bản thảo" in sent.subject
    assert all(draft.regulation.code in sent.body for draft in drafts)
