import sys
import time

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import IndexBusy, IndexIncomplete, SearchUnavailable
from search.rebuild import rebuild, rebuild_is_needed


class Command(BaseCommand):
    help = "Builds the search index anew beside the live one and swaps it in; search and worker go on meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="only without an index, or one of an older schema or database"
        )

    def handle(self, *, if_needed=False, verbosity=1, **options):
        if if_needed and not rebuild_is_needed():
            if verbosity > 1:
                self.stdout.write("The search index is up to date.")
            return
        started = time.monotonic()
        show = verbosity > 0 and sys.stderr.isatty()
        try:
            rows = rebuild(self._progress if show else None)
        except (IndexBusy, IndexIncomplete, SearchUnavailable) as error:
            raise CommandError(str(error)) from error
        if verbosity > 0:
            self.stdout.write(f"The search index has {rows} rows, built in {time.monotonic() - started:.1f} s.")

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")
