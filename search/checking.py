"""Does the index say what the database says? Row by row, both ways, by id and fingerprint."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.engines import get_engine
from search.engines.base import Engine, StoredRow
from search.models import IndexJob, IndexTarget
from search.references import References
from search.schema import IndexRow
from search.sources import SOURCES, chunks, owner_key, rows_of

_KEY = re.compile("0|[1-9][0-9]{0,17}")
"""A primary key, written as we write it."""

LOOKS = 3
"""How often rows must be found to differ: what changes meanwhile is on its way to the index, and that is no drift."""


@dataclass(slots=True)
class Drift:
    """Rows the index lacks, has in another state or under another owner, or should not have (a row it has twice is one
    of these); and the owners of all of them."""

    rows: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphans)


def find_drift(target: IndexTarget, engine: Engine | None = None) -> Drift:
    """Compare everything that `engine` (this process's, unless another is given) holds for the target. What differs is
    compared again before it counts as drift. Raises SearchUnavailable."""
    engine = engine or get_engine()
    keys = [(source, list(source.public_keys())) for source in SOURCES]
    references = References.load()
    rows = (row for source, all_keys in keys for chunk in chunks(all_keys, source.chunk)
            for row in source.rows(chunk, references))  # fmt: skip
    drift = _compare(rows, engine.iter_fingerprints())
    all_rows = drift.rows
    for _look in range(1, LOOKS):
        suspects = drift.owners - {owner_key(kind, key) for kind, key in target.jobs.values_list("kind", "key")}
        if not suspects:
            drift = Drift()
            break
        stored = [row for row in engine.iter_fingerprints() if row.owner in suspects]
        drift = _compare(rows_of(record for owner in suspects if (record := record_of(owner))), stored)
    drift.rows = all_rows
    return drift


def queue_repair(target: IndexTarget, drift: Drift) -> list[str]:
    """Ask the worker to write the drifted records anew. Returns owners that no job can name."""
    records = {owner: record_of(owner) for owner in sorted(drift.owners)}
    IndexJob.objects.bulk_create(
        (IndexJob(target=target, kind=record[0], key=record[1]) for record in records.values() if record),
        batch_size=5000,
    )
    return [owner for owner, record in records.items() if not record]


def record_of(owner: str) -> tuple[str, int] | None:
    """The (kind, key) of an owner, None for one that no record can have."""
    kind, _, key = owner.partition(":")
    if kind not in IndexJob.Kind.values or not _KEY.fullmatch(key):
        return None
    return kind, int(key)


def _compare(rows: Iterable[IndexRow], stored: Iterable[StoredRow]) -> Drift:
    drift = Drift()
    index: dict[str, StoredRow] = {}
    for found in stored:
        if found.id in index:
            drift.orphans.append(found.id)
            drift.owners.add(found.owner)
        index[found.id] = found
    for row in rows:
        drift.rows += 1
        found = index.pop(row.id, None)
        if found is None:
            drift.missing.append(row.id)
        elif (found.owner, found.fingerprint) != (row.owner, row.fingerprint):
            drift.stale.append(row.id)
            drift.owners.add(found.owner)
        else:
            continue
        drift.owners.add(row.owner)
    drift.orphans += sorted(index)
    drift.owners.update(row.owner for row in index.values())
    return drift
