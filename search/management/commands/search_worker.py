import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import SearchUnavailable
from search.indexes import kept_indexes
from search.worker import Worker, work


class Command(BaseCommand):
    help = "Writes what changed in the register to this host's search indexes, within a second; runs until told to end."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="write what waits now and end")

    def handle(self, *, once=False, **options):
        if once:
            self._drain()
            return
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        work([Worker(index) for index in kept_indexes()], stopping)

    def _drain(self) -> None:
        faults = []
        for index in kept_indexes():
            worker = Worker(index)
            try:
                written = worker.drain()
            except SearchUnavailable as error:
                faults.append(f"{index.name}: {error}")
                continue
            if written is None:
                faults.append(
                    f"{index.name}: Another worker writes this index, or there is none yet (search_rebuild makes it)."
                )
            else:
                self.stdout.write(f"{written - len(worker.aside)} jobs written")
            if worker.aside:
                faults.append(
                    f"{index.name}: records that cannot be read: {len(worker.aside)}; the log says which and why."
                )
        if faults:
            raise CommandError(" ".join(faults))
