"""Does the index say what the database says? Row by row, both ways, by id and fingerprint."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from search.engines import get_engine
from search.engines.base import StoredRow
from search.models import IndexJob, IndexTarget
from search.references import References
from search.schema import IndexRow
from search.sources import SOURCES, chunks, rows_of


@dataclass(slots=True)
class Drift:
    """Rows the index lacks, has in another state, or should not have; and the owners of all these."""

    rows: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.orphans)


def find_drift(target: IndexTarget) -> Drift:
    """Compare everything. What differs is compared once more: a change on its way to the index is no drift.

    Raises SearchUnavailable.
    """
    keys = [(source, list(source.public_keys())) for source in SOURCES]
    references = References.load()
    rows = (row for source, all_keys in keys for chunk in chunks(all_keys, source.chunk)
            for row in source.rows(chunk, references))  # fmt: skip
    drift = _compare(rows, get_engine().iter_fingerprints())
    if not drift:
        return drift
    suspects = drift.owners - {f"{kind}:{key}" for kind, key in target.jobs.values_list("kind", "key")}
    stored = [row for row in get_engine().iter_fingerprints() if row.owner in suspects]
    confirmed = _compare(rows_of(record_of(owner) for owner in suspects if record_of(owner)), stored)
    confirmed.rows = drift.rows
    return confirmed


def queue_repair(target: IndexTarget, drift: Drift) -> list[str]:
    """Ask the worker to write the drifted records anew. Returns owners that no job can name: only a rebuild helps."""
    records = {owner: record_of(owner) for owner in sorted(drift.owners)}
    IndexJob.objects.bulk_create(
        (IndexJob(target=target, kind=record[0], key=record[1]) for record in records.values() if record),
        batch_size=5000,
    )
    return [owner for owner, record in records.items() if not record]


def record_of(owner: str) -> tuple[str, int] | None:
    """The (kind, key) of an owner, None for one that no record can have."""
    kind, _, key = owner.partition(":")
    return (kind, int(key)) if kind in IndexJob.Kind.values and key.isascii() and key.isdigit() else None


def _compare(rows: Iterable[IndexRow], stored: Iterable[StoredRow]) -> Drift:
    index = {row.id: row for row in stored}
    drift = Drift()
    for row in rows:
        drift.rows += 1
        found = index.pop(row.id, None)
        if found is None:
            drift.missing.append(row.id)
        elif found.fingerprint != row.fingerprint:
            drift.stale.append(row.id)
        else:
            continue
        drift.owners.add(row.owner)
    drift.orphans = sorted(index)
    drift.owners.update(row.owner for row in index.values())
    return drift
