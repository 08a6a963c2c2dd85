"""When a version speaks: the half-open intervals of days that index rows stand for. Nothing here knows of today."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from regulations.models import State, Status
from search.schema import OPEN_FROM, OPEN_TO


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of a current version: its key, first day, state and number of publication."""

    pk: int
    effective_from: datetime.date | None
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Interval:
    """The version `pk` stands for its record on from_day <= day < to_day."""

    pk: int
    status: str
    from_day: int
    to_day: int

    @property
    def upcoming(self) -> bool:
        return self.status == Status.UPCOMING


def intervals_of(
    versions: Sequence[Dates], *, recorded_at: datetime.datetime | None, issued_on: datetime.date | None = None
) -> list[Interval]:
    """The intervals of the current versions of one record, which never overlap.

    A version ends where the next one begins. Before a first version that takes effect later than it was made public
    (`recorded_at`), the record is upcoming. A version without a date speaks from the day of issue (or always) until the
    first dated one; of several such the one published last. Its status is unknown whatever its state.
    """
    dated = sorted((v for v in versions if v.effective_from), key=lambda v: v.effective_from)
    undated = max((v for v in versions if v.effective_from is None), key=lambda v: v.number, default=None)
    starts = [v.effective_from.toordinal() for v in dated]
    ends = [*starts[1:], OPEN_TO] if starts else []
    found = [
        Interval(version.pk, str(Status.of(version.state)), start, end)
        for version, start, end in zip(dated, starts, ends, strict=True)
    ]
    first = starts[0] if starts else OPEN_TO
    if undated is not None:
        begin = issued_on.toordinal() if issued_on else OPEN_FROM
        if begin < first:
            found.append(Interval(undated.pk, str(Status.of(State.UNKNOWN)), begin, first))
    elif dated and recorded_at is not None:
        recorded = timezone.localdate(recorded_at).toordinal()
        if recorded < first:
            found.append(Interval(dated[0].pk, str(Status.UPCOMING), recorded, first))
    return found
