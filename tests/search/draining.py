"""The index of the test's process, and its worker's work without a worker."""

from search.indexes import own_index
from search.models import IndexTarget
from search.sync import apply_jobs


def known_target() -> IndexTarget | None:
    """The target of this process, None until a rebuild has made its index."""
    return own_index().target()


def drain_jobs() -> int:
    """Write everything that waits for this process's index; how many jobs it was. Nothing else may be writing."""
    index = own_index()
    target = index.target()
    done = 0
    while target is not None and (applied := apply_jobs(index.engine, target)):
        done += applied
    return done
