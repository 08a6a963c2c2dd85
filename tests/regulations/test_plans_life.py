"""A plan's life by its functions: written, controlled, published, decided, carried out."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Revision, WorkflowState

from regulations.control import approve, submit, withdraw
from regulations.copying import units_of
from regulations.drafting import discard_draft, draft_correction, draft_from
from regulations.models import (
    Action,
    Extent,
    Implementation,
    PlanItem,
    PlanState,
    PlanVersion,
    RegulationVersion,
    SimplificationPlan,
    State,
)
from regulations.plans.items import remove_item
from regulations.publishing import PublicationRefused
from regulations.signals import plans_changed
from tests.factories.plans import (
    controller_of,
    make_decision,
    make_implementation,
    make_item,
    make_plan,
    officer_of,
    propose,
    publish_plan,
)
from tests.factories.regulations import make_document

pytestmark = pytest.mark.django_db
JUNE = datetime.date(2026, 6, 1)


@pytest.fixture
def plan():
    return make_plan()


def state_of(version) -> str:
    return SimplificationPlan.objects.with_state().get(pk=version.plan_id).state


def test_from_a_draft_to_a_regulation_that_has_changed(plan):
    simpler, gone, merged = (
        make_item(plan, action=action) for action in (Action.SIMPLIFY, Action.ABOLISH, Action.MERGE)
    )
    assert [item.number for item in plan.items.all()] == [1, 2, 3]
    published = publish_plan(plan)
    assert (published.live, published.number, state_of(published)) == (True, 1, PlanState.PROPOSED)
    make_decision(published)
    assert state_of(published) == PlanState.APPROVED
    for item in (simpler, gone, merged):
        make_implementation(item)
    assert state_of(published) == PlanState.IMPLEMENTED
    changed = simpler.regulation.version_on(JUNE)
    assert "Nội dung đề xuất đơn giản hơn." in changed.parts.values_list("text", flat=True)
    assert changed.proposed_in is None
    assert "quyết định" in changed.note
    for item in (gone, merged):
        assert item.regulation.version_on(JUNE).state == State.ABOLISHED
    assert merged.merged_into.code in merged.regulation.version_on(JUNE).note


def test_a_new_version_copies_items_with_their_numbers_and_texts(plan):
    kept = make_item(plan, deadline=JUNE, provisions=[{"document": make_document(), "label": "dieu-1", "note": "Sửa"}])
    dropped, last = make_item(plan, action=Action.ABOLISH), make_item(plan)
    remove_item(item=dropped, by=plan.drafted_by)
    published = publish_plan(plan)
    draft = draft_from(version=published, by=officer_of(plan))
    assert [item.number for item in draft.items.all()] == [1, 3]
    copy = draft.items.get(number=1)
    assert (copy.regulation, copy.deadline, copy.provisions_to_amend.get().note) == (kept.regulation, JUNE, "Sửa")
    assert copy.proposal != PlanItem.objects.get(pk=kept.pk).proposal
    assert units_of(copy.proposal) == units_of(PlanItem.objects.get(pk=kept.pk).proposal)
    added = make_item(draft)
    assert added.number == last.number + 1
    propose(copy, by=draft.drafted_by, steps="Khác nữa")
    assert PlanItem.objects.get(pk=kept.pk).proposal.parts.get(key="steps").text == "Nội dung đề xuất đơn giản hơn."


def test_a_draft_that_is_given_up_leaves_nothing(plan):
    item = make_item(plan)
    plan_key, proposal_key = str(plan.pk), str(item.proposal.pk)
    submit(version=plan, by=plan.drafted_by)
    withdraw(version=plan, by=plan.drafted_by)
    discard_draft(version=plan, by=plan.drafted_by)
    assert not PlanItem.objects.exists()
    assert not SimplificationPlan.objects.exists()
    assert list(item.regulation.versions.all()) == [item.base_version]
    for key, model in ((plan_key, "planversion"), (proposal_key, "regulationversion")):
        assert not Revision.objects.filter(object_id=key, content_type__model=model).exists()
    assert not WorkflowState.objects.exists()


def test_a_second_draft_that_is_given_up_leaves_the_plan(plan):
    published = publish_plan(plan)
    discard_draft(version=draft_from(version=published, by=officer_of(plan)), by=officer_of(plan))
    assert SimplificationPlan.objects.get().shown_version() == published


def test_a_correction_takes_over_what_was_decided_and_done(plan):
    first, second = make_item(plan), make_item(plan, action=Action.ABOLISH)
    published = publish_plan(plan)
    decision = make_decision(published, items=[first, second])
    make_implementation(first)
    correction = draft_correction(version=published, by=officer_of(plan))
    correction.title = "Tên đã sửa lỗi"
    correction.save()
    correction.save_revision(user=officer_of(plan))
    corrected = publish_plan(correction)
    decision.refresh_from_db()
    assert decision.version == corrected
    assert set(decision.items.all()) == set(corrected.items.all())
    assert Implementation.objects.get().item == corrected.items.get(number=first.number)
    assert state_of(corrected) == PlanState.APPROVED


def test_a_correction_changes_nothing_that_was_approved(plan):
    published = publish_plan(plan)
    make_decision(published)
    correction = draft_correction(version=published, by=officer_of(plan))
    item = correction.items.get()
    propose(item, by=officer_of(plan), steps="Lén đổi")
    with pytest.raises(ValidationError, match="không đổi được phương án và nội dung"):
        submit(version=correction, by=officer_of(plan))
    remove_item(item=item, by=officer_of(plan))
    make_item(PlanVersion.objects.get(pk=correction.pk), by=officer_of(plan))
    with pytest.raises(ValidationError, match="thiếu mục 1"):
        submit(version=correction, by=officer_of(plan))


def test_an_approved_plan_is_amended_by_another(plan):
    published = publish_plan(plan)
    with pytest.raises(ValidationError, match="đã được phê duyệt"):
        make_plan(plan.plan.agency, amends=published.plan)
    waiting = draft_from(version=published, by=officer_of(plan))
    make_decision(published)
    with pytest.raises(PublicationRefused, match="phương án sửa đổi, bổ sung"):
        draft_from(version=published, by=officer_of(plan))
    waiting.effective_from = JUNE
    waiting.save()
    waiting.save_revision(user=waiting.drafted_by)
    with pytest.raises(PublicationRefused, match="phương án sửa đổi, bổ sung"):
        submit(version=waiting, by=waiting.drafted_by)
    publish_plan(make_plan(plan.plan.agency, amends=published.plan))
    assert state_of(published) == PlanState.AMENDED


def test_a_draft_of_an_implementation_that_is_given_up_takes_its_record_along(plan):
    published = publish_plan(plan)
    make_decision(published)
    made = make_implementation(published.items.get(), published=False)
    assert state_of(published) == PlanState.APPROVED
    discard_draft(version=made.version, by=made.version.drafted_by)
    assert not Implementation.objects.exists()
    make_implementation(published.items.get())
    assert state_of(published) == PlanState.IMPLEMENTED


def test_an_item_carried_out_in_part_may_be_carried_out_further(plan):
    item = make_item(plan, proposed={"steps": "Một bước.", "channels": "Trực tuyến."})
    make_decision(publish_plan(plan))
    partly = make_implementation(item, extent=Extent.PARTLY, published=False)
    text = RegulationVersion.objects.get(pk=partly.version_id)
    before = {part.key: part.text for part in item.base_version.parts.all()}
    part = text.parts.get(key="channels")
    part.text = before["channels"]
    text.parts.add(part)
    text.save()
    text.save_revision(user=text.drafted_by)
    submit(version=text, by=text.drafted_by)
    approve(version=RegulationVersion.objects.get(pk=text.pk), by=controller_of(plan))
    assert state_of(plan) == PlanState.APPROVED
    make_implementation(item, effective_from=datetime.date(2026, 9, 1))
    parts = dict(item.regulation.version_on(datetime.date(2026, 9, 1)).parts.values_list("key", "text"))
    assert (parts["steps"], parts["channels"]) == ("Một bước.", "Trực tuyến.")


def test_what_the_public_sees_of_a_plan_is_told_when_it_changes(plan):
    told = []

    def listen(ids, **_kwargs):
        told.append(list(ids))

    plans_changed.connect(listen)
    try:
        published = publish_plan(plan)
        make_decision(published)
        made = make_implementation(published.items.get(), published=False)
        before = len(told)
        submit(version=made.version, by=made.version.drafted_by)
        approve(version=RegulationVersion.objects.get(pk=made.version_id), by=controller_of(plan))
        assert len(told) == before + 1
        amending = publish_plan(make_plan(plan.plan.agency, amends=published.plan))
    finally:
        plans_changed.disconnect(listen)
    assert told[:4] == [[published.plan_id]] * 4
    assert set(told[-1]) == {published.plan_id, amending.plan_id}
