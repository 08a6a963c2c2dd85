import dataclasses

import pytest
from django.core.management import CommandError, call_command

from search.checking import find_drift
from search.engines import get_engine
from search.engines.base import Batch
from search.lease import take_writer_lease
from search.models import IndexJob, IndexTarget
from search.sources import rows_of
from tests.factories.regulations import make_document_version, make_version
from tests.search.changing import seed_register
from tests.search.draining import known_target
from tests.search.planting import plant_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(index):
    make_document_version()
    version = make_version()
    index()
    return version


def row(version):
    return next(rows_of([("regulation", version.regulation_id)]))


def plant(version, fault):
    """Make the index differ from the database in one way."""
    owner = f"regulation:{version.regulation_id}"
    if fault == "missing":
        get_engine().write(Batch(delete_owners=(owner,)))
    elif fault == "stale":
        get_engine().write(Batch(put=(dataclasses.replace(row(version), title="Tên lạc hậu"),)))
    else:
        get_engine().write(Batch(put=(dataclasses.replace(row(version), id="r:999999", owner="regulation:999999"),)))


def check(**options):
    call_command("search_check", **options)


def test_an_index_that_agrees_is_told_so(version, capsys):
    check()
    assert "rows 3, missing 0, stale 0, orphans 0" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["missing", "stale", "orphan"])
def test_a_planted_fault_is_found_named_and_repaired(version, fault, capsys):
    plant(version, fault)
    with pytest.raises(CommandError):
        check()
    assert f"{fault}" in capsys.readouterr().out
    check(repair=True)
    assert "repaired" in capsys.readouterr().out
    check()


def test_a_change_on_its_way_to_the_index_is_no_drift(version):
    make_version()
    check()


@pytest.mark.parametrize("owner", ["nobody:1", "regulation:007", "regulation:" + "9" * 30, "regulation:", "x"])
def test_what_no_job_can_name_is_removed(version, owner):
    get_engine().write(Batch(put=(dataclasses.replace(row(version), id="x:1", owner=owner),)))
    with pytest.raises(CommandError):
        check()
    check(repair=True)
    check()


def test_what_no_job_can_name_is_left_while_a_worker_runs(version):
    get_engine().write(Batch(put=(dataclasses.replace(row(version), id="x:1", owner="nobody:1"),)))
    assert take_writer_lease(known_target(), "worker")
    with pytest.raises(CommandError, match="end the search_worker"):
        check(repair=True)


def test_a_row_under_another_owner_is_found_and_repaired(version, monkeypatch):
    right = row(version)
    monkeypatch.setattr(type(right), "fingerprint", right.fingerprint)
    get_engine().write(Batch(put=(dataclasses.replace(right, owner="regulation:999999"),)))
    monkeypatch.undo()
    drift = find_drift(known_target())
    assert (drift.stale, drift.missing, drift.orphans) == ([right.id], [], [])
    check(repair=True)
    check()


def test_while_a_worker_runs_the_repair_is_left_to_it(version, capsys):
    plant(version, "missing")
    assert take_writer_lease(known_target(), "worker")
    check(repair=True)
    assert "waits for the running search_worker" in capsys.readouterr().out
    assert IndexJob.objects.filter(target=known_target()).count() == 1


def test_without_an_index_there_is_nothing_to_compare(version):
    IndexTarget.objects.all().delete()
    with pytest.raises(CommandError, match="no search index"):
        check()


def test_every_one_of_thirty_planted_faults_is_found_and_repaired(index, capsys):
    seed_register(60)
    index()
    planted = plant_faults(get_engine(), 30)
    drift = find_drift(known_target())
    assert len({*drift.missing, *drift.stale, *drift.orphans}) >= len(planted)
    assert len(drift.owners) >= len(planted)
    check(repair=True)
    assert "repaired" in capsys.readouterr().out
    check()


def test_a_row_that_is_there_twice_is_found_and_repaired(folder_index):
    version = make_version()
    call_command("search_worker", once=True)
    engine = get_engine()
    engine._current_writer().add(row(version))
    engine._current_writer().commit()
    drift = find_drift(known_target())
    assert (drift.orphans, drift.missing, drift.stale) == ([row(version).id], [], [])
    check(repair=True)
    check()
