import json
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from regulations.importing.documents import Added, store_plan
from regulations.importing.plan import MERGED, REFUSED, TAKEN, Plan, plan_import
from regulations.importing.reading import BrokenFileError

BAR_WIDTH = 30
READABLE = 0o644  # a temporary file is its owner's alone, a report is for others to read


class Command(BaseCommand):
    help = (
        "Takes legal documents in: FILE holds an article a line as JSON (also gzipped), --metadata the list of "
        "documents. Publishes what is sound, merges what is there twice, refuses the rest row by row."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--metadata", type=Path, required=True, metavar="FILE")
        parser.add_argument("--report", type=Path, metavar="FILE", help="What became of each row, as JSON lines.")
        parser.add_argument(
            "--source", default="legal-documents", help="What the ids of the file are ids of; part of identity."
        )

    def handle(self, *, file: Path, metadata: Path, report: Path | None = None, source: str, **_options):
        if not 0 < len(source) <= 60:
            raise CommandError("--source must have 1 to 60 characters.")
        started = time.monotonic()
        with _report_beside(report) as lines:
            try:
                plan = plan_import(articles=file, metadata=metadata, progress=self.show_progress)
                self.say("writing documents and articles ...")
                added = store_plan(plan, source=source)
            except BrokenFileError as error:
                raise CommandError(f"{error}. Nothing was changed.") from error
            except ValidationError as error:
                raise CommandError(f"{'; '.join(error.messages)} Nothing was changed.") from error
            except IntegrityError as error:
                raise CommandError(
                    f"Somebody entered the same documents at the same time ({error}). Nothing was changed; try again."
                ) from error
            for outcome in plan.outcomes if lines else ():
                lines.write(json.dumps(outcome.as_dict(), ensure_ascii=False) + "\n")
        self.say("")
        self.summarise(plan, added, time.monotonic() - started)

    def show_progress(self, done: int, total: int) -> None:
        share = done / total if total else 1
        bar = "#" * round(share * BAR_WIDTH)
        self.say(f"reading [{bar:<{BAR_WIDTH}}] {share:4.0%}")

    def say(self, text: str) -> None:
        """On a terminal, one line that is written over; nowhere else."""
        if self.stderr.isatty():
            self.stderr._out.write(f"\r\033[K{text}")
            self.stderr.flush()

    def summarise(self, plan: Plan, added: Added, seconds: float) -> None:
        for file, name in (("metadata", "Documents"), ("articles", "Articles")):
            rows = [outcome for outcome in plan.outcomes if outcome.file == file]
            counts = Counter(outcome.outcome for outcome in rows)
            parts = ", ".join(f"{counts[outcome]} {outcome}" for outcome in (TAKEN, MERGED, REFUSED))
            self.stdout.write(f"{name}: {len(rows)} rows: {parts}")
            reasons = Counter((outcome.outcome, outcome.reason) for outcome in rows if outcome.reason)
            for (outcome, reason), count in reasons.most_common():
                self.stdout.write(f"  {count} {outcome}: {reason}")
        corrected = sum(bool(outcome.notes) for outcome in plan.outcomes)
        if corrected:
            self.stdout.write(f"{corrected} rows with something set right or left out (notes in --report)")
        if added.documents or added.versions:
            self.stdout.write(
                f"Added: {added.documents} documents, {added.versions} versions, {added.articles} articles, "
                f"{added.agencies} agencies, in {seconds:.0f} s; {added.provisions} provisions."
            )
        elif all(outcome.outcome == REFUSED for outcome in plan.outcomes if outcome.file == "articles"):
            self.stdout.write(f"Nothing was added: no article could be taken ({seconds:.0f} s).")
        else:
            self.stdout.write(f"Nothing was added: the register has all of it already ({seconds:.0f} s).")


@contextmanager
def _report_beside(path: Path | None):
    """A file to write the report to; it takes its name only when everything went well. None without a path."""
    if path is None:
        yield None
        return
    try:
        unfinished = tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False)  # noqa: SIM115
    except OSError as error:
        raise CommandError(f"--report {path}: {error.strerror}. Nothing was changed.") from error
    try:
        with unfinished:
            yield unfinished
        Path(unfinished.name).chmod(READABLE)
        Path(unfinished.name).replace(path)
    finally:
        Path(unfinished.name).unlink(missing_ok=True)
