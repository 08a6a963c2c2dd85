"""Two people at once on one plan: each thing happens once, and an edit is either before a submission or refused.

Both databases: tests.regulations.races.
"""

import datetime

import pytest
from wagtail.models import WorkflowState

from regulations.control import approve, submit
from regulations.models import (
    Implementation,
    PlanItem,
    PlanVersion,
)
from regulations.plans.implementing import implement_item
from regulations.plans.items import change_item
from regulations.publishing import PublicationRefused
from tests.factories.plans import controller_of, make_decision, make_item, make_plan, publish_plan
from tests.factories.regulations import make_controller, make_document
from tests.regulations.races import at_once

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_one_after_the_other_is_refused_as_well():
    plan = make_plan()
    make_item(plan)
    submit(version=plan, by=plan.drafted_by)
    with pytest.raises(PublicationRefused):
        submit(version=plan, by=plan.drafted_by)
    assert WorkflowState.objects.count() == 1


def test_a_plan_submitted_twice_waits_once(committed, tmp_path):
    plan = make_plan()
    make_item(plan)
    refused, waiting = at_once(
        tmp_path,
        *[lambda: submit(version=PlanVersion.objects.get(pk=plan.pk), by=plan.drafted_by)] * 2,
        look=lambda: WorkflowState.objects.filter(status="in_progress").count(),
    )
    assert (len(refused), waiting) == (1, 1)


def test_a_plan_approved_twice_is_published_once(committed, tmp_path):
    plan = make_plan()
    make_item(plan)
    submit(version=PlanVersion.objects.get(pk=plan.pk), by=plan.drafted_by)
    controllers = [controller_of(plan), make_controller(plan.plan.agency)]
    refused, numbers = at_once(
        tmp_path,
        *[lambda by=by: approve(version=PlanVersion.objects.get(pk=plan.pk), by=by) for by in controllers],
        look=lambda: list(PlanVersion.objects.published().values_list("number", flat=True)),
    )
    assert (len(refused), numbers) == (1, [1])


def test_an_item_is_carried_out_once(committed, tmp_path):
    published = publish_plan(make_plan())
    make_decision(published)
    item, document = published.items.get(), make_document()

    def implement():
        return implement_item(
            item=item, by=published.drafted_by, documents=[document], effective_from=datetime.date(2026, 6, 1)
        )

    refused, made = at_once(tmp_path, implement, implement, look=Implementation.objects.count)
    assert (len(refused), made) == (1, 1)


def test_an_edit_beside_a_submission_is_before_it_or_refused(committed, tmp_path):
    plan = make_plan()
    item = make_item(plan, rationale="Trước")
    refused, (rationale, waits) = at_once(
        tmp_path,
        lambda: submit(version=PlanVersion.objects.get(pk=plan.pk), by=plan.drafted_by),
        lambda: change_item(item=item, by=plan.drafted_by, rationale="Sau"),
        look=lambda: (PlanItem.objects.get().rationale, PlanVersion.objects.get().workflow_in_progress),
    )
    assert waits
    assert rationale == ("Trước" if refused else "Sau")
