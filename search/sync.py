"""Jobs to index: read them, re-read their records, write, let the jobs go. The only way in."""

import logging
import time
from collections.abc import Iterable

from django.db import Error, transaction

from search.engines.base import Batch, Engine
from search.faults import reached
from search.lease import is_being_rebuilt
from search.models import IndexJob, IndexTarget
from search.sources import owner_key, rows_of

BATCH = 200
"""Jobs written at once. A document or plan counts as many: a batch must be written well within the writer's lease."""

_WEIGHT = {IndexJob.Kind.REGULATION: 1, IndexJob.Kind.DOCUMENT: 5, IndexJob.Kind.PLAN: 5}

SECONDS_ASIDE = 60

Job = tuple[int, str, int]
"""Primary key, kind and key."""

logger = logging.getLogger("portal.search")


class SetAside:
    """Jobs whose records cannot be read, left alone for a minute each: a broken record must not hold up the others."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    def add(self, job: Job) -> None:
        self._until[job[0]] = time.monotonic() + SECONDS_ASIDE

    def keys(self) -> list[int]:
        """Of the jobs that are still to be left alone."""
        now = time.monotonic()
        self._until = {pk: until for pk, until in self._until.items() if until > now}
        return list(self._until)


def apply_jobs(engine: Engine, target: IndexTarget, *, writer: str = "", aside: SetAside | None = None) -> int:
    """Write the next batch of jobs; how many there were. Whatever fails leaves the jobs in place.

    `writer` is who holds the target's lease; if it is no longer them, nothing is written. The records are read after
    their jobs, so they are at least as new. One that cannot be read is logged and set `aside`; without it, raised.
    """
    target.refresh_from_db()
    if writer and target.lease_owner != writer:
        return 0
    jobs = _next_jobs(target, aside)
    if not jobs:
        return 0
    reached("jobs-read")
    written_to = engine.generation()
    readable, batch = _read(jobs, aside)
    reached("rows-read")
    engine.write(batch)
    reached("rows-written")
    _settle(engine, target, written_to, readable)
    reached("batch-settled")
    return len(jobs)


def _read(jobs: list[Job], aside: SetAside | None) -> tuple[list[Job], Batch]:
    """The jobs whose records can be read, with what is to be written for them."""
    try:
        return jobs, batch_for((kind, key) for _, kind, key in jobs)
    except Error:  # The database is away, for every record.
        raise
    except Exception:
        if aside is None:
            raise
    readable = [job for job in jobs if _is_readable(job, aside)]
    return readable, batch_for((kind, key) for _, kind, key in readable)


def _is_readable(job: Job, aside: SetAside) -> bool:
    _pk, kind, key = job
    try:
        batch_for([(kind, key)])
    except Error:
        raise
    except Exception:
        logger.exception("search: %s:%s cannot be read and is set aside for %d seconds", kind, key, SECONDS_ASIDE)
        aside.add(job)
        return False
    return True


def batch_for(records: Iterable[tuple[str, int]]) -> Batch:
    """What makes an index agree with the database on these records."""
    records = list(dict.fromkeys(records))
    return Batch(put=tuple(rows_of(records)), delete_owners=tuple(owner_key(*record) for record in records))


def _next_jobs(target: IndexTarget, aside: SetAside | None) -> list[Job]:
    """The first that wait, at least one. Not by a mark of how far it has come: a job's transaction may end after that
    of a later one."""
    wanted = target.jobs.filter(applied=False).exclude(pk__in=aside.keys() if aside else ())
    waiting = wanted.order_by("pk").values_list("pk", "kind", "key")[:BATCH]
    chosen, weight = [], 0
    for job in waiting:
        weight += _WEIGHT[job[1]]
        if chosen and weight > BATCH:
            break
        chosen.append(job)
    return chosen


@transaction.atomic
def _settle(engine: Engine, target: IndexTarget, written_to: str, jobs: list[Job]) -> None:
    """The written jobs go; while an index is built beside the live one, they stay for that one.

    They are asked for again if another index took the live one's place since `target` was read: nobody knows which of
    the two was written. Likewise if another writer did: our rows may have come after newer ones of theirs.
    """
    now = IndexTarget.objects.select_for_update().get(pk=target.pk)
    written = IndexJob.objects.filter(pk__in=[pk for pk, _, _ in jobs])
    if engine.generation() != written_to or now.lease_owner != target.lease_owner:
        written.delete()
        IndexJob.objects.bulk_create(IndexJob(target=target, kind=kind, key=key) for _, kind, key in jobs)
    elif is_being_rebuilt(now):
        written.update(applied=True)
    else:
        written.delete()
    reached("jobs-let-go")
