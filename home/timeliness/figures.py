"""The four figures, for everybody and for each agency with the units below it and what it took over from others.

They are kept for `settings.OVERVIEW_SECONDS` in the process like the other statistics; they are numbers only, the lists
behind them are always read anew.
"""

import datetime
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from home.timeliness.records import MEASURES, Entry, entries, measured
from regulations.models import Agency
from search.references import with_heirs


@dataclass(slots=True)
class Share:
    """`good` of `of` records."""

    good: int = 0
    of: int = 0

    @property
    def bad(self) -> int:
        return self.of - self.good

    @property
    def percent(self) -> float | None:
        """None where there is nothing to be a share of."""
        return self.good * 100 / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Delay:
    """Days until entry: the median, and the number within which nine in ten were entered (nearest rank)."""

    median: float
    ninth_tenth: int
    of: int

    @classmethod
    def of_days(cls, days: Iterable[int | None]) -> "Delay | None":
        """None where no number of days is known."""
        known = sorted(number for number in days if number is not None)
        if not known:
            return None
        return cls(statistics.median(known), known[ceil(len(known) * 0.9) - 1], len(known))


@dataclass(frozen=True, slots=True)
class Timely:
    """`open_days` is for how long the oldest open change has been in effect, None where none is open and in effect."""

    entered: int = 0
    open: int = 0
    from_issue: Delay | None = None
    from_effect: Delay | None = None
    open_days: int | None = None

    @property
    def of(self) -> int:
        return self.entered + self.open

    @classmethod
    def of_entries(cls, found: Sequence[Entry], on: datetime.date) -> "Timely":
        waiting = [entry for entry in found if not entry.good]
        since = [entry.change.effective_from for entry in waiting if entry.change.effective_from is not None]
        return cls(
            entered=len(found) - len(waiting),
            open=len(waiting),
            from_issue=Delay.of_days(entry.from_issue for entry in found),
            from_effect=Delay.of_days(entry.from_effect for entry in found),
            open_days=max(((on - day).days for day in since if day <= on), default=None),
        )


@dataclass(slots=True)
class Four:
    """The figures of one agency, or of everybody."""

    complete: Share = field(default_factory=Share)
    accurate: Share = field(default_factory=Share)
    public: Share = field(default_factory=Share)
    timely: Timely = Timely()


@dataclass(frozen=True, slots=True)
class Timeliness:
    """On a day: `everybody`, each record once, and `by_agency` by key, of those that have any records."""

    on: datetime.date
    everybody: Four
    by_agency: Mapping[int, Four]


def timeliness() -> Timeliness:
    """The figures of today, at most `OVERVIEW_SECONDS` old."""
    today = timezone.localdate()
    return cache.get_or_set(f"timeliness:{today}", lambda: read_timeliness(today), settings.OVERVIEW_SECONDS)


def read_timeliness(on: datetime.date) -> Timeliness:
    """The same, read from the database now."""
    above = agencies_above()
    everybody, by_agency = Four(), defaultdict(Four)
    for name, records in measured(on, *MEASURES).items():
        counted = Counter((record.agencies, record.good) for record in records)
        for (own, good), number in counted.items():
            for four in (everybody, *(by_agency[agency] for agency in _all_above(own, above))):
                share = getattr(four, name)
                share.of += number
                share.good += number * good
    found = entries()
    everybody.timely = Timely.of_entries(found, on)
    of_agency: dict[int, list[Entry]] = defaultdict(list)
    for entry in found:
        for agency in _all_above(entry.agencies, above):
            of_agency[agency].append(entry)
    for agency, theirs in of_agency.items():
        by_agency[agency].timely = Timely.of_entries(theirs, on)
    return Timeliness(on, everybody, dict(by_agency))


def agencies_above() -> dict[int, frozenset[int]]:
    """Agency -> those under which its records count: itself, who took its work over, and all that these belong to."""
    parents = dict(Agency.objects.order_by().values_list("pk", "parent_id"))
    return {
        own: frozenset(above for heir in heirs for above in _upwards(heir, parents))
        for own, heirs in with_heirs(parents).items()
    }


def agencies_under(chosen: int) -> frozenset[int]:
    """The agencies whose records count for `chosen`."""
    return frozenset(own for own, above in agencies_above().items() if chosen in above)


def _all_above(own: Sequence[int], above: Mapping[int, frozenset[int]]) -> set[int]:
    return {agency for one in own for agency in above[one]}


def _upwards(agency: int, parents: Mapping[int, int | None]) -> list[int]:
    """The agency and all above it, each once; a circle ends."""
    found = [agency]
    while (parent := parents[found[-1]]) is not None and parent not in found:
        found.append(parent)
    return found
