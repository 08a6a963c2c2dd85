"""What the functions of plans refuse, and that nothing is left behind when they do."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from regulations.control import approve, send_back, submit, withdraw
from regulations.drafting import discard_draft, draft_correction, draft_from, start_draft
from regulations.models import (
    Action,
    Extent,
    Implementation,
    PlanDecision,
    PlanItem,
    PlanVersion,
    RegulationVersion,
    Role,
    State,
)
from regulations.officers import appoint
from regulations.plans.decisions import record_decision
from regulations.plans.implementing import implement_item
from regulations.plans.items import add_item, change_item, rebase_item, remove_item
from regulations.plans.programmes import freeze_baseline
from regulations.plans.rebasing import rebase_of
from regulations.publishing import PublicationRefused, publish_version
from tests.factories.plans import (
    controller_of,
    make_decision,
    make_implementation,
    make_item,
    make_plan,
    make_programme,
    officer_of,
    propose,
    publish_plan,
)
from tests.factories.regulations import (
    make_agency,
    make_controller,
    make_document,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
JUNE = datetime.date(2026, 6, 1)


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def decided(plan):
    make_item(plan)
    published = publish_plan(plan)
    make_decision(published)
    return published


def add(plan, by=None, **fields):
    fields.setdefault("regulation", None)
    regulation = fields.pop("regulation") or make_version(make_regulation(plan.plan.agency)).regulation
    entered = {"action": Action.SIMPLIFY, "rationale": "Lý do", "regulation": regulation} | fields
    return add_item(version=plan, by=by or plan.drafted_by, **entered)


def test_another_agencys_officer_is_refused_everywhere(decided):
    stranger = make_officer(make_agency())
    draft = make_plan(decided.plan.agency)
    item = make_item(draft)
    attempts = [
        lambda: make_plan(decided.plan.agency, by=stranger),
        lambda: add(draft, by=stranger),
        lambda: change_item(item=item, by=stranger, rationale="Lén"),
        lambda: remove_item(item=item, by=stranger),
        lambda: rebase_item(item=item, by=stranger),
        lambda: submit(version=draft, by=stranger),
        lambda: discard_draft(version=draft, by=stranger),
        lambda: draft_correction(version=decided, by=stranger),
        lambda: implement_item(item=decided.items.get(), by=stranger, effective_from=JUNE, documents=[make_document()]),
    ]
    for attempt in attempts:
        with pytest.raises(PublicationRefused, match="không được phân công soạn thảo"):
            attempt()
    with pytest.raises(PublicationRefused, match="không được phân công kiểm soát"):
        make_decision(decided, by=make_controller(make_agency()))
    assert (PlanVersion.objects.count(), PlanItem.objects.count(), Implementation.objects.count()) == (2, 2, 0)


@pytest.mark.parametrize("wrote", ["an item", "a proposed text", "a removed item"])
def test_whoever_wrote_a_part_of_a_plan_does_not_approve_it(plan, wrote):
    both = make_officer(plan.plan.agency)
    appoint(user=both, role=Role.LEGAL_CONTROLLER, agency=plan.plan.agency)
    item = make_item(plan)
    if wrote == "an item":
        change_item(item=item, by=both, rationale="Của người khác")
    elif wrote == "a proposed text":
        propose(item, by=both, steps="Của người khác")
    else:
        remove_item(item=make_item(plan, by=both), by=plan.drafted_by)
    submit(version=plan, by=plan.drafted_by)
    for person in (both, plan.drafted_by):
        with pytest.raises(PublicationRefused):
            approve(version=plan, by=person)
    with pytest.raises(PublicationRefused, match="Người soạn"):
        approve(version=plan, by=both)
    approve(version=plan, by=make_controller(plan.plan.agency))
    with pytest.raises(PublicationRefused, match="Người soạn"):
        make_decision(PlanVersion.objects.get(pk=plan.pk), by=both)


def test_a_plan_in_control_or_published_is_closed_with_its_items(plan):
    item = make_item(plan)
    attempts = [
        lambda: add(plan),
        lambda: change_item(item=item, by=plan.drafted_by, rationale="Lén"),
        lambda: remove_item(item=item, by=plan.drafted_by),
        lambda: rebase_item(item=item, by=plan.drafted_by),
        lambda: submit(version=plan, by=plan.drafted_by),
        lambda: discard_draft(version=plan, by=plan.drafted_by),
    ]
    submit(version=plan, by=plan.drafted_by)
    for attempt in attempts:
        with pytest.raises(PublicationRefused, match="chờ kiểm soát"):
            attempt()
    approve(version=plan, by=controller_of(plan))
    for attempt in attempts:
        with pytest.raises(PublicationRefused, match="công bố"):
            attempt()
    with pytest.raises(PublicationRefused):
        withdraw(version=plan, by=plan.drafted_by)
    assert PlanItem.objects.get().rationale == item.rationale


def test_a_returned_plan_is_open_again(plan):
    item = make_item(plan)
    submit(version=plan, by=plan.drafted_by)
    send_back(version=plan, by=controller_of(plan), remarks="Thiếu căn cứ")
    change_item(item=item, by=plan.drafted_by, rationale="Đã sửa")
    assert publish_plan(plan).items.get().rationale == "Đã sửa"


def test_a_proposed_text_goes_no_way_of_its_own(plan):
    proposal = make_item(plan).proposal
    by = plan.drafted_by
    for attempt in (lambda: submit(version=proposal, by=by), lambda: discard_draft(version=proposal, by=by)):
        with pytest.raises(PublicationRefused, match="cùng phương án"):
            attempt()
    with pytest.raises(PublicationRefused):
        approve(version=proposal, by=controller_of(plan))
    with pytest.raises(PublicationRefused):
        draft_from(version=proposal, by=by)
    proposal.effective_from = JUNE
    with pytest.raises(ValidationError, match="đề xuất của một phương án"):
        publish_version(version=proposal)
    assert not RegulationVersion.objects.get(pk=proposal.pk).live
    assert not start_draft(identity=proposal.regulation, by=by).proposed_in_id


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_ready_as_made_and_has_a_text_only_where_it_should(plan, action):
    item = make_item(plan, action=action)
    assert hasattr(item, "proposal") == action.has_proposal
    assert publish_plan(plan).live


def test_a_plan_that_is_not_ready_names_its_items(plan):
    with pytest.raises(ValidationError, match="chưa có mục"):
        submit(version=plan, by=plan.drafted_by)
    same, moved = make_item(plan, proposed={}), make_item(plan, action=Action.ABOLISH)
    make_version(moved.regulation, effective_from=datetime.date(2026, 2, 1))
    with pytest.raises(ValidationError) as refused:
        submit(version=plan, by=plan.drafted_by)
    same_said, moved_said = refused.value.messages
    assert same_said.startswith(f"Mục 1 ({same.regulation.code})")
    assert "chưa khác bản hiện hành" in same_said
    assert "phiên bản 2" in moved_said
    assert not PlanVersion.objects.get(pk=plan.pk).workflow_in_progress


def test_a_plan_touches_regulations_of_its_agency_and_units_once_each(plan):
    agency = plan.plan.agency
    unit = make_version(make_regulation(make_agency(parent=agency))).regulation
    assert add(plan, regulation=unit).regulation == unit
    cases = [
        ({"regulation": unit}, "đã có trong phương án"),
        ({"regulation": make_version().regulation}, "không thuộc cơ quan lập phương án"),
        ({"regulation": make_regulation(agency)}, "không có phiên bản đang có hiệu lực"),
        ({"regulation": make_version(make_regulation(agency), state=State.ABOLISHED).regulation}, "không có phiên bản"),
        ({"action": Action.MERGE}, "Hãy chọn quy định"),
        ({"action": Action.MERGE, "merged_into": make_version().regulation}, "không thuộc cơ quan lập phương án"),
        ({"action": Action.MERGE, "merged_into": make_regulation(agency)}, "chưa được công bố"),
        ({"action": Action.ABOLISH, "merged_into": unit}, "Chỉ chọn khi"),
        ({"rationale": ""}, "rationale"),
    ]
    for fields, said in cases:
        with pytest.raises(ValidationError) as refused:
            add(plan, **fields)
        assert said in str(refused.value), said
    assert plan.items.count() == 1


def test_a_programme_needs_an_administrator_and_a_past_day_to_be_frozen():
    programme, administrator = make_programme(), make_portal_person(Role.ADMINISTRATOR)
    make_version(make_regulation())
    with pytest.raises(PublicationRefused, match="quản trị viên"):
        freeze_baseline(programme=programme, by=make_officer(make_agency()))
    with pytest.raises(PublicationRefused, match="tương lai"):
        freeze_baseline(programme=make_programme(base_date=datetime.date(2100, 1, 1)), by=administrator)
    with pytest.raises(PublicationRefused, match="chưa có gì"):
        freeze_baseline(programme=make_programme(base_date=datetime.date(2000, 1, 1)), by=administrator)
    assert freeze_baseline(programme=programme, by=administrator) == 1
    with pytest.raises(PublicationRefused, match="đã chốt"):
        freeze_baseline(programme=programme, by=administrator)


def test_decisions_are_of_the_public_version_and_approve_an_item_once(plan):
    make_item(plan)
    with pytest.raises(PublicationRefused, match="đang công bố"):
        make_decision(plan)
    published = publish_plan(plan)
    entered = {
        "version": published, "number": "1/QĐ", "decided_on": JUNE, "authority": "minister", "by": controller_of(plan),
    }  # fmt: skip
    other = make_item(make_plan())
    for changes, field in (
        ({"items": []}, "items"),
        ({"items": [other]}, "items"),
        ({"items": published.items.all(), "decided_on": datetime.date(2100, 1, 1)}, "decided_on"),
        ({"items": published.items.all(), "file_url": "javascript:alert(1)"}, "file_url"),
        ({"items": published.items.all(), "number": " "}, "number"),
    ):
        with pytest.raises(ValidationError) as refused:
            record_decision(**entered | changes)
        assert field in refused.value.message_dict
    record_decision(**entered, items=published.items.all())
    for number in ("1/QĐ", "2/QĐ"):
        with pytest.raises(ValidationError):
            record_decision(**entered | {"number": number}, items=published.items.all())
    assert PlanDecision.objects.count() == 1


def test_only_an_approved_item_is_carried_out_and_once(plan):
    approved, waiting, kept = make_item(plan), make_item(plan), make_item(plan, action=Action.KEEP)
    published = publish_plan(plan)
    make_decision(published, items=[approved, kept])
    with pytest.raises(PublicationRefused, match="chưa được phê duyệt"):
        make_implementation(waiting)
    with pytest.raises(PublicationRefused, match="giữ nguyên"):
        make_implementation(kept)
    for changes, said in (
        ({"documents": []}, "ít nhất một văn bản"),
        ({"effective_from": datetime.date(2000, 1, 1)}, "chưa có hiệu lực"),
        ({"effective_from": approved.base_version.effective_from}, "chính ngày này"),
        ({"extent": "xong"}, "extent"),
    ):
        with pytest.raises(ValidationError) as refused:
            make_implementation(approved, **changes)
        assert said in str(refused.value)
    assert approved.regulation.versions.own().count() == 1
    open_one = make_implementation(approved, published=False)
    with pytest.raises(PublicationRefused, match="Đã có bản thảo"):
        make_implementation(approved)
    discard_draft(version=open_one.version, by=officer_of(plan))
    make_implementation(approved, extent=Extent.DONE)
    with pytest.raises(PublicationRefused, match="thực thi xong"):
        make_implementation(approved, effective_from=datetime.date(2026, 9, 1))


def test_a_draft_does_not_undo_what_was_published_meanwhile(plan):
    item = make_item(plan)
    make_decision(publish_plan(plan))
    made = make_implementation(item, published=False)
    make_version(item.regulation, effective_from=datetime.date(2026, 3, 1))
    with pytest.raises(ValidationError, match="Phiên bản 2"):
        submit(version=made.version, by=made.version.drafted_by)
    discard_draft(version=made.version, by=made.version.drafted_by)
    make_implementation(item)


def test_changes_by_others_are_kept_and_conflicts_are_named(plan):
    calm, clash = (make_item(plan, proposed={"steps": "Một bước."}) for _twice in range(2))
    make_decision(publish_plan(plan))
    for item, key in ((calm, "channels"), (clash, "steps")):
        texts = {part.key: part.text for part in item.base_version.parts.all()}
        make_version(item.regulation, effective_from=datetime.date(2026, 3, 1), parts=texts | {key: "Luật khác sửa."})
    make_implementation(calm)
    parts = dict(calm.regulation.version_on(JUNE).parts.values_list("key", "text"))
    assert (parts["steps"], parts["channels"]) == ("Một bước.", "Luật khác sửa.")
    with pytest.raises(ValidationError, match="Trình tự thực hiện"):
        make_implementation(clash)
    assert rebase_of(clash).conflicts == ("part:steps",)
    assert rebase_of(clash).conflict_labels == ["Trình tự thực hiện"]
    assert Implementation.objects.count() == 1


def test_a_rebase_keeps_what_others_changed(plan):
    item = make_item(plan, proposed={"steps": "Một bước.", "title": "Tên mới"})
    texts = {part.key: part.text for part in item.base_version.parts.all()}
    papers = [{"name": "Đơn"}, {"name": "Bản sao"}]
    current = make_version(
        item.regulation, effective_from=datetime.date(2026, 3, 1), papers=papers, parts=texts | {"channels": "Tại chỗ."}
    )
    assert rebase_of(item).needed
    rebase_item(item=item, by=plan.drafted_by)
    item = PlanItem.objects.get(pk=item.pk)
    parts = dict(item.proposal.parts.values_list("key", "text"))
    assert item.base_version == current
    assert (item.proposal.title, parts["steps"], parts["channels"]) == ("Tên mới", "Một bước.", "Tại chỗ.")
    assert [paper.name for paper in item.proposal.papers.all()] == ["Đơn", "Bản sao"]
    assert publish_plan(plan).live


@pytest.mark.parametrize(("choice", "text"), [("proposed", "Một bước."), ("current", "Luật khác sửa.")])
def test_of_two_changes_to_one_part_the_officer_says_which_stands(plan, choice, text):
    item = make_item(plan, proposed={"steps": "Một bước.", "title": "Tên mới"})
    texts = {part.key: part.text for part in item.base_version.parts.all()}
    make_version(
        item.regulation, effective_from=datetime.date(2026, 3, 1), parts=texts | {"steps": "Luật khác sửa."},
        title=item.base_version.title,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="Trình tự thực hiện"):
        rebase_item(item=item, by=plan.drafted_by)
    assert PlanItem.objects.get(pk=item.pk).base_version == item.base_version
    rebase_item(item=item, by=plan.drafted_by, decided={"part:steps": choice})
    proposal = RegulationVersion.objects.get(proposed_in=item)
    assert (proposal.parts.get(key="steps").text, proposal.title) == (text, "Tên mới")
