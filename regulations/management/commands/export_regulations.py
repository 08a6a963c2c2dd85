import datetime
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regulations.exporting.files import WRITERS, ExportRefused, export_regulations, kind_of
from regulations.exporting.finished import finished_file
from regulations.keeping import kept_by
from regulations.models import Agency, Regulation


class Command(BaseCommand):
    help = (
        "Writes published regulations into FILE (.xlsx, .csv, .docx) with exactly the columns that import_regulations "
        "takes: imported again, every row is unchanged. Without --on or --all-versions, the version of today."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--agency", action="append", default=[], metavar="ACRONYM",
                            help="Only what this agency keeps or once kept; may be repeated.")  # fmt: skip
        versions = parser.add_mutually_exclusive_group()
        versions.add_argument("--on", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD",
                              help="The version that speaks on that day.")  # fmt: skip
        versions.add_argument("--all-versions", action="store_true", help="Every version that was not corrected since.")

    def handle(self, *, file: Path, agency: list[str], on, all_versions: bool, **options):
        kind = kind_of(file)
        if not kind:
            raise CommandError(f"{file}: which kind of file? ({', '.join(f'.{one}' for one in WRITERS)})")
        started = time.monotonic()
        try:
            with finished_file(file) as unfinished:
                rows = export_regulations(unfinished, kind, self._of(agency), on=on, all_versions=all_versions)
        except ExportRefused as refused:
            raise CommandError(f"{refused} Nothing was written.") from refused
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        self.stdout.write(f"Wrote {rows} rows to {file} in {time.monotonic() - started:.1f} s.")

    def _of(self, acronyms: list[str]):
        regulations = Regulation.objects.public()
        if not acronyms:
            return regulations
        agencies = dict(Agency.objects.filter(acronym__in=acronyms).values_list("acronym", "pk"))
        unknown = [acronym for acronym in acronyms if acronym not in agencies]
        if unknown:
            raise CommandError(f"There is no agency {', '.join(unknown)}.")
        return regulations.filter(kept_by(Regulation, agencies.values()))
