import sys
import time

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import IndexBusy, IndexIncomplete, SearchUnavailable
from search.indexes import KeptIndex, kept_indexes
from search.rebuild import rebuild, rebuild_is_needed


class Command(BaseCommand):
    help = "Builds the search indexes of this host anew beside the live ones; search and worker go on meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="only without an index, or one of an older schema or database"
        )
        parser.add_argument(
            "--target", choices=[index.name for index in kept_indexes()], help="only this one of several"
        )

    def handle(self, *, if_needed=False, target=None, verbosity=1, **options):
        faults = []
        for index in kept_indexes(target):
            if if_needed and not rebuild_is_needed(index):
                if verbosity > 1:
                    self.stdout.write(f"The search index {index.name} is up to date.")
                continue
            try:
                self._rebuild(index, verbosity)
            except (IndexBusy, IndexIncomplete, SearchUnavailable) as error:
                # One that is out of reach must not leave the host without the other.
                faults.append(str(error))
        if faults:
            raise CommandError(" ".join(faults))

    def _rebuild(self, index: KeptIndex, verbosity: int) -> None:
        started = time.monotonic()
        show = verbosity > 0 and sys.stderr.isatty()
        rows = rebuild(self._progress if show else None, index=index)
        if verbosity > 0:
            seconds = time.monotonic() - started
            self.stdout.write(f"The search index {index.name} has {rows} rows, built in {seconds:.1f} s.")

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")
