"""A new index beside the live one, from nothing: filled, caught up, compared with the database, then swapped in."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from search.engines import get_engine
from search.engines.base import Batch, IndexBusy, IndexIncomplete, Rebuild
from search.lease import begin_rebuild, end_rebuild, go_on_rebuilding
from search.models import IndexJob, IndexTarget
from search.outbox import target_name
from search.references import References
from search.schema import SCHEMA_VERSION, IndexRow
from search.sources import SOURCES, all_records, chunks, owner_key, rows_of
from search.sync import BATCH

Progress = Callable[[int, int], None]


def rebuild_is_needed() -> bool:
    """Whether this process has no index, one of another schema version, or one the database knows nothing of."""
    target = IndexTarget.objects.filter(name=target_name()).first()
    return target is None or target.schema_version != SCHEMA_VERSION or not get_engine().health().ready


def rebuild(progress: Progress | None = None) -> int:
    """Build the index of this process anew and swap it in; how many rows it has. `progress` is told records done, all.

    Search and worker go on meanwhile. Jobs are kept from before the first record is read, so no change is missed.
    Raises IndexBusy while another rebuild runs, IndexIncomplete (the live index stays) if records are missing.
    """
    target, _created = IndexTarget.objects.get_or_create(name=target_name())
    with get_engine().rebuild() as beside:
        if not begin_rebuild(target):
            raise IndexBusy(f"The search index {target} is already being rebuilt.")
        try:
            filling = _Filling(beside, target)
            covered = filling.waiting()
            filling.fill(progress or (lambda done, total: None))
            covered |= filling.catch_up(covered)
            filling.add_what_is_missing()
            beside.swap(expected=filling.rows)
        except BaseException:
            end_rebuild(target, swapped=False)
            raise
        _adopt(target, list(covered))
    return filling.rows


class _Filling:
    """The rows of each owner that went into the index being built."""

    def __init__(self, beside: Rebuild, target: IndexTarget) -> None:
        self._beside = beside
        self._target = target
        self._rows_of: dict[str, int] = defaultdict(int)

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
                done += len(chunk)
                progress(done, total)

    def waiting(self) -> dict[int, tuple[str, int]]:
        """The jobs of now and their records. Those there are before the first record is read need not be repeated."""
        return {pk: (kind, key) for pk, kind, key in self._target.jobs.values_list("pk", "kind", "key").order_by("pk")}

    def catch_up(self, covered: dict[int, tuple[str, int]]) -> dict[int, tuple[str, int]]:
        """Repeat in the new index what came up since; returns those jobs."""
        since = {pk: record for pk, record in self.waiting().items() if pk not in covered}
        self._write(list(dict.fromkeys(since.values())))
        return since

    def add_what_is_missing(self) -> None:
        """Raises IndexIncomplete if a public record has no rows, by a count that does not rest on what was added."""
        missing = [record for record in all_records() if owner_key(*record) not in self._rows_of]
        self._write(missing)
        lost = [owner_key(*record) for record in missing if owner_key(*record) not in self._rows_of]
        if lost:
            raise IndexIncomplete(
                f"{len(lost)} public records have no rows: {', '.join(lost[:5])}; the old index stays."
            )

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
            yield row

    def _still_ours(self) -> None:
        if not go_on_rebuilding(self._target):
            raise IndexIncomplete("The rebuild was held up for too long and its claim ran out; start it again.")


@transaction.atomic
def _adopt(target: IndexTarget, caught_up: list[int]) -> None:
    """From now on the new index is the one that is written to: what came after the catching up is done (again)."""
    for chunk in chunks(caught_up, 5000):
        IndexJob.objects.filter(pk__in=chunk).delete()
    target.jobs.update(applied=False)
    end_rebuild(target, swapped=True)
