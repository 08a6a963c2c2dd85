"""Two people at once on one plan: each thing happens once, and an edit is either before a submission or refused.

Two threads with connections of their own. On SQLite they work on a copy of the test's database in a file: one in memory
cannot be written to by two.
"""

import datetime
import sqlite3
import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, connections
from wagtail.models import Revision, WorkflowState

from accounts.models import User
from regulations.control import approve, submit
from regulations.models import (
    Agency,
    Appointment,
    AuditEntry,
    Implementation,
    LegalDocument,
    PlanDecision,
    PlanItem,
    PlanVersion,
    Programme,
    Regulation,
    RegulationVersion,
    SimplificationPlan,
)
from regulations.plans.implementing import implement_item
from regulations.plans.items import change_item
from regulations.publishing import PublicationRefused
from tests.factories.plans import controller_of, make_decision, make_item, make_plan, publish_plan
from tests.factories.regulations import make_controller, make_document

pytestmark = pytest.mark.slow
MADE = (
    WorkflowState, Implementation, PlanDecision, PlanItem, PlanVersion, SimplificationPlan, Programme, Revision,
    RegulationVersion, Regulation, LegalDocument, Appointment, Agency, AuditEntry,
)  # fmt: skip


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Rows that other connections see; gone afterwards, with what migrations left still there."""
    with django_db_blocker.unblock():
        is_test_database = connection.vendor != "sqlite" or connection.is_in_memory_db()
        assert is_test_database, "pytest-django makes a database only where a test of the run is marked django_db"
        users = set(User.objects.values_list("pk", flat=True))
        yield
        for model in (*MADE, apps.get_model("search", "IndexJob")):
            model._base_manager.all().delete()
        User.objects.exclude(pk__in=users).delete()


def at_once(folder, *calls, look):
    """What two calls gave, or the refusal each met, and what `look` then finds in the database they worked on."""
    file = None
    if connection.vendor == "sqlite":
        file = str(folder / "race.sqlite3")
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
    together, results, found = threading.Barrier(len(calls)), [], []

    def run(call, into, wait):
        own = connections["default"]
        if file:
            own.settings_dict = own.settings_dict | {"NAME": file}
        try:
            if wait:
                together.wait()
            into.append(call())
        except (PublicationRefused, ValidationError) as refusal:
            into.append(refusal)
        finally:
            own.close()

    threads = [threading.Thread(target=run, args=(call, results, True)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looking = threading.Thread(target=run, args=(look, found, False))
    looking.start()
    looking.join()
    return [one for one in results if isinstance(one, Exception)], found[0]


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
