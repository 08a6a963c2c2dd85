"""Files of regulations for tests, and the command that takes them in."""

import csv
import io
import json

from django.apps import apps
from django.core.management import CommandError, call_command
from openpyxl import Workbook

ROW = {
    "code": "1.000100", "kind": "condition", "title": "Điều kiện bán lẻ rượu", "agency": "BCT",
    "effective_from": "01/02/2021", "condition": "Có quyền sử dụng hợp pháp địa điểm kinh doanh.",
}  # fmt: skip
"""The least that a row must say."""


def write_csv(path, rows, *, headings=None, encoding="utf-8-sig", delimiter=","):
    """Rows (dictionaries) under the columns that any of them has."""
    file = io.StringIO()
    headings = headings or list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([row.get(name, "") for name in headings] for row in rows)
    path.write_bytes(file.getvalue().encode(encoding))
    return path


def write_xlsx(path, rows, *, headings=None, change=lambda sheet: None):
    book = Workbook()
    headings = headings or list(dict.fromkeys(key for row in rows for key in row))
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(name) for name in headings])
    change(book.active)
    book.save(path)
    return path


def import_file(path, **options):
    """Runs the command; returns what it said, the rows of its report and whether it refused."""
    said, report = io.StringIO(), path.parent / "report.jsonl"
    report.unlink(missing_ok=True)
    refused = ""
    try:
        call_command("import_regulations", path, report=report, stdout=said, **options)
    except CommandError as error:
        refused = str(error)
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return said.getvalue(), [json.loads(line) for line in lines], refused


def register_rows():
    """How many rows every table of the register has, the log among them."""
    models = apps.get_app_config("regulations").get_models(include_auto_created=True)
    return {model.__name__: model._base_manager.count() for model in models}


def problems(report):
    """What was wrong, row by row."""
    return {row["row"]: row["problems"] for row in report if row.get("problems")}
