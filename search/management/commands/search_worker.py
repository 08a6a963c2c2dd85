import signal

from django.core.management.base import BaseCommand, CommandError

from search.worker import Worker


class Command(BaseCommand):
    help = "Writes what changed in the register to the search index, within a second; runs until it is told to end."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="write what waits now and end")

    def handle(self, *, once=False, **options):
        worker = Worker()
        if once:
            written = worker.drain()
            if written is None:
                raise CommandError("Another worker writes this index, or there is none yet (search_rebuild makes it).")
            self.stdout.write(f"{written} jobs written")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stopping.set())
        worker.run()
