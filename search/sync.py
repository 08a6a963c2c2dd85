"""Jobs to index: read them, re-read their records, write, let the jobs go. The only way in for worker and tests."""

from collections.abc import Iterable

from django.db import transaction

from search.engines import get_engine
from search.engines.base import Batch, Engine
from search.lease import is_being_rebuilt
from search.models import IndexJob, IndexTarget
from search.outbox import target_name
from search.sources import owner_key, rows_of

BATCH = 200


def known_target() -> IndexTarget | None:
    """The target of this process, None until a rebuild has made its index."""
    return IndexTarget.objects.filter(name=target_name()).first()


def drain_jobs() -> int:
    """Write everything that waits for this process's index; how many jobs it was. For tests and one-off runs: nothing
    else may be writing. An index that nobody has built yet has no jobs."""
    target = known_target()
    done = 0
    while target is not None and (applied := apply_jobs(get_engine(), target)):
        done += applied
    return done


def apply_jobs(engine: Engine, target: IndexTarget) -> int:
    """Write the next batch of jobs; how many there were. Whatever fails leaves the jobs in place.

    The records are read after their jobs, so they are at least as new.
    """
    jobs = list(target.jobs.filter(applied=False).order_by("pk").values_list("pk", "kind", "key")[:BATCH])
    if not jobs:
        return 0
    target.refresh_from_db()
    engine.write(batch_for((kind, key) for _, kind, key in jobs))
    _settle(target, [pk for pk, _, _ in jobs])
    return len(jobs)


def batch_for(records: Iterable[tuple[str, int]]) -> Batch:
    """What makes an index agree with the database on these records."""
    records = list(dict.fromkeys(records))
    return Batch(put=tuple(rows_of(records)), delete_owners=tuple(owner_key(*record) for record in records))


@transaction.atomic
def _settle(target: IndexTarget, jobs: list[int]) -> None:
    """The written jobs go; while an index is built beside the live one, they stay for that one. If another index took
    the live one's place since `target` was read, nobody knows which of the two was written: they are done again."""
    now = IndexTarget.objects.select_for_update().get(pk=target.pk)
    written = IndexJob.objects.filter(pk__in=jobs)
    if now.generation != target.generation:
        return
    if is_being_rebuilt(now):
        written.update(applied=True)
    else:
        written.delete()
