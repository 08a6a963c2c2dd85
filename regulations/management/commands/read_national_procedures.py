from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regulations.importing.reading import BrokenFileError
from regulations.national.comparing import comparisons
from regulations.national.reading import read_national_file

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Reads procedures of the national database from FILE (.csv, .xlsx, .jsonl, .docx), by their codes, and holds "
        "them against the register. Nothing of the register is changed: officers decide, in the admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--map", type=Path, metavar="MAP.toml", help="How the columns of the file become ours.")
        parser.add_argument("--whole", action="store_true",
                            help="FILE is the whole database: codes read before that it lacks are let go.")  # fmt: skip

    def handle(self, *, file: Path, whole: bool, **options):
        try:
            reading = read_national_file(file, map_path=options["map"], whole=whole)
        except BrokenFileError as error:
            raise CommandError(f"{file.name}: {error}. Nothing was stored.") from error
        for row, problems in list(reading.problems.items())[:SHOWN]:
            self.stdout.write(f"  row {row}: {'; '.join(problems)}")
        if reading.problems:
            raise CommandError(f"{len(reading.problems)} rows cannot be read. Nothing was stored.")
        self.stdout.write(
            f"Stored: {reading.new} new, {reading.changed} changed, {reading.same} as before, {reading.gone} let go."
        )
        kinds: dict[str, int] = {}
        for one in comparisons(None):
            kinds[one.kind] = kinds.get(one.kind, 0) + 1
        counted = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        self.stdout.write(f"Against the register: {counted or 'nothing to compare'}.")
