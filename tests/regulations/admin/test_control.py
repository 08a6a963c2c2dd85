"""Legal control as the functions behind the screens: who may, when, and what is left behind when it is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from regulations.control import approve, send_back, submit, withdraw
from regulations.drafting import discard_draft, draft_correction, draft_from, open_drafts, start_draft
from regulations.models import RegulationVersion, Role
from regulations.officers import appoint
from regulations.publishing import PublicationRefused
from tests.factories.accounts import make_superuser
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_document_version,
    make_officer,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return make_agency("BCT")


@pytest.fixture
def officer(ministry):
    return make_officer(ministry)


@pytest.fixture
def controller(ministry):
    return make_controller(ministry)


def ready_draft(regulation, officer, **fields):
    """A draft as the form would leave it, complete."""
    draft = start_draft(identity=regulation, by=officer)
    fields = {"title": "Cấp phép bán lẻ", "effective_from": datetime.date(2026, 7, 1)} | fields
    for name, value in fields.items():
        setattr(draft, name, value)
    have = {part.key for part in draft.parts.all()}
    for key, text in required_parts(regulation.kind).items():
        if key not in have:
            draft.parts.add(draft.parts.model(key=key, text=text))
    draft.save()
    draft.save_revision(user=officer)
    return RegulationVersion.objects.get(pk=draft.pk)


def test_an_approved_draft_is_public_and_numbered(ministry, officer, controller):
    regulation = make_regulation(ministry)
    draft = ready_draft(regulation, officer)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller, comment="Đồng ý")
    draft.refresh_from_db()
    assert (draft.live, draft.number, draft.approved_by, draft.drafted_by) == (True, 1, controller, officer)
    assert not draft.workflow_in_progress


def test_what_is_approved_is_the_text_that_was_submitted(ministry, officer, controller):
    draft = ready_draft(make_regulation(ministry), officer)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller)
    texts = dict(RegulationVersion.objects.get(pk=draft.pk).parts.values_list("key", "text"))
    assert texts == required_parts("procedure")


def test_nobody_approves_what_they_wrote(ministry, controller):
    both = make_officer(ministry)
    appoint(user=both, role=Role.LEGAL_CONTROLLER, agency=ministry)
    draft = ready_draft(make_regulation(ministry), both)
    submit(version=draft, by=both)
    with pytest.raises(PublicationRefused, match="Người soạn"):
        approve(version=draft, by=both)
    assert not RegulationVersion.objects.get(pk=draft.pk).live


def test_whoever_wrote_one_revision_is_an_author_too(ministry, officer):
    both = make_officer(ministry)
    appoint(user=both, role=Role.LEGAL_CONTROLLER, agency=ministry)
    draft = ready_draft(make_regulation(ministry), officer)
    draft.save_revision(user=both)
    submit(version=draft, by=officer)
    with pytest.raises(PublicationRefused, match="Người soạn"):
        approve(version=draft, by=both)


def test_a_superuser_does_not_approve_their_own_text(ministry):
    superuser = make_superuser()
    draft = ready_draft(make_regulation(ministry), superuser)
    submit(version=draft, by=superuser)
    with pytest.raises(PublicationRefused, match="Người soạn"):
        approve(version=draft, by=superuser)


def test_control_is_for_the_agency_and_its_units(ministry, controller):
    department = make_agency("CHC", parent=ministry)
    drafter = make_officer(department)
    draft = ready_draft(make_regulation(department), drafter)
    submit(version=draft, by=drafter)
    with pytest.raises(PublicationRefused, match="không được phân công"):
        approve(version=draft, by=make_controller(make_agency("BYT")))
    approve(version=draft, by=controller)
    assert RegulationVersion.objects.get(pk=draft.pk).live


def test_an_incomplete_draft_is_not_submitted_and_says_what_is_missing(ministry, officer):
    draft = start_draft(identity=make_regulation(ministry), by=officer)
    with pytest.raises(ValidationError) as refused:
        submit(version=draft, by=officer)
    assert "effective_from" in refused.value.message_dict
    draft.effective_from, draft.title = datetime.date(2026, 7, 1), "Có tên"
    draft.save()
    draft.save_revision(user=officer)
    with pytest.raises(ValidationError, match="Trình tự thực hiện"):
        submit(version=RegulationVersion.objects.get(pk=draft.pk), by=officer)


def test_a_second_version_of_the_same_day_is_refused_with_the_first_ones_number(ministry, officer, controller):
    regulation = make_regulation(ministry)
    first, second = ready_draft(regulation, officer), ready_draft(regulation, officer)
    submit(version=first, by=officer)
    submit(version=second, by=officer)
    approve(version=first, by=controller)
    with pytest.raises(ValidationError, match="Phiên bản 1"):
        approve(version=second, by=controller)
    assert not RegulationVersion.objects.get(pk=second.pk).live
    assert RegulationVersion.objects.get(pk=second.pk).workflow_in_progress


def test_returned_with_remarks_and_submitted_again(ministry, officer, controller):
    draft = ready_draft(make_regulation(ministry), officer)
    submit(version=draft, by=officer)
    with pytest.raises(PublicationRefused, match="nhận xét"):
        send_back(version=draft, by=controller, remarks="  ")
    send_back(version=draft, by=controller, remarks="Thiếu căn cứ")
    assert not RegulationVersion.objects.get(pk=draft.pk).workflow_in_progress
    with pytest.raises(PublicationRefused, match="không còn chờ"):
        approve(version=draft, by=controller)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller)
    assert RegulationVersion.objects.get(pk=draft.pk).live


def test_approval_is_of_the_submission_that_was_read(ministry, officer, controller):
    draft = ready_draft(make_regulation(ministry), officer)
    submit(version=draft, by=officer)
    read = RegulationVersion.objects.get(pk=draft.pk).current_workflow_task_state.pk
    withdraw(version=draft, by=officer)
    submit(version=RegulationVersion.objects.get(pk=draft.pk), by=officer)
    with pytest.raises(PublicationRefused, match="trình lại"):
        approve(version=draft, by=controller, task_state_id=read)


def test_an_approval_comes_once(ministry, officer, controller):
    draft = ready_draft(make_regulation(ministry), officer)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller)
    with pytest.raises(PublicationRefused):
        approve(version=draft, by=make_controller(ministry))
    assert RegulationVersion.objects.get(pk=draft.pk).number == 1


def test_other_agencies_officers_neither_draft_submit_withdraw_nor_discard(ministry, officer):
    stranger = make_officer(make_agency("BYT"))
    regulation = make_regulation(ministry)
    version = make_version(regulation)
    draft = ready_draft(regulation, officer)
    for attempt in (
        lambda: start_draft(identity=regulation, by=stranger),
        lambda: draft_from(version=version, by=stranger),
        lambda: draft_correction(version=version, by=stranger),
        lambda: submit(version=draft, by=stranger),
        lambda: discard_draft(version=draft, by=stranger),
    ):
        with pytest.raises(PublicationRefused, match="không được phân công soạn thảo"):
            attempt()
    assert RegulationVersion.objects.count() == 2


def test_a_new_version_copies_the_content_and_leaves_the_day_open(ministry, officer):
    version = make_version(
        make_regulation(ministry),
        title="Tên",
        card_who="Doanh nghiệp",
        papers=[{"name": "Đơn", "copies": 2}],
        fees=[{"name": "Phí", "amount": 100_000}],
        time_limits=[{"number": 15}],
        frequencies=[{"number": 2}],
        bases=[{"document": make_document(), "label": ""}],
    )
    draft = draft_from(version=version, by=officer)
    assert (draft.title, draft.card_who, draft.effective_from, draft.live) == ("Tên", "Doanh nghiệp", None, False)
    for rows in ("parts", "papers", "fees", "time_limits", "frequencies", "bases"):
        assert [str(row) for row in getattr(draft, rows).all()] == [str(row) for row in getattr(version, rows).all()]
        assert getattr(version, rows).count()
    assert list(open_drafts(version.regulation)) == [draft]


def test_a_correction_takes_the_place_of_what_it_corrects(ministry, officer, controller):
    version = make_version(make_regulation(ministry))
    draft = draft_correction(version=version, by=officer)
    with pytest.raises(PublicationRefused, match="Đã có bản thảo"):
        draft_correction(version=version, by=officer)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller)
    version.refresh_from_db()
    draft.refresh_from_db()
    assert (version.is_corrected, draft.corrects, draft.number) == (True, version, 2)
    assert draft.effective_from == version.effective_from


def test_a_draft_can_be_given_up_and_a_published_version_cannot(ministry, officer):
    regulation = make_regulation(ministry)
    version = make_version(regulation)
    draft = draft_from(version=version, by=officer)
    discard_draft(version=draft, by=officer)
    with pytest.raises(PublicationRefused, match="không thể xóa"):
        discard_draft(version=version, by=officer)
    assert list(regulation.versions.all()) == [version]


def test_documents_are_drafted_and_controlled_the_same_way(ministry, officer, controller):
    document = make_document(maintained_by=ministry)
    version = make_document_version(document)
    draft = start_draft(identity=document, by=officer)
    assert draft.text == version.text
    draft.effective_from = datetime.date(2026, 9, 1)
    draft.save()
    draft.save_revision(user=officer)
    submit(version=draft, by=officer)
    approve(version=draft, by=controller)
    draft.refresh_from_db()
    assert draft.live
    assert list(draft.provisions.values_list("label", flat=True)) == list(
        version.provisions.values_list("label", flat=True)
    )


def test_a_document_that_came_as_provisions_is_drafted_as_text(ministry, officer):
    version = make_document_version(make_document(maintained_by=ministry))
    text, labels = version.text, list(version.provisions.values_list("label", flat=True))
    type(version).objects.filter(pk=version.pk).update(text="")
    draft = start_draft(identity=version.document, by=officer)
    assert draft.text.split() == text.split()
    assert labels
