import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regulations.importing.reading import BrokenFileError, read_lines
from regulations.importing.rows import ArticleRow, RowRefused, parse_article, row_id
from regulations.text.report import SourceDocument, TextReport, report_on
from regulations.text.structure import ArticleText


class Command(BaseCommand):
    help = (
        "Reads legal texts and says in one line of JSON what came of it: FILE holds an article a line as JSON (also "
        "gzipped), as import_documents takes it. No database is asked."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--details", action="store_true", help="Each gap and each loss, on standard error.")

    def handle(self, *, file: Path, details: bool = False, **_options):
        started = time.monotonic()
        try:
            report = report_on(self._documents(file))
        except BrokenFileError as error:
            raise CommandError(str(error)) from error
        if details:
            self._tell(report)
        self.stdout.write(json.dumps(report.figures() | {"seconds": round(time.monotonic() - started, 1)}))

    def _documents(self, file: Path) -> Iterator[SourceDocument]:
        """The documents of the file in the order of their first articles; what cannot be read is told."""
        rows: dict[str, list[ArticleRow]] = {}
        titles: dict[str, str] = {}
        for number, value in read_lines(file):
            try:
                row = parse_article(number, value)
            except RowRefused as refused:
                self.stderr.write(f"line {number} ({row_id(value)}): {refused.reason} {refused.detail}".rstrip())
                continue
            rows.setdefault(row.doc_id, []).append(row)
            title = value.get("doc_title")
            titles.setdefault(row.doc_id, title if isinstance(title, str) else "")
        for name, found in rows.items():
            yield SourceDocument(name, titles[name], list(_labelled(found)))

    def _tell(self, report: TextReport) -> None:
        for name, lost in report.losses:
            self.stderr.write(f"{name}: {lost} characters lost")
        for name, gap in report.gaps:
            before = gap.before.label if gap.before else "-"
            self.stderr.write(f"{name}: {before} -> {gap.provision.label}: {gap.reason or 'UNEXPLAINED'}")
        for reason, count in Counter(gap.reason or "UNEXPLAINED" for _, gap in report.gaps).most_common():
            self.stderr.write(f"{count} {reason}")


def _labelled(rows: list[ArticleRow]) -> Iterator[ArticleText]:
    """Articles with labels of their own: the second of one number ends in `-lan-2`."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.label] += 1
        label = row.label if seen[row.label] == 1 else f"{row.label}-lan-{seen[row.label]}"
        yield ArticleText(row.number, row.heading, row.text, label)
