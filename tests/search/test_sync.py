import datetime
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from regulations.models import RegulationVersion, State
from search.engines import get_engine
from search.engines.base import SearchUnavailable
from search.lease import begin_rebuild, end_rebuild, forget_absent_targets, take_writer_lease
from search.models import IndexJob, IndexTarget
from search.rebuild import rebuild
from search.sync import BATCH, apply_jobs
from search.worker import Worker
from tests.factories.regulations import make_draft, make_regulation, make_version
from tests.search.asking import codes
from tests.search.draining import drain_jobs, known_target

pytestmark = pytest.mark.django_db


def test_what_is_published_is_found_and_its_jobs_go(index):
    version = make_version(title="Cấp giấy phép nhập khẩu hóa chất")
    assert codes("q=hoa+chat") == []
    assert index() == 1
    assert codes("q=hoa+chat") == [version.regulation.code]
    assert not IndexJob.objects.exists()


def test_what_is_rolled_back_is_never_found(index):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_version(title="Thủ tục bị hủy giữa chừng")
        raise ZeroDivisionError
    assert index() == 0
    assert codes("q=huy+giua+chung") == []


def test_a_draft_is_never_found(index):
    published = make_version(title="Bản công bố")
    make_draft(published.regulation, title="Bản thảo bí mật", effective_from=datetime.date(2026, 6, 1))
    make_draft(title="Bản thảo bí mật")
    index()
    assert codes("q=bi+mat") == []
    assert codes("q=cong+bo") == [published.regulation.code]


def test_a_new_version_takes_the_place_of_the_old_one(index):
    old = make_version(title="Tên cũ", effective_from=datetime.date(2025, 1, 1))
    index()
    make_version(old.regulation, title="Danh xưng mới", effective_from=datetime.date(2026, 6, 1))
    index()
    assert codes("q=ten+cu") == []
    assert codes("q=danh+xung") == [old.regulation.code]
    assert codes("q=ten+cu&on=2025-06-01") == [old.regulation.code]


def test_a_record_that_cannot_be_read_holds_nothing_up(index, caplog):
    broken, sound = make_version(title="Hồ sơ bị hỏng"), make_version(title="Hồ sơ lành lặn")
    RegulationVersion.objects.filter(pk=broken.pk).update(state="nonsense")
    with pytest.raises(CommandError, match="records that cannot be read: 1;"):
        call_command("search_worker", "--once")
    assert codes("q=lanh+lan") == [sound.regulation.code]
    assert f"regulation:{broken.regulation_id} cannot be read" in caplog.text
    RegulationVersion.objects.filter(pk=broken.pk).update(state=State.IN_FORCE)
    call_command("search_worker", "--once")
    assert codes("q=bi+hong") == [broken.regulation.code]
    assert not IndexJob.objects.exists()


def test_ten_jobs_for_one_record_are_one_write(embedded):
    version = make_version()
    IndexJob.objects.bulk_create(
        IndexJob(target=known_target(), kind="regulation", key=version.regulation_id) for _ in range(9)
    )
    assert embedded() == 10
    assert get_engine().health().rows == 1


def test_a_job_of_a_record_that_is_gone_removes_its_rows(embedded):
    version = make_version()
    embedded()
    key, regulation = version.regulation_id, version.regulation
    version.delete()
    regulation.delete()
    IndexJob.objects.create(target=known_target(), kind="regulation", key=key)
    embedded()
    assert get_engine().health().rows == 0


def test_a_failing_engine_loses_no_job(embedded, monkeypatch):
    make_version()

    def fail(batch):
        raise SearchUnavailable("down")

    monkeypatch.setattr(get_engine(), "write", fail)
    with pytest.raises(SearchUnavailable):
        drain_jobs()
    monkeypatch.undo()
    assert drain_jobs() == 1


def test_while_an_index_is_built_beside_jobs_are_applied_and_kept(embedded):
    version = make_version(title="Tên riêng")
    target = known_target()
    assert begin_rebuild(target)
    assert embedded() == 1
    assert codes("q=ten+rieng") == [version.regulation.code]
    assert list(target.jobs.values_list("applied", flat=True)) == [True]
    end_rebuild(target, swapped=False)


def test_jobs_written_while_the_index_was_swapped_are_done_again(embedded, monkeypatch):
    make_version()
    engine = get_engine()
    write = engine.write

    def swapped_meanwhile(batch):
        write(batch)
        rebuild()

    monkeypatch.setattr(engine, "write", swapped_meanwhile)
    assert apply_jobs(engine, known_target()) == 1
    monkeypatch.undo()
    assert drain_jobs() == 1
    assert not IndexJob.objects.exists()


