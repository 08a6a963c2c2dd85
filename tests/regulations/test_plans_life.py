"""A plan's life by its functions: written, controlled, published, decided, carried out."""

import datetime

import pytest

from regulations.models import (
    Action,
    PlanState,
    SimplificationPlan,
    State,
)
from tests.factories.plans import (
    make_decision,
    make_implementation,
    make_item,
    make_plan,
    publish_plan,
)

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
