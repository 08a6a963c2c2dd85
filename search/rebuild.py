"""A new index beside the live one, from nothing: filled, caught up, compared with the database, then swapped in."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import transaction

from search.engines.base import Batch, IndexBusy, IndexIncomplete, Rebuild
from search.faults import reached
from search.indexes import KeptIndex, own_index
from search.kept_vocabulary import keep_vocabulary
from search.lease import REBUILD_LEASE, begin_rebuild, end_rebuild, go_on_rebuilding, target_named
from search.models import IndexJob, IndexTarget
from search.references import References
from search.schema import SCHEMA_VERSION, IndexRow
from search.sources import SOURCES, all_records, chunks, owner_key, rows_of
from search.sync import BATCH
from search.vocabulary import WordCounter

Progress = Callable[[int, int], None]

RENEW_SECONDS = 5
"""How often the claim is renewed while the index is being finished."""


def rebuild_is_needed(index: KeptIndex | None = None) -> bool:
    """Whether there is no index (that of this process's engine, unless another is given), one of another schema
    version, or one the database knows nothing of."""
    index = index or own_index()
    target = index.target()
    return target is None or target.schema_version != SCHEMA_VERSION or not index.engine.health().ready


def rebuild(progress: Progress | None = None, *, index: KeptIndex | None = None) -> int:
    """Build an index (that of this process's engine, unless another is given) anew and swap it in; how many rows it
    has. `progress` is told records done, all.

    Search and worker go on meanwhile. Jobs are kept from before the first record is read, so no change is missed.
    Raises IndexBusy while another rebuild runs, IndexIncomplete (the live index stays) if records are missing.
    """
    index = index or own_index()
    target = target_named(index.name)
    with index.engine.rebuild() as beside:
        reached("rebuild-begun")
        if not begin_rebuild(target):
            raise IndexBusy(
                f"The search index {target} is already being rebuilt; if that rebuild was killed, its claim runs out "
                f"within {REBUILD_LEASE.seconds} seconds."
            )
        reached("rebuild-claimed")
        try:
            filling = _Filling(beside, target)
            filling.fill(progress or (lambda done, total: None))
            reached("rebuild-filled")
            filling.catch_up()
            filling.add_what_is_missing()
            reached("rebuild-caught-up")
            filling.finish()
            reached("rebuild-finished")
            _take_its_place(beside, target, filling, filling.words.vocabulary().to_bytes())
        except BaseException:
            end_rebuild(target, swapped=False)
            raise
        reached("rebuild-adopted")
    return filling.rows


def _take_its_place(beside: Rebuild, target: IndexTarget, filling: "_Filling", vocabulary: bytes) -> None:
    """Swap, and have written what came after the catching up.

    While the target is locked no worker lets a job go. So the new index has whatever was written to the old one and
    let go, even if this process dies between the swap and the end of the transaction (docs/adr/0032).
    """
    claim = target.rebuild_until
    try:
        with transaction.atomic():
            IndexTarget.objects.select_for_update().get(pk=target.pk)
            filling.catch_up()
            beside.swap(expected=filling.rows)
            reached("rebuild-swapped")
            for chunk in chunks(sorted(filling.covered), 5000):
                IndexJob.objects.filter(pk__in=chunk).delete()
            target.jobs.update(applied=False)
            keep_vocabulary(target, vocabulary)
            end_rebuild(target, swapped=True)
    except BaseException:
        target.rebuild_until = claim  # what renewed it since has been undone
        raise


class _Filling:
    """The rows of each owner that went into the index being built, its words, and the jobs it has `covered`."""

    def __init__(self, beside: Rebuild, target: IndexTarget) -> None:
        self._beside = beside
        self._target = target
        self._rows_of: dict[str, int] = defaultdict(int)
        self.words = WordCounter()
        # Their records are read from now on: they need not be repeated.
        self.covered = set(target.jobs.values_list("pk", flat=True))

    @property
    def rows(self) -> int:
        return sum(self._rows_of.values())

    def fill(self, progress: Progress) -> None:
        references = References.load()
        keys = {source.kind: list(source.public_keys()) for source in SOURCES}
        done, total = 0, sum(map(len, keys.values()))
        for source in SOURCES:
            for chunk in chunks(keys[source.kind], source.chunk):
                self._beside.add(self._counted(source.rows(chunk, references)))
                self._still_ours()
                reached("rebuild-filling")
                done += len(chunk)
                progress(done, total)

    def catch_up(self) -> None:
        """Repeat in the new index what came up since."""
        jobs = self._target.jobs.order_by("pk").values_list("pk", "kind", "key")
        since = {pk: (kind, key) for pk, kind, key in jobs if pk not in self.covered}
        self._write(list(dict.fromkeys(since.values())))
        self.covered.update(since)
        self._still_ours()

    def add_what_is_missing(self) -> None:
        """Raises IndexIncomplete if a public record has no rows, by a count that does not rest on what was added."""
        missing = [record for record in all_records() if owner_key(*record) not in self._rows_of]
        self._write(missing)
        lost = [owner_key(*record) for record in missing if owner_key(*record) not in self._rows_of]
        if lost:
            raise IndexIncomplete(
                f"{len(lost)} public records have no rows: {', '.join(lost[:5])}; the old index stays."
            )

    def finish(self) -> None:
        """Put the new index in order, keeping the claim: with millions of rows it takes longer than one lasts."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            finished = beside.submit(self._beside.finish)
            while wait([finished], timeout=RENEW_SECONDS).not_done:
                self._still_ours()
            finished.result()

    def _write(self, records: list[tuple[str, int]]) -> None:
        for chunk in chunks(records, BATCH):
            owners = [owner_key(*record) for record in chunk]
            for owner in owners:
                self._rows_of.pop(owner, None)
            rows = tuple(self._counted(rows_of(chunk)))
            self._beside.write(Batch(put=rows, delete_owners=tuple(owners)))
            self._still_ours()

    def _counted(self, rows: Iterable[IndexRow]) -> Iterable[IndexRow]:
        for row in rows:
            self._rows_of[row.owner] += 1
            self.words.add(row)
            yield row

    def _still_ours(self) -> None:
        if not go_on_rebuilding(self._target):
            raise IndexIncomplete("The rebuild was held up for too long and its claim ran out; start it again.")
