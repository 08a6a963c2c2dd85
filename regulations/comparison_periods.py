"""After how many calendar days a record must be compared with its original again, and by how many it is late.

The period is the agency's own, else of the nearest one above it in the tree, else everybody's. It runs from the
last comparison of the version that speaks; of one never compared, from the day it was published here.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from regulations.models import Agency, ComparisonPeriod


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods that hold on a day: days by agency (None: everybody's), and from units to what they belong to."""

    days: dict[int | None, int]
    parents: dict[int, int] = field(default_factory=dict)

    @classmethod
    def on(cls, day: datetime.date) -> "Periods":
        """Two queries, one where no agency has a period of its own."""
        rows = ComparisonPeriod.objects.valid_on(day).order_by(F("valid_from").asc(nulls_first=True), "pk")
        return cls.of(rows.values_list("agency_id", "days"))

    @classmethod
    def of(cls, rows: Iterable[tuple[int | None, int]]) -> "Periods":
        """From (agency, days) in the order in which they began: of several the newest holds."""
        days = dict(rows)
        if not any(agency is not None for agency in days):
            return cls(days)
        return cls(days, dict(Agency.objects.exclude(parent=None).order_by().values_list("pk", "parent_id")))

    def period_of(self, agency: int | None) -> int | None:
        """Days for the records of an agency; None where no period holds."""
        seen = set()
        while agency is not None and agency not in seen:
            if agency in self.days:
                return self.days[agency]
            seen.add(agency)
            agency = self.parents.get(agency)
        return self.days.get(None)

    def overdue_days(self, agency: int | None, since: datetime.date, today: datetime.date) -> int:
        """By how many days the next comparison is late; 0 up to and on the last day of the period."""
        period = self.period_of(agency)
        return 0 if period is None else max(0, (today - since).days - period)
