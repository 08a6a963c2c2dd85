from django.core.management.base import BaseCommand, CommandError

from search.checking import Drift, find_drift, queue_repair
from search.engines.base import SearchUnavailable
from search.faults import reached
from search.indexes import KeptIndex, kept_indexes
from search.models import IndexTarget
from search.worker import Worker

SHOWN = 20


class Command(BaseCommand):
    help = "Compares the search indexes of this host with the database, row by row; ends with status 1 on drift."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="have the differing records written anew")
        parser.add_argument(
            "--target", choices=[index.name for index in kept_indexes()], help="only this one of several"
        )

    def handle(self, *, repair=False, target=None, **options):
        indexes = kept_indexes(target)
        faults = []
        for index in indexes:
            if len(indexes) > 1:
                self.stdout.write(f"{index.name}:")
            try:
                self._check(index, repair)
            except (CommandError, SearchUnavailable) as error:
                faults.append(str(error))
        if faults:
            raise CommandError(" ".join(faults))

    def _check(self, index: KeptIndex, repair: bool) -> None:
        target = index.target()
        if target is None:
            raise CommandError(f"There is no search index {index.name} yet; make one with search_rebuild.")
        drift = find_drift(target, index.engine)
        self._report(drift)
        if drift and repair:
            self._repair(index, target, drift)
        elif drift:
            raise CommandError("The index differs from the database; search_check --repair writes it anew.")

    def _report(self, drift: Drift) -> None:
        self.stdout.write(
            f"rows {drift.rows}, missing {len(drift.missing)}, stale {len(drift.stale)}, orphans {len(drift.orphans)}"
        )
        for name in ("missing", "stale", "orphans"):
            for row in getattr(drift, name)[:SHOWN]:
                self.stdout.write(f"  {name}: {row}")

    def _repair(self, index: KeptIndex, target: IndexTarget, drift: Drift) -> None:
        strange_owners = queue_repair(target, drift)
        reached("repair-queued")
        written = Worker(index).drain(strange_owners=strange_owners)
        if written is None and not strange_owners:
            self.stdout.write("The repair waits for the running search_worker; check again in a moment.")
        elif written is None:
            raise CommandError("Rows of no known record are left to you: end the search_worker and check again.")
        elif find_drift(target, index.engine):
            raise CommandError("Not everything could be repaired; build the index anew with search_rebuild.")
        else:
            self.stdout.write("repaired")