def test_what_a_writer_wrote_that_had_lost_its_lease_is_written_again(embedded, monkeypatch):
    version = make_version()
    engine, target = get_engine(), known_target()
    assert take_writer_lease(target, "slow")
    write = engine.write

    def overtaken(batch):
        IndexTarget.objects.update(lease_owner="quick")
        IndexJob.objects.all().delete()
        write(batch)

    monkeypatch.setattr(engine, "write", overtaken)
    assert apply_jobs(engine, target, writer="slow") == 1
    assert [job.key for job in IndexJob.objects.all()] == [version.regulation_id]
    assert apply_jobs(engine, target, writer="slow") == 0


def test_a_batch_holds_fewer_documents_than_regulations(embedded):
    target = known_target()
    for kind in ("document", "regulation"):
        IndexJob.objects.bulk_create(IndexJob(target=target, kind=kind, key=key) for key in range(1, 301))
    sizes = []
    while written := apply_jobs(get_engine(), target):
        sizes.append(written)
    assert sum(sizes) == 600
    assert sizes[0] < sizes[-2] <= BATCH


def test_of_two_workers_one_works(embedded):
    target = known_target()
    assert take_writer_lease(target, "a")
    assert take_writer_lease(target, "a")
    assert not take_writer_lease(target, "b")
    IndexTarget.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert take_writer_lease(target, "b")


def test_a_lease_from_a_clock_that_was_ahead_holds_nothing_up(embedded):
    target = known_target()
    assert take_writer_lease(target, "ahead")
    IndexTarget.objects.update(lease_until=timezone.now() + datetime.timedelta(hours=1))
    assert take_writer_lease(target, "right")


def test_the_worker_command_writes_what_waits_and_frees_its_lease(embedded, capsys):
    make_version()
    call_command("search_worker", once=True)
    assert "1 jobs written" in capsys.readouterr().out
    assert known_target().lease_owner == ""


def test_a_second_worker_says_that_it_does_nothing(embedded):
    take_writer_lease(known_target(), "another")
    with pytest.raises(CommandError, match="Another worker"):
        call_command("search_worker", once=True)


def test_a_worker_waits_for_the_index_and_ends_when_told(embedded):
    IndexTarget.objects.all().delete()
    worker = Worker()
    assert worker._turn() > 0
    worker.stopping.set()
    ended = threading.Event()
    worker.run()
    ended.set()
    assert ended.is_set()


def test_a_worker_outlives_its_index_being_forgotten(embedded):
    worker = Worker()
    worker._turn()
    IndexTarget.objects.all().delete()
    assert worker._turn() > 0
    version = make_version(title="Sau đó")
    rebuild()
    make_version(version.regulation, title="Sau nữa", effective_from=datetime.date(2026, 2, 1))
    worker._turn()
    assert not IndexJob.objects.exists()


def test_a_worker_outlives_an_index_that_is_down(embedded, monkeypatch):
    make_version()
    worker = Worker()

    def fail(batch):
        raise SearchUnavailable("down")

    monkeypatch.setattr(get_engine(), "write", fail)
    assert worker._turn() > 1
    monkeypatch.undo()
    assert worker._turn() == 0
    assert not IndexJob.objects.exists()


def test_kept_jobs_of_a_rebuild_that_died_go_with_the_next_turn(embedded):
    IndexJob.objects.create(target=known_target(), kind="regulation", key=1, applied=True)
    Worker()._turn()
    assert not IndexJob.objects.exists()


def test_an_index_that_nobody_writes_to_for_a_week_is_forgotten(embedded):
    gone = IndexTarget.objects.create(name="gone", last_seen=timezone.now() - datetime.timedelta(days=8))
    IndexJob.objects.create(target=gone, kind="regulation", key=1)
    assert forget_absent_targets() == 1
    assert [target.name for target in IndexTarget.objects.all()] == [known_target().name]


def test_a_thousand_publications_leave_no_job_behind(embedded):
    regulations = [make_regulation(agency=None) for _ in range(3)]
    for number, regulation in enumerate(regulations):
        make_version(regulation, title=f"Thủ tục số {number}")
    assert embedded() == 3
    assert len(codes("q=thu+tuc")) == 3
