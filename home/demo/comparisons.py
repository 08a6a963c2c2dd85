"""When the demo's records came onto the portal, and when their officers compared them with the originals."""

import datetime

from django.utils import timezone

from regulations.models import LegalDocument, Regulation
from regulations.original_comparisons import record_comparison

from .reading import Demo
from .wording import demo_date

OPENED_DAYS = 300
"""The portal opened so many days ago: what was in force then came in on that day, unless its file says otherwise."""


def moment_of_record(
    effective_from: datetime.date | None, recorded: str | None, *, today: datetime.date
) -> datetime.datetime:
    """When a version was published here: on the day that its file gives (`recorded`), else the day it took effect; what
    is to come, now."""
    opened = today - datetime.timedelta(days=OPENED_DAYS)
    day = demo_date(recorded, today=today) if recorded else max(effective_from or opened, opened)
    if day >= today:
        return timezone.now()
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def load_comparisons(
    demo: Demo, *, documents: dict[str, LegalDocument], officer_of: dict, today: datetime.date
) -> None:
    """Of the versions that speak today, in the name of the officer of each record's agency."""
    for row in demo.comparisons:
        record = documents[row["document"]] if "document" in row else Regulation.objects.get(code=row["regulation"])
        version = record.version_on(today)
        record_comparison(
            version=version,
            compared_on=demo_date(row["day"], today=today),
            by=officer_of[version.maintaining_agency.pk],
            differs="differs" in row,
            note=row.get("differs", ""),
        )
