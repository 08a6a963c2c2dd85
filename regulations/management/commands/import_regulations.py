import gc
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from regulations.importing.reading import BrokenFileError
from regulations.importing.redline_files import write_redlines
from regulations.importing.regulation_files import plan_file
from regulations.importing.regulation_plan import REFUSED, RegulationPlan
from regulations.importing.regulations import RegisterChanged, Written, store_regulations
from regulations.importing.reports import may_be_written, write_report
from regulations.importing.template_files import write_template

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Takes regulations in: a row of FILE (.csv, .xlsx, .jsonl) is one version of one regulation. All rows are "
        "checked first; one that is wrong stops all. A second run changes nothing. Columns: docs/importing.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument(
            "--map", type=Path, metavar="MAP.toml", help="How the columns of a foreign file become ours."
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="Row by row: .csv, otherwise JSON lines.")
        parser.add_argument(
            "--redline",
            type=Path,
            metavar="FILE",
            help="What each row changes, as text; with --dry-run before writing.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Check and report; write nothing.")
        parser.add_argument(
            "--template", type=Path, metavar="FILE", help="Write an empty file (.xlsx, .csv) to fill in."
        )

    def handle(self, *, file: Path | None, report: Path | None, template: Path | None, dry_run: bool, **options):
        if template is not None:
            self.write_template(template)
        if file is None:
            if template is None:
                raise CommandError("Which FILE? (--template FILE writes an empty one.)")
            return
        check_writable(report=report, redline=options["redline"])
        started = time.monotonic()
        try:
            with _no_looking_for_garbage():
                plan = plan_file(file, map_path=options["map"])
                self.write_redlines(plan, options["redline"])
                checked = time.monotonic()
                written = Written() if dry_run else store_regulations(plan)
        except BrokenFileError as error:
            raise CommandError(f"{file.name}: {error}. Nothing was changed.") from error
        except ValidationError as error:
            raise CommandError(f"{'; '.join(error.messages)} Nothing was changed.") from error
        except (IntegrityError, RegisterChanged) as error:
            raise CommandError(
                f"Somebody worked on the same records at the same time ({error}). Nothing was changed; try again."
            ) from error
        if report is not None:
            write_report(plan.outcomes, report)
        now = time.monotonic()
        self.summarise(plan, written, dry_run=dry_run)
        self.stdout.write(f"Checked in {checked - started:.0f} s, written in {now - checked:.0f} s.")
        if plan.is_refused:
            raise CommandError("Rows were refused. Nothing was changed.")

    def write_redlines(self, plan: RegulationPlan, path: Path | None) -> None:
        """Before anything is written: afterwards nothing would differ."""
        if path is not None:
            with path.open("w", encoding="utf-8") as file:
                count = write_redlines(plan, file)
            self.stdout.write(f"What {count} rows change is in {path}.")

    def write_template(self, path: Path) -> None:
        try:
            write_template(path)
        except OSError as error:
            raise CommandError(f"--template {path}: {error.strerror}.") from error
        self.stdout.write(f"Wrote {path}.")

    def summarise(self, plan: RegulationPlan, written: Written, *, dry_run: bool) -> None:
        counts = Counter(outcome.outcome for outcome in plan.outcomes)
        parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        self.stdout.write(f"{len(plan.outcomes)} rows: {parts}")
        refused = [outcome for outcome in plan.outcomes if outcome.outcome == REFUSED]
        for outcome in refused[:SHOWN]:
            for problem in outcome.problems:
                self.stdout.write(f"  row {outcome.row} {outcome.code}: {problem}")
        if len(refused) > SHOWN:
            self.stdout.write(f"  ... and {len(refused) - SHOWN} more rows; --report FILE lists all")
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")
        elif written.published or written.drafts:
            self.stdout.write(
                f"Added: {written.regulations} regulations, {written.published} published versions, "
                f"{written.drafts} drafts, {written.lists} rows of reference lists and documents."
            )
        elif not refused:
            self.stdout.write("Nothing was added: the register has all of it already.")


def check_writable(**paths: Path | None) -> None:
    """Before the long work. Raises CommandError naming the option."""
    for name, path in paths.items():
        if path is not None and not may_be_written(path):
            raise CommandError(f"--{name} {path} cannot be written. Nothing was changed.")


@contextmanager
def _no_looking_for_garbage() -> Iterator[None]:
    """All rows of the file live to the end: looking through millions of them again and again is a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
