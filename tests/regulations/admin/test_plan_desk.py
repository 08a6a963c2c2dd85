"""A plan's way through the admin, over HTTP: written, controlled, decided, carried out."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from regulations.control import submit
from regulations.models import (
    Action,
    BaselineEntry,
    CostLine,
    Implementation,
    PlanDecision,
    PlanItem,
    PlanVersion,
    Programme,
    RegulationVersion,
    State,
)
from regulations.plans.items import add_item
from tests.factories.plans import make_decision, make_item, make_plan, make_programme, publish_plan
from tests.factories.regulations import make_document, make_document_version, make_regulation, make_version
from tests.regulations.admin.test_screens import form_of, rows, url

PLANS = "wagtailsnippets_regulations_planversion"
PROGRAMMES = "wagtailsnippets_regulations_programme"


def plan_url(name, *args):
    return url(name, *args, namespace=PLANS)


def item_form(*provisions, **changed):
    data = {"action": Action.SIMPLIFY, "rationale": "Trùng với quy định khác.", "deadline": "", "merged_into": ""}
    return data | rows("provisions", *provisions) | changed


def implement_form(*documents, **changed):
    data = {"effective_from": "2026-10-01", "extent": "done", "note": ""}
    return data | rows("documents", *[{"document": document.pk} for document in documents]) | changed


@pytest.fixture
def regulations(ministry):
    return [make_version(make_regulation(ministry, code=f"P.{n}")).regulation for n in (1, 2, 3, 4)]


@pytest.fixture
def plan(ministry, officer):
    return make_plan(ministry, by=officer)


def test_the_whole_way(officer, controller, ministry, regulations, signed_in):
    drafting, controlling, programme = signed_in(officer), signed_in(controller), make_programme()
    started = drafting.post(
        plan_url("add"),
        {"programme": programme.pk, "agency": ministry.pk, "authority": "minister", "amends": "", "title": "Cắt giảm"},
    )
    plan = PlanVersion.objects.get()
    assert started.url == plan_url("inspect", plan.pk)
    document = make_document_version(make_document("15/2018/NĐ-CP")).document
    added = drafting.post(
        plan_url("add_item", plan.pk),
        item_form({"document": document.pk, "label": "khoản 2 Điều 1", "note": "Bãi bỏ"}, regulation=regulations[0].pk),
    )
    proposal = RegulationVersion.objects.get(proposed_in__version=plan)
    assert added.url == url("edit", proposal.pk)
    assert [str(one) for one in proposal.proposed_in.provisions_to_amend.all()] == ["15/2018/NĐ-CP dieu-1-khoan-2"]
    assert "Nội dung phần Trình tự thực hiện" in drafting.get(added.url).content.decode()
    proposed = form_of(part_steps="Chỉ còn một bước.", title=proposal.title)
    saved = drafting.post(added.url, {name: value for name, value in proposed.items() if name != "effective_from"})
    assert saved.url == plan_url("inspect", plan.pk) + "#muc-1"
    drafting.post(plan_url("add_item", plan.pk), item_form(regulation=regulations[1].pk, action=Action.ABOLISH))
    drafting.post(
        plan_url("add_item", plan.pk),
        item_form(regulation=regulations[2].pk, action=Action.MERGE, merged_into=regulations[3].pk),
    )
    page = drafting.get(plan_url("inspect", plan.pk)).content.decode()
    assert "Trình tự thực hiện" in page
    drafting.post(
        plan_url("edit", plan.pk), {"title": "Cắt giảm", "summary": "", "effective_from": "2026-01-05", "note": ""}
    )
    assert drafting.post(plan_url("submit", plan.pk)).url == plan_url("inspect", plan.pk)
    plan = PlanVersion.objects.get()
    assert "Duyệt và công bố" in controlling.get(plan_url("inspect", plan.pk)).content.decode()
    controlling.post(plan_url("workflow_action", plan.pk, "approve", plan.current_workflow_task_state.pk))
    plan.refresh_from_db()
    assert (plan.live, plan.approved_by) == (True, controller)
    controlling.post(
        plan_url("decide", plan.pk),
        {"number": "10/QĐ-BCT", "decided_on": "2026-02-01", "authority": "minister", "file_url": "",
         "items": [item.pk for item in plan.items.all()]},
    )  # fmt: skip
    assert PlanDecision.objects.get().items.count() == 3
    for number in (1, 2):
        made = drafting.post(plan_url("implement", plan.pk, number), implement_form(document))
        implementation = Implementation.objects.get(item__number=number)
        assert made.url == url("inspect", implementation.version_id)
        drafting.post(url("edit", implementation.version_id), form_of_stored(implementation.version))
        waiting = RegulationVersion.objects.get(pk=implementation.version_id)
        controlling.post(url("workflow_action", waiting.pk, "approve", waiting.current_workflow_task_state.pk))
    october = datetime.date(2026, 10, 1)
    assert regulations[0].version_on(october).parts.get(key="steps").text == "Chỉ còn một bước."
    assert regulations[1].version_on(october).state == State.ABOLISHED


def form_of_stored(version):
    """What the form of this draft posts when somebody submits it as it stands."""
    texts = {f"part_{part.key}": part.text for part in version.parts.all()}
    return form_of(**texts) | {
        "title": version.title, "effective_from": version.effective_from.isoformat(), "state": version.state,
        "note": version.note, "action-submit": "1",
    }  # fmt: skip


def test_an_item_names_what_is_wrong_and_keeps_what_was_typed(plan, officer, other_ministry, signed_in):
    hidden = make_version(make_regulation(other_ministry), title="Của bộ khác").regulation
    answer = signed_in(officer).post(
        plan_url("add_item", plan.pk),
        item_form({"document": "", "label": "Điều 1", "note": "Giữ lại"}, regulation=hidden.pk, rationale="Đã gõ"),
    ).content.decode()  # fmt: skip
    assert "Hãy chọn một quy định đã công bố của cơ quan lập phương án" in answer
    assert "Hãy chọn văn bản của điều khoản này" in answer
    for typed in ("Đã gõ", "Giữ lại", "Điều 1"):
        assert typed in answer
    assert hidden.code not in answer
    assert not PlanItem.objects.exists()


def test_the_form_of_a_new_item_begins_with_the_regulation_asked_for(plan, officer, other_ministry, signed_in):
    own = make_version(make_regulation(plan.plan.agency, code="RIENG.1")).regulation
    foreign = make_version(make_regulation(other_ministry, code="KHAC.1")).regulation
    where, client = plan_url("add_item", plan.pk), signed_in(officer)
    assert "RIENG.1" in client.get(where, {"regulation": own.pk}).content.decode()
    for asked in ({"regulation": foreign.pk}, {"regulation": "x"}, {}):
        answer = client.get(where, asked)
        assert answer.status_code == 200
        assert "KHAC.1" not in answer.content.decode()


def test_a_regulation_is_chosen_by_code_and_name(officer, ministry, signed_in):
    make_version(make_regulation(ministry, code="CHON.1"), title="Tên để nhận ra")
    answer = signed_in(officer).get(reverse("wagtailsnippetchoosers_regulations_regulation:choose"))
    assert "CHON.1" in answer.json()["html"]
    assert "Tên để nhận ra" in answer.json()["html"]


def test_an_item_is_changed_and_removed(plan, officer, signed_in):
    item, client = make_item(plan), signed_in(officer)
    page = client.get(plan_url("change_item", plan.pk, item.number)).content.decode()
    assert "Nội dung phần Trình tự thực hiện" in page
    client.post(plan_url("change_item", plan.pk, item.number), item_form(action=Action.ABOLISH, deadline="2026-12-01"))
    item.refresh_from_db()
    assert (item.action, item.deadline) == (Action.ABOLISH, datetime.date(2026, 12, 1))
    assert not RegulationVersion.objects.filter(proposed_in=item).exists()
    client.post(plan_url("remove_item", plan.pk, item.number))
    assert not plan.items.exists()


def test_a_proposal_is_edited_with_its_plan_alone(plan, officer, controller, signed_in):
    item, client = make_item(plan), signed_in(officer)
    proposal = item.proposal
    page = client.get(url("inspect", proposal.pk)).content.decode()
    assert plan.title in page
    assert plan_url("inspect", plan.pk) + "#muc-1" in page
    assert "Bỏ bản nháp" not in page
    posted = form_of(title="Khác", **{"action-submit": "1"})
    assert "Đây là nội dung đề xuất" in client.post(url("edit", proposal.pk), posted).content.decode()
    client.post(url("delete", proposal.pk))
    client.post(url("new_version", proposal.pk))
    client.post(url("withdraw", proposal.pk))
    stored = RegulationVersion.objects.get(pk=proposal.pk)
    assert (stored.live, stored.workflow_in_progress, stored.title) == (False, False, proposal.title)
    assert RegulationVersion.objects.filter(live=False).count() == 1
    submit(version=plan, by=officer)
    assert client.get(url("edit", proposal.pk)).url == url("inspect", proposal.pk)
    client.post(url("edit", proposal.pk), form_of(title="Sửa lén"))
    assert RegulationVersion.objects.get(pk=proposal.pk).title == proposal.title


def test_proposals_stand_in_no_list(plan, officer, signed_in):
    item = make_item(plan, proposed={"title": "Tên chỉ là đề xuất"})
    client = signed_in(officer)
    for where in (url("list"), url("inspect", item.regulation_id, namespace="wagtailsnippets_regulations_regulation"),
                  reverse("wagtailadmin_home")):  # fmt: skip
        assert "Tên chỉ là đề xuất" not in client.get(where).content.decode()


def test_what_is_published_is_not_edited_by_any_address(plan, officer, signed_in):
    item = make_item(plan)
    published, client = publish_plan(plan), signed_in(officer)
    for name in ("change_item", "remove_item", "rebase_item"):
        client.post(plan_url(name, published.pk, item.number), item_form(action=Action.KEEP))
    client.post(plan_url("add_item", published.pk), item_form(regulation=make_version().regulation_id))
    client.post(
        plan_url("edit", published.pk), {"title": "Khác", "effective_from": "2026-01-05", "note": "", "summary": ""}
    )
    client.post(plan_url("delete", published.pk))
    stored = PlanVersion.objects.get(pk=published.pk)
    assert (stored.title, stored.items.get().action) == (published.title, Action.SIMPLIFY)


def test_a_decision_is_recorded_by_legal_control_only(plan, officer, controller, signed_in):
    published = publish_plan(plan, by=controller)
    entered = {"number": "1/QĐ-BCT", "decided_on": "2026-02-01", "authority": "minister", "file_url": "",
               "items": [published.items.get().pk]}  # fmt: skip
    for person in (officer,):
        assert signed_in(person).get(plan_url("decide", published.pk)).url == plan_url("inspect", published.pk)
        signed_in(person).post(plan_url("decide", published.pk), entered)
    assert not PlanDecision.objects.exists()
    client = signed_in(controller)
    assert "checked" in client.get(plan_url("decide", published.pk)).content.decode()
    nothing = client.post(plan_url("decide", published.pk), entered | {"items": [], "number": "Số đã gõ"})
    assert "Số đã gõ" in nothing.content.decode()
    for _twice in range(2):
        client.post(plan_url("decide", published.pk), entered)
    assert PlanDecision.objects.count() == 1


def test_an_item_that_is_not_approved_is_not_carried_out(plan, officer, signed_in):
    published, client = publish_plan(plan), signed_in(officer)
    assert client.get(plan_url("implement", published.pk, 1)).url.startswith(plan_url("inspect", published.pk))
    client.post(plan_url("implement", published.pk, 1), implement_form(make_document()))
    assert not Implementation.objects.exists()


def test_carrying_out_needs_a_document_and_happens_once(plan, officer, signed_in):
    published, client = publish_plan(plan), signed_in(officer)
    make_decision(published)
    answer = client.post(plan_url("implement", published.pk, 1), implement_form(note="Đã gõ ghi chú"))
    assert "ít nhất một văn bản" in answer.content.decode()
    assert "Đã gõ ghi chú" in answer.content.decode()
    for _twice in range(2):
        client.post(
            plan_url("implement", published.pk, 1), implement_form(make_document(maintained_by=plan.plan.agency))
        )
    assert Implementation.objects.count() == 1


def test_a_rebase_names_the_conflict_and_takes_the_officers_word(plan, officer, signed_in):
    item = make_item(plan, proposed={"steps": "Một bước."})
    texts = {part.key: part.text for part in item.base_version.parts.all()}
    make_version(item.regulation, effective_from=datetime.date(2026, 2, 1), parts=texts | {"steps": "Hai bước."})
    client = signed_in(officer)
    refused = client.post(plan_url("submit", plan.pk), follow=True).content.decode()
    assert "Mục 1" in refused
    assert "cập nhật mục theo bản hiện hành" in refused
    page = client.get(plan_url("rebase_item", plan.pk, 1)).content.decode()
    assert "Một bước." in page
    assert "Hai bước." in page
    assert "Hãy chọn nội dung" in client.post(plan_url("rebase_item", plan.pk, 1)).content.decode()
    client.post(plan_url("rebase_item", plan.pk, 1), {"part:steps": "proposed"})
    item.refresh_from_db()
    assert item.base_version == item.regulation.version_on(timezone.localdate())
    assert item.proposal.parts.get(key="steps").text == "Một bước."


def test_lists_find_and_filter_plans(plan, officer, controller, signed_in):
    other = publish_plan(make_plan(plan.plan.agency, by=officer, title="Phương án hóa chất"))
    client = signed_in(officer)
    found = client.get(plan_url("list"), {"q": "hoa chat"}).content.decode()
    assert other.title in found
    assert plan.title not in found
    for filters in ({"situation": "published"}, {"state": "proposed", "situation": "published"},
                    {"programme": other.plan.programme_id}):  # fmt: skip
        shown = client.get(plan_url("list"), filters).content.decode()
        assert other.title in shown
        assert plan.title not in shown


def test_the_desk_names_plans_that_wait_and_items_that_are_late(plan, officer, controller, signed_in):
    desk = reverse("wagtailadmin_home")
    make_item(plan, deadline=datetime.date(2026, 3, 1))
    assert plan.title in signed_in(officer).get(desk).content.decode()
    submit(version=plan, by=officer)
    assert plan.title in signed_in(controller).get(desk).content.decode()
    plan = PlanVersion.objects.get(pk=plan.pk)
    signed_in(controller).post(plan_url("workflow_action", plan.pk, "approve", plan.current_workflow_task_state.pk))
    make_decision(PlanVersion.objects.get(pk=plan.pk))
    assert "quá hạn" in signed_in(officer).get(desk).content.decode()


def test_a_programme_is_the_administrators_and_its_baseline_is_frozen_once(administrator, officer, signed_in):
    make_version(make_regulation(), effective_from=datetime.date(2025, 1, 1))
    make_version(make_regulation(), effective_from=datetime.date(2025, 1, 1), state=State.ABOLISHED)
    client = signed_in(administrator)
    client.post(
        url("add", namespace=PROGRAMMES),
        {"name_vi": "Cắt giảm 2026", "name_en": "", "slug": "nq-1", "number": "", "document": "",
         "base_date": "2026-01-01", "ends_on": ""}
        | rows("targets", {"measure": "cost", "percent": "30", "denominator": "Tổng chi phí"}),
    )  # fmt: skip
    programme = Programme.objects.get()
    assert programme.targets.get().percent == 30
    where = url("freeze", programme.pk, namespace=PROGRAMMES)
    signed_in(officer).post(where)
    assert not BaselineEntry.objects.exists()
    assert "1 quy định" in client.post(where, follow=True).content.decode()
    assert "đã chốt" in client.post(where, follow=True).content.decode()
    assert BaselineEntry.objects.count() == 1
    assert client.get(url("edit", programme.pk, namespace=PROGRAMMES)).status_code == 200


@pytest.mark.parametrize("name", ["inspect", "history", "workflow_history", "edit"])
def test_pages_of_plans_open(plan, officer, signed_in, name):
    make_item(plan)
    assert signed_in(officer).get(plan_url(name, plan.pk)).status_code == 200


def test_a_number_that_no_item_has_is_not_found(plan, officer, signed_in):
    for number in (7, 10**30):
        assert signed_in(officer).get(plan_url("change_item", plan.pk, number)).status_code == 404


def test_costs_are_entered_with_the_version(officer, ministry, signed_in):
    version = add_item(
        version=make_plan(ministry, by=officer), regulation=make_version(make_regulation(ministry)).regulation,
        action=Action.SIMPLIFY, rationale="Giảm", by=officer,
    ).proposal  # fmt: skip
    line = {
        "activity": "Chuẩn bị hồ sơ",
        "hours": "2",
        "hourly_income": "50000",
        "services": "0",
        "fees": "10000",
        "source": "",
    }
    signed_in(officer).post(
        url("edit", version.pk), form_of(times_per_year="2", subjects_per_year="100") | rows("cost_lines", line)
    )
    stored = RegulationVersion.objects.get(pk=version.pk)
    assert [line.amount for line in stored.cost_lines.all()] == [110_000]
    assert (stored.times_per_year, stored.subjects_per_year) == (2, 100)


def test_the_page_of_a_plan_says_what_an_item_saves(officer, ministry, signed_in):
    version = make_version(make_regulation(ministry), times_per_year=2, subjects_per_year=100)
    CostLine.objects.create(version=version, activity="Nộp hồ sơ", fees=10_000)
    plan = make_plan(ministry, by=officer)
    make_item(plan, version.regulation, action=Action.ABOLISH)
    assert "2.000.000 đ → 0 đ mỗi năm" in signed_in(officer).get(plan_url("inspect", plan.pk)).content.decode()
