"""Comparisons with originals and the periods after which they are due."""

import datetime

from django.utils import timezone

from regulations.models import Agency, ComparisonPeriod, OriginalComparison
from regulations.original_comparisons import record_comparison
from tests.factories.regulations import make_officer


def make_comparison(version, compared_on: datetime.date | None = None, **fields) -> OriginalComparison:
    """As an officer of the record's agency records it, today if no day is given."""
    by = fields.pop("by", None) or make_officer(version.maintaining_agency)
    if fields.get("differs"):
        fields.setdefault("note", "Khác ở mức phí.")
    return record_comparison(version=version, compared_on=compared_on or timezone.localdate(), by=by, **fields)


def set_period(days: int, agency: Agency | None = None, **fields) -> ComparisonPeriod:
    """The one period of an agency, or of everybody."""
    if not fields:
        ComparisonPeriod.objects.filter(agency=agency).delete()
    return ComparisonPeriod.objects.create(agency=agency, days=days, **fields)
