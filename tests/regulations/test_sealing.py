"""What was published stays as it was: a row changed, added or taken away behind the register's back is named."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from regulations.drafting import draft_correction
from regulations.models import (
    AppendOnly,
    AuditEntry,
    CostLine,
    DocumentVersion,
    Fee,
    Frequency,
    LegalBasis,
    Paper,
    Part,
    PlanItem,
    PlanVersion,
    Provision,
    RegulationVersion,
    TimeLimit,
    VersionSeal,
)
from regulations.publishing import publish_in_bulk, publish_version
from tests.factories.plans import make_item, make_plan, publish_plan
from tests.factories.regulations import (
    make_controller,
    make_document,
    make_document_draft,
    make_draft,
    make_officer,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
JANUARY, MARCH = datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)


@pytest.fixture
def register():
    """One regulation with two versions that fill every table, one document, one plan."""
    decree = make_document()
    publish_version(version=make_document_draft(decree, effective_from=JANUARY))
    regulation = make_regulation(code="1.000001")
    rows = {
        "papers": [{"name": "Đơn", "copies": 2}], "fees": [{"name": "Lệ phí", "amount": 100_000}],
        "time_limits": [{"number": 15}], "frequencies": [{"number": 2, "period": "year"}],
        "bases": [{"document": decree, "label": "dieu-1"}],
    }  # fmt: skip
    for day, steps in ((JANUARY, "Nộp đơn."), (MARCH, "Nộp đơn qua mạng.")):
        draft = make_draft(regulation, effective_from=day, parts={"steps": steps}, **rows)
        CostLine.objects.create(version=draft, activity="Nộp", hours=Decimal("1.5"), hourly_income=60_000)
        publish_version(version=RegulationVersion.objects.get(pk=draft.pk))
    plan = make_plan()
    make_item(plan)
    publish_plan(plan)


def verify(**options):
    """What the command prints, and whether it fails."""
    lines: list[str] = []

    class Out:
        def write(self, line):
            lines.append(line.strip())

        def flush(self):
            pass

    try:
        call_command("verify_register", stdout=Out(), **options)
    except CommandError as error:
        assert error.returncode == 1
        return [line for line in lines if line], True
    return [line for line in lines if line], False


def behind_its_back(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_what_was_published_holds(register):
    lines, failed = verify()
    assert not failed
    assert lines[0].startswith(f"{VersionSeal.objects.count()} published versions hold.")
    assert VersionSeal.objects.count() == sum(
        model.objects.published().count() for model in (RegulationVersion, DocumentVersion, PlanVersion)
    )


CHANGED = [
    (RegulationVersion, "title", "'Tên khác'"), (RegulationVersion, "effective_from", "'2026-01-02'"),
    (RegulationVersion, "state", "'abolished'"), (Part, "text", "'Khác'"), (Part, "key", "'result'"),
    (Paper, "copies", "3"), (Fee, "amount", "100001"), (TimeLimit, "number", "16"), (Frequency, "period", "'month'"),
    (LegalBasis, "label", "'dieu-2'"), (CostLine, "hours", "2"), (DocumentVersion, "text", "'Khác'"),
    (Provision, "text", "'Khác'"), (Provision, "heading", "'Khác'"), (PlanVersion, "title", "'Khác'"),
    (PlanItem, "rationale", "'Khác'"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "column", "value"), CHANGED)
def test_a_changed_row_is_named(register, model, column, value):
    row = model._base_manager.order_by("pk").first()
    table = model._meta.db_table
    behind_its_back(f"UPDATE {table} SET {column} = {value} WHERE id = %s", row.pk)
    lines, failed = verify()
    assert failed
    assert [line for line in lines if line.startswith(f"{table} {row.pk} ")] == lines
    assert "was changed after publication" in lines[0]


def test_a_provision_is_named_by_its_place(register):
    clause = Provision.objects.get(label="dieu-1-khoan-2")
    behind_its_back("UPDATE regulations_provision SET text = 'Khác' WHERE id = %s", clause.pk)
    assert f"regulations_provision {clause.pk} " in verify()[0][0]
    assert "dieu-1-khoan-2" in verify()[0][0]


@pytest.mark.parametrize("model", [Part, Paper, Provision])
def test_a_row_taken_away_is_named(register, model):
    row = model.objects.order_by("-pk").first()
    behind_its_back(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"{model._meta.db_table} {row.pk} ")
    assert "deleted" in line


def test_a_row_added_is_named(register):
    added = Part.objects.create(version=RegulationVersion.objects.first(), key="result", text="Thêm lén")
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"regulations_part {added.pk} ")
    assert "added" in line


def test_a_version_published_past_the_publish_path_is_named(register):
    lone = make_regulation()
    sneaked = RegulationVersion.objects.create(regulation=lone, title="Lén", effective_from=MARCH, number=1, live=True)
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"regulations_regulationversion {sneaked.pk} ")
    assert "without a seal" in line


def test_a_version_deleted_is_named(register):
    decree = DocumentVersion.objects.get()
    DocumentVersion.objects.filter(pk=decree.pk).delete()
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"regulations_documentversion {decree.pk} ")


def test_a_changed_seal_and_its_successor_are_named(register):
    first = VersionSeal.objects.filter(model="regulationversion").order_by("identity", "number").first()
    behind_its_back("UPDATE regulations_versionseal SET hash = 'x' WHERE id = %s", first.pk)
    lines, failed = verify()
    assert failed
    assert [line.split(": ")[1] for line in lines] == [
        "the seal was changed",
        "the seal before it is missing or was changed",
    ]


def test_a_version_and_its_seal_gone_together_are_missed_by_what_came_after_or_by_the_digest(register):
    digest = verify()[0][0].split()[-1]
    assert verify(expect=digest)[1] is False
    plan = PlanVersion.objects.get()
    behind_its_back("DELETE FROM regulations_versionseal WHERE model = 'planversion' AND version = %s", plan.pk)
    PlanVersion.objects.filter(pk=plan.pk).update(live=False)
    assert verify()[1] is False
    lines, failed = verify(expect=digest)
    assert failed
    assert "expected" in lines[0]


def test_a_correction_is_no_tampering_but_a_mark_without_one_is():
    regulation = make_regulation()
    version = make_version(regulation, effective_from=JANUARY)
    officer = make_officer(regulation.agency)
    correction = draft_correction(version=version, by=officer)
    publish_version(version=correction, by=make_controller(regulation.agency))
    assert verify()[1] is False
    RegulationVersion.objects.filter(pk=correction.pk).update(is_corrected=True)
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"regulations_regulationversion {correction.pk} ")
    assert "marked corrected" in line


def test_versions_published_together_are_sealed_like_those_published_singly():
    one, many = make_regulation(), make_regulation()
    make_version(one, effective_from=JANUARY, title="Tên")
    publish_in_bulk(versions=[RegulationVersion(regulation=many, title="Tên", effective_from=JANUARY)])
    assert [seal.number for seal in VersionSeal.objects.all()] == [1, 1]
    assert verify()[1] is False


def test_versions_from_before_there_were_seals_are_sealed_once(register):
    VersionSeal.objects.all().delete()
    assert verify()[1] is True
    call_command("seal_register", verbosity=0)
    assert verify()[1] is False
    call_command("seal_register", verbosity=0)
    assert VersionSeal.objects.filter(model="documentversion").count() == 1


def test_an_entry_of_the_log_is_neither_changed_nor_deleted(register):
    entry = AuditEntry.objects.first()
    for change in (
        entry.save, entry.delete, AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(label="Khác"),
        lambda: AuditEntry.objects.bulk_update([entry], ["label"]),
    ):  # fmt: skip
        with pytest.raises(AppendOnly):
            change()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("column", ["label", "why", "action"])
def test_an_entry_changed_behind_our_back_is_named(register, column):
    entry = AuditEntry.objects.order_by("pk").first()
    behind_its_back(f"UPDATE regulations_auditentry SET {column} = 'khác' WHERE id = %s", entry.pk)
    lines, failed = verify()
    assert failed
    assert lines[0].startswith(f"regulations_auditentry {entry.pk} ")


def test_an_entry_taken_away_is_missed_by_the_next(register):
    plan = PlanVersion.objects.get()
    first, second = AuditEntry.objects.for_instance(plan).order_by("pk")[:2]
    behind_its_back("DELETE FROM regulations_auditentry WHERE id = %s", first.pk)
    (line,), failed = verify()
    assert failed
    assert line.startswith(f"regulations_auditentry {second.pk} ")
