"""Two people at once: threads with connections of their own on committed rows.

On SQLite they work on a copy of the test's database in a file: one in memory cannot be written to by two.
"""

import sqlite3
import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, connections
from wagtail.models import Revision, WorkflowState

from accounts.models import User
from regulations.models import (
    Agency,
    Appointment,
    AuditEntry,
    DocumentVersion,
    Implementation,
    LegalDocument,
    PlanDecision,
    PlanItem,
    PlanVersion,
    Programme,
    Regulation,
    RegulationVersion,
    SimplificationPlan,
    VersionSeal,
)
from regulations.publishing import PublicationRefused

MADE = (
    WorkflowState, Implementation, PlanDecision, PlanItem, PlanVersion, SimplificationPlan, Programme, Revision,
    RegulationVersion, Regulation, DocumentVersion, LegalDocument, Appointment, Agency, AuditEntry, VersionSeal,
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
