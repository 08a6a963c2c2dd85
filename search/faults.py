"""Named points on the way from a change to the index. A test has a process killed at one of them and then looks whether
the index still says what the database says (scripts/prove/kills.py).

`SEARCH_FAULT=rows-read` in the environment kills the process, as `kill -9` would, when it gets there; `rows-read:3` the
third time. Without the variable a point is one comparison. Production does not start with it (portal.checks).
"""

import os
import signal

VARIABLE = "SEARCH_FAULT"

PUBLISHER_POINTS = ("jobs-queued",)
"""In the transaction of a change, its jobs written, not yet committed."""

WORKER_POINTS = (
    "lease-taken",  # the lease is ours, nothing has been read
    "jobs-read",  # the jobs are read, their records are not
    "rows-read",  # the rows are made, the index has none of them
    "rows-sent",  # some are with the engine; not committed, not refreshed
    "rows-written",  # the index has them all, their jobs are still there
    "jobs-let-go",  # the jobs are gone, but not yet for good
    "batch-settled",  # and now for good
    "repair-queued",  # `search_check --repair` has written its jobs and not begun on them
)
"""In whatever writes jobs to the live index: `search_worker`, `search_check --repair`."""

REBUILD_POINTS = (
    "rebuild-begun",  # an empty index stands beside the live one, the database knows nothing of it
    "rebuild-claimed",  # jobs are kept from now on
    "rebuild-filling",  # some records are in
    "rebuild-filled",  # all are
    "rebuild-caught-up",  # and what changed meanwhile
    "rebuild-finished",  # and the files are in order
    "rebuild-swapping",  # the target is locked, the index complete and counted, the old one still live
    "rebuild-swapped",  # the new one is live, the database does not say so yet
    "rebuild-adopted",  # the database says so, the old one is still there
)
"""In `search_rebuild`."""

POINTS = PUBLISHER_POINTS + WORKER_POINTS + REBUILD_POINTS

_wanted, _, _nth = os.environ.get(VARIABLE, "").partition(":")
_left = int(_nth or 1)


def reached(point: str) -> None:
    """The process has come to this point, which is one of `POINTS`."""
    if point == _wanted:
        _die_in_time()


def _die_in_time() -> None:
    global _left  # noqa: PLW0603 - how often a process has been somewhere is a matter of the process
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
