from django.core.management.base import BaseCommand, CommandError

from search.checking import Drift, find_drift, queue_repair
from search.engines.base import SearchUnavailable
from search.faults import reached
from search.sync import known_target
from search.worker import Worker

SHOWN = 20


class Command(BaseCommand):
    help = "Compares the search index with the database, row by row; ends with status 1 where they differ."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="have the differing records written anew")

    def handle(self, *, repair=False, **options):
        target = known_target()
        if target is None:
            raise CommandError("There is no search index yet; make one with search_rebuild.")
        try:
            drift = find_drift(target)
            self._report(drift)
            if drift and repair:
                self._repair(target, drift)
            elif drift:
                raise CommandError("The index differs from the database; search_check --repair writes it anew.")
        except SearchUnavailable as error:
            raise CommandError(str(error)) from error

    def _report(self, drift: Drift) -> None:
        self.stdout.write(
            f"rows {drift.rows}, missing {len(drift.missing)}, stale {len(drift.stale)}, orphans {len(drift.orphans)}"
        )
        for name in ("missing", "stale", "orphans"):
            for row in getattr(drift, name)[:SHOWN]:
                self.stdout.write(f"  {name}: {row}")

    def _repair(self, target, drift: Drift) -> None:
        strange_owners = queue_repair(target, drift)
        reached("repair-queued")
        written = Worker().drain(strange_owners=strange_owners)
        if written is None and not strange_owners:
            self.stdout.write("The repair waits for the running search_worker; check again in a moment.")
        elif written is None:
            raise CommandError("Rows of no known record are left to you: end the search_worker and check again.")
        elif find_drift(target):
            raise CommandError("Not everything could be repaired; build the index anew with search_rebuild.")
        else:
            self.stdout.write("repaired")
