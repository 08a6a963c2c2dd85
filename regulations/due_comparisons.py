"""How the comparison of every record that binds stands: the register as a whole, or some agencies' part of it.

A record is current where its version of the day is neither suspended nor abolished nor a gap.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.utils import timezone

from regulations.comparison_periods import Periods
from regulations.models import DocumentVersion, OriginalComparison, RegulationVersion
from regulations.unapplied import LAPSED


class Standing(NamedTuple):
    """A current record. `identity` is the regulation's or the document's key, `name` its code or number, `compared_on`
    the last comparison of the version that speaks, `overdue_days` by how many days the next one is late."""

    name: str
    identity: int
    version: int
    agency: int | None
    compared_on: datetime.date | None
    differs: bool
    overdue_days: int

    @property
    def is_accurate(self) -> bool:
        """Compared, within the agency's period, and found equal."""
        return self.compared_on is not None and not self.differs and not self.overdue_days


def regulations_standing(on: datetime.date, agencies: Collection[int] | None = None) -> list[Standing]:
    """Of all current regulations, or those of some agencies, in the order of their codes. Three or four queries."""
    rows = RegulationVersion.objects.in_force_on(on).exclude(state__in=LAPSED).order_by("regulation__code")
    if agencies is not None:
        rows = rows.filter(regulation__agency__in=agencies)
    columns = ("regulation__code", "regulation_id", "pk", "regulation__agency_id", "recorded_at")
    return list(_standing("regulation_version", "regulation__agency", rows.values_list(*columns), on, agencies))


def documents_standing(on: datetime.date, agencies: Collection[int] | None = None) -> list[Standing]:
    """Of all current documents, or those that some agencies keep, in the order of their numbers."""
    rows = DocumentVersion.objects.current().order_by("document__number", "document_id")
    if agencies is not None:
        rows = rows.filter(document__maintained_by__in=agencies)
    columns = ("document__number", "document_id", "pk", "document__maintained_by_id", "recorded_at")
    speaking = current_documents(rows.values_list(*columns, "effective_from", "number", "state"), on)
    rows = (row[:5] for row in speaking)
    return list(_standing("document_version", "document__maintained_by", rows, on, agencies))


def current_documents(rows: Iterable[tuple], on: datetime.date) -> list[tuple]:
    """Of rows that end in (effective_from, number, state), with the document second, the one that speaks for each
    document on a day, if it binds. A text of unknown date stands in only where no dated one has begun."""
    speaking: dict[int, tuple[tuple, tuple]] = {}
    for row in rows:
        begins, number, _state = row[-3:]
        if begins is None or begins <= on:
            rank = (begins or datetime.date.min, number)
            speaking[row[1]] = max(speaking.get(row[1], (rank, row)), (rank, row), key=lambda ranked: ranked[0])
    return [row for _rank, row in speaking.values() if row[-1] not in LAPSED]


def _standing(
    path: str, keeper: str, rows: Iterable[tuple], on: datetime.date, agencies: Collection[int] | None
) -> Iterator[Standing]:
    """`path` leads from a comparison to the version, `keeper` on to the agency."""
    comparisons = OriginalComparison.objects.exclude(**{path: None})
    if agencies is not None:
        comparisons = comparisons.filter(**{f"{path}__{keeper}__in": agencies})
    ordered = comparisons.order_by("compared_on", "pk").values_list(f"{path}_id", "compared_on", "differs")
    last = {version: (day, differs) for version, day, differs in ordered}
    periods = Periods.on(on)
    for name, identity, version, agency, recorded_at in rows:
        day, differs = last.get(version, (None, False))
        late = periods.overdue_days(agency, day or timezone.localdate(recorded_at), on)
        yield Standing(name, identity, version, agency, day, differs, late)
