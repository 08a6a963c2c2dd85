"""Writing, rebuilding and looking after an index, in every engine."""

import dataclasses

import pytest

from search.engines.base import Batch, IndexIncomplete, IndexNotReady
from tests.contract.corpus import CORPUS, ask, rebuild, regulation


def stored(engine):
    return {row.id: row.fingerprint for row in engine.iter_fingerprints()}


def test_written_rows_are_found_at_once(empty):
    row = regulation("r:9", "Cấp phép vận tải")
    empty.write(Batch(put=(row,)))
    assert ask(empty, "vận tải").ids == ("r:9",)
    assert stored(empty) == {"r:9": row.fingerprint}


def test_row_of_the_same_id_is_replaced(empty):
    row = regulation("r:9", "Cấp phép vận tải")
    empty.write(Batch(put=(row,)))
    empty.write(Batch(put=(dataclasses.replace(row, title="Cấp phép xây dựng"),)))
    assert ask(empty, "vận tải").total == 0
    assert ask(empty, "xây dựng").total == 1
    assert empty.health().rows == 1


def test_owner_is_replaced_as_a_whole(empty):
    old = [regulation(f"r:{n}", "Cấp phép vận tải", owner="regulation:7") for n in (1, 2, 3)]
    other = regulation("r:4", "Cấp phép vận tải", owner="regulation:8")
    empty.write(Batch(put=(*old, other)))
    new = dataclasses.replace(old[1], title="Cấp phép bay")
    empty.write(Batch(put=(new,), delete_owners=("regulation:7",)))
    assert stored(empty) == {"r:2": new.fingerprint, "r:4": other.fingerprint}
    empty.write(Batch(delete_owners=("regulation:7", "regulation:nowhere")))
    assert set(stored(empty)) == {"r:4"}


def test_more_rows_go_and_come_than_fit_into_one_call(empty):
    gone = regulation("r:gone", "Cấp phép", owner="regulation:1")
    rows = [regulation(f"r:{n}", "Cấp phép", owner="regulation:1") for n in range(1_100)]
    empty.write(Batch(put=(gone, *rows)))
    empty.write(Batch(put=tuple(rows), delete_owners=("regulation:1",)))
    assert stored(empty) == {row.id: row.fingerprint for row in rows}


def test_batch_may_be_repeated_or_empty(empty):
    batch = Batch(put=tuple(CORPUS), delete_owners=("regulation:3",))
    empty.write(Batch())
    empty.write(batch)
    empty.write(batch)
    assert stored(empty) == {row.id: row.fingerprint for row in CORPUS}


def test_fingerprints_of_more_rows_than_a_page(empty):
    rows = [regulation(f"r:{n}", "Cấp phép", owner="regulation:1") for n in range(2_500)]
    rebuild(empty, rows)
    assert stored(empty) == {row.id: row.fingerprint for row in rows}
    empty.write(Batch(delete_owners=("regulation:1",)))
    assert stored(empty) == {}


def test_rebuild_replaces_everything_at_once(empty):
    empty.write(Batch(put=(regulation("r:8", "Cấp phép vận tải"),)))
    with empty.rebuild() as index:
        index.add(CORPUS)
        assert ask(empty, "vận tải").total == 1, "the live index serves meanwhile"
        index.swap(expected=len(CORPUS))
    assert ask(empty, "vận tải").total == 0
    assert set(stored(empty)) == {row.id for row in CORPUS}


def test_rebuild_replays_changes_that_came_meanwhile(empty):
    with empty.rebuild() as index:
        index.add(CORPUS)
        index.write(Batch(put=(regulation("r:8", "Cấp phép vận tải"),), delete_owners=("regulation:3",)))
        index.swap(expected=len(CORPUS) - 1)
    assert ask(empty, "vận tải").ids == ("r:8",)
    assert ask(empty, "báo cáo lao động").total == 0


def test_incomplete_rebuild_leaves_the_live_index(empty):
    rebuild(empty, CORPUS)
    with pytest.raises(IndexIncomplete, match="1 rows instead of 2"), empty.rebuild() as index:
        index.add(CORPUS[:1])
        index.swap(expected=2)
    assert empty.health().rows == len(CORPUS)


def test_broken_rebuild_leaves_the_live_index_and_can_be_repeated(empty):
    rebuild(empty, CORPUS)
    with pytest.raises(KeyError), empty.rebuild() as index:
        index.add(CORPUS[:1])
        raise KeyError
    assert empty.health().rows == len(CORPUS)
    rebuild(empty, CORPUS[:3])
    assert empty.health().rows == 3


def test_writing_goes_on_after_a_rebuild_and_after_closing(empty):
    empty.write(Batch(put=(CORPUS[0],)))
    rebuild(empty, CORPUS[:2])
    empty.write(Batch(put=(CORPUS[2],)))
    assert empty.health().rows == 3
    empty.close()
    empty.write(Batch(put=(CORPUS[3],)))
    assert empty.health().rows == 4


def test_another_process_sees_commits_and_swaps_at_once(engines):
    engine, another = engines
    rebuild(engine, CORPUS[:1])
    reader = another()
    assert ask(reader, "hóa chất").total == 1
    engine.write(Batch(put=(regulation("r:9", "Cấp phép vận tải"),)))
    assert ask(reader, "vận tải").total == 1
    rebuild(engine, CORPUS[:2])
    assert ask(reader, "vận tải").total == 0
    assert reader.health().rows == 2


def test_before_the_first_rebuild(engines, request):
    engine, _ = engines
    if "tantivy-memory" in request.node.name:
        # Nothing has to be made first where nothing lasts.
        assert engine.health().ready
        return
    assert not engine.health().ready
    assert "search_rebuild" in engine.health().detail
    with pytest.raises(IndexNotReady):
        ask(engine, "hóa chất")
    with pytest.raises(IndexNotReady):
        engine.write(Batch(put=(CORPUS[0],)))
