import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import rebuild as rebuilding
from search.checking import find_drift
from search.engines import get_engine
from search.engines.base import IndexBusy, IndexIncomplete
from search.lease import begin_rebuild
from search.models import IndexJob, IndexTarget
from search.rebuild import rebuild, rebuild_is_needed
from search.worker import Worker
from tests.factories.regulations import make_document_version, make_version
from tests.search.asking import codes, places
from tests.search.draining import known_target

pytestmark = pytest.mark.django_db


def test_everything_public_is_in_a_rebuilt_index(index):
    code = make_version(title="Cấp phép").regulation.code
    make_document_version()
    assert rebuild() == 3
    assert codes("q=cap+phep") == [code]
    assert places("q=ho+so") == ["Điều 2. Hồ sơ"]


def test_jobs_from_before_are_covered(embedded):
    make_version()
    rebuild()
    assert not IndexJob.objects.exists()
    assert known_target().rebuild_until is None


def test_what_is_published_meanwhile_is_in_the_new_index(embedded, monkeypatch):
    make_version(title="Trước")
    fill = rebuilding._Filling.fill
    published = []

    def fill_then_publish(self, progress):
        fill(self, progress)
        published.append(make_version(title="Giữa lúc xây lại"))
        embedded()

    monkeypatch.setattr(rebuilding._Filling, "fill", fill_then_publish)
    assert rebuild() == 2
    assert codes("q=giua+luc") == [published[0].regulation.code]
    assert not IndexJob.objects.exists()


def test_what_is_written_to_the_old_index_between_catching_up_and_swap_is_in_the_new_one(embedded, monkeypatch):
    finish = rebuilding._Filling.finish
    published = []

    def publish_then_finish(self):
        published.append(make_version(title="Vào phút chót"))
        embedded()
        finish(self)

    monkeypatch.setattr(rebuilding._Filling, "finish", publish_then_finish)
    rebuild()
    assert codes("q=phut+chot") == [published[0].regulation.code]
    assert not IndexJob.objects.exists()


def test_a_swap_that_the_database_never_heard_of_loses_nothing(embedded, monkeypatch):
    """As after a kill between the two: jobs that were let go are in either index."""
    finish, adopted = rebuilding._Filling.finish, rebuilding.end_rebuild
    versions = []

    def publish_then_finish(self):
        versions.append(make_version(title="Vào phút chót"))
        embedded()
        finish(self)

    def die(target, *, swapped):
        if swapped:
            raise KeyboardInterrupt
        adopted(target, swapped=False)

    monkeypatch.setattr(rebuilding._Filling, "finish", publish_then_finish)
    monkeypatch.setattr(rebuilding, "end_rebuild", die)
    with pytest.raises(KeyboardInterrupt):
        rebuild()
    Worker()._turn()
    assert codes("q=phut+chot") == [versions[0].regulation.code]
    assert not IndexJob.objects.exists()
    assert not find_drift(known_target())
    assert known_target().rebuild_until is None


def test_a_rebuild_whose_claim_another_one_took_does_not_swap(embedded, monkeypatch):
    make_version(title="Đang có")
    fill = rebuilding._Filling.fill
    theirs = timezone.now() + datetime.timedelta(seconds=20)

    def held_up(self, progress):
        IndexTarget.objects.update(rebuild_until=theirs)
        fill(self, progress)

    monkeypatch.setattr(rebuilding._Filling, "fill", held_up)
    with pytest.raises(IndexIncomplete, match="claim"):
        rebuild()
    assert known_target().rebuild_until == theirs


@pytest.mark.parametrize("lost", ["regulation", "document"])
def test_an_index_that_lacks_records_never_goes_live(index, monkeypatch, lost):
    version = make_version(title="Đang có")
    make_document_version()
    index()
    source = next(source for source in rebuilding.SOURCES if source.kind == lost)
    monkeypatch.setattr(type(source), "rows", property(lambda self: lambda keys, references: iter(())), raising=False)
    monkeypatch.setattr(rebuilding, "rows_of", lambda records: iter(()))
    with pytest.raises(IndexIncomplete):
        rebuild()
    monkeypatch.undo()
    assert codes("q=dang+co") == [version.regulation.code]
    assert known_target().rebuild_until is None


def test_an_index_short_of_a_row_never_goes_live(embedded, monkeypatch):
    make_version(title="Đang có")
    embedded()
    monkeypatch.setattr(rebuilding._Filling, "rows", property(lambda self: 2))
    with pytest.raises(IndexIncomplete):
        rebuild()
    assert len(codes("q=dang+co")) == 1


def test_two_rebuilds_of_one_index_do_not_meet(embedded):
    assert begin_rebuild(known_target())
    with pytest.raises(IndexBusy):
        rebuild()
    with pytest.raises(CommandError, match="already being rebuilt"):
        call_command("search_rebuild")


def test_a_claim_from_a_clock_that_was_ahead_holds_nothing_up(embedded):
    ahead = timezone.now() + datetime.timedelta(hours=1)
    IndexTarget.objects.update(rebuild_until=ahead)
    version = make_version(title="Sau đó")
    embedded()
    assert not IndexJob.objects.exists()
    rebuild()
    assert codes("q=sau+do") == [version.regulation.code]


def test_a_rebuild_whose_clock_goes_back_does_not_swap(embedded, monkeypatch):
    fill = rebuilding._Filling.fill
    now = timezone.now

    def set_back(self, progress):
        monkeypatch.setattr(timezone, "now", lambda: now() - datetime.timedelta(hours=1))
        fill(self, progress)

    make_version(title="Đang có")
    monkeypatch.setattr(rebuilding._Filling, "fill", set_back)
    with pytest.raises(IndexIncomplete, match="claim"):
        rebuild()


def test_a_rebuild_that_lost_its_claim_does_not_swap(embedded, monkeypatch):
    make_version(title="Đang có")
    embedded()
    fill = rebuilding._Filling.fill

    def held_up(self, progress):
        IndexTarget.objects.update(rebuild_until=None)
        fill(self, progress)

    monkeypatch.setattr(rebuilding._Filling, "fill", held_up)
    with pytest.raises(IndexIncomplete, match="claim"):
        rebuild()


def test_a_rebuild_is_needed_without_index_or_target_or_with_another_schema(folder_index, monkeypatch):
    assert not rebuild_is_needed()
    (folder_index / "current").unlink()
    assert rebuild_is_needed()
    rebuild()
    IndexTarget.objects.update(schema_version=0)
    assert rebuild_is_needed()
    rebuild()
    IndexTarget.objects.all().delete()
    assert rebuild_is_needed()


def test_the_command_rebuilds_only_if_needed_when_asked_so(folder_index, capsys):
    generation = (folder_index / "current").read_text()
    call_command("search_rebuild", if_needed=True)
    assert (folder_index / "current").read_text() == generation
    call_command("search_rebuild")
    assert (folder_index / "current").read_text() != generation
    assert "0 rows" in capsys.readouterr().out


def test_a_rebuild_leaves_the_engine_ready(folder_index):
    assert get_engine().health().ready
