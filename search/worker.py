"""The one writer of an index: waits for jobs and writes them, as long as it holds the target's lease. A process that
keeps several indexes has a writer for each."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from search.engines.base import Batch, IndexBusy, SearchUnavailable
from search.faults import reached
from search.indexes import KeptIndex, own_index
from search.lease import forget_absent_targets, give_up_writer_lease, is_being_rebuilt, take_writer_lease
from search.models import IndexTarget
from search.sync import SetAside, apply_jobs

POLL_SECONDS = 0.3
RENEW_SECONDS = 3.0
PATIENCE_SECONDS = 2.0
"""How long to wait after a failure before the next attempt."""
SECONDS_TO_END = 3.0
"""How long a worker that was told to stop is waited for: it may be waiting itself, for a server that hangs."""

logger = logging.getLogger("portal.search")


class Worker:
    """Writes jobs until told to stop. Any number may run; of those for one target, one works and the rest stand by.
    The index is that of this process's engine, unless another is given."""

    def __init__(self, index: KeptIndex | None = None) -> None:
        self._index = index or own_index()
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self.aside = SetAside()
        self._target: IndexTarget | None = None
        self._held = False
        self._renew_at = 0.0
        self._said = ""

    def run(self) -> None:
        """Work until `stopping` is set; then the lease is free at once."""
        try:
            while not self.stopping.is_set():
                self.stopping.wait(self._turn())
        finally:
            self.release()

    def drain(self, *, strange_owners: Sequence[str] = ()) -> int | None:
        """Write what waits now; how many jobs. None if another worker is at it or there is no index yet. The rows of
        `strange_owners`, for which there can be no job, go too."""
        try:
            if not self._is_writer():
                return None
            if strange_owners:
                self._index.engine.write(Batch(delete_owners=tuple(strange_owners)))
            done = 0
            while applied := apply_jobs(self._index.engine, self._target, writer=self.owner, aside=self.aside):
                done += applied
            return done
        finally:
            self.release()

    def release(self) -> None:
        if self._held and self._target is not None:
            give_up_writer_lease(self._target, self.owner)
        self._held = False
        self._index.engine.close()

    def _turn(self) -> float:
        """One look at the queue; how many seconds to wait before the next."""
        try:
            if not self._is_writer():
                return POLL_SECONDS * 3
            written = apply_jobs(self._index.engine, self._target, writer=self.owner, aside=self.aside)
        except (SearchUnavailable, IndexBusy) as error:
            self._say(f"waiting: {error}")
            return PATIENCE_SECONDS
        except IndexTarget.DoesNotExist:
            # Forgotten, while this host was asleep or by one whose clock was ahead: as if it had never been built.
            self._renew_at = 0.0
            return PATIENCE_SECONDS
        except (OperationalError, InterfaceError) as error:
            self._say(f"waiting: {error}")
            close_old_connections()
            return PATIENCE_SECONDS
        self._say("")
        return 0 if written else POLL_SECONDS

    def _is_writer(self) -> bool:
        now = time.monotonic()
        if now < self._renew_at:
            return self._held
        self._target = self._index.target()
        if self._target is None:
            self._say("waiting: there is no search index yet; make one with search_rebuild")
            return False
        was_held, self._held = self._held, take_writer_lease(self._target, self.owner)
        self._renew_at = now + (RENEW_SECONDS if self._held else 1.0)
        if not self._held:
            if was_held:
                self._index.engine.close()
            self._say(f"standing by: {self._target.lease_owner} writes this index")
            return False
        reached("lease-taken")
        if not is_being_rebuilt(self._target):
            # Whatever became of the rebuild they were kept for: the live index has them.
            self._target.jobs.filter(applied=True).delete()
            forget_absent_targets()
        return True

    def _say(self, message: str) -> None:
        if message and message != self._said:
            logger.info("search_worker, %s: %s", self._index.name, message)
        self._said = message


def work(workers: Sequence[Worker], stopping: threading.Event) -> None:
    """Run them side by side until `stopping` is set: an index that hangs must not keep the others from being written.

    Returns within some seconds; what is being written by then is written again by the next. Raises RuntimeError if one
    of them ended by itself.
    """
    broken: list[BaseException] = []

    def run(worker: Worker) -> None:
        try:
            worker.run()
        except BaseException as error:
            logger.exception("search_worker: ended by an error")
            broken.append(error)
        finally:
            connections.close_all()
            stopping.set()

    threads = [threading.Thread(target=run, args=[worker], daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    stopping.wait()
    for worker in workers:
        worker.stopping.set()
    for thread in threads:
        thread.join(SECONDS_TO_END)
    if broken:
        raise RuntimeError("A worker ended by an error.") from broken[0]
