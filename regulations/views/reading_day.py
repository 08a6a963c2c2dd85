"""The day a page is read for: today in Vietnam, or the one its address names in `on=`."""

import datetime
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

_SHAPES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII),
)
_SHOWN = 60


@dataclass(frozen=True)
class ReadingDay:
    """`on` is the day asked for and `today` where none was or none could be read; then `wrong` is what was given."""

    on: datetime.date
    today: datetime.date
    wrong: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def status(self) -> int:
        return 400 if self.wrong else 200

    @property
    def query(self) -> str:
        """What links to other pages of the same day carry: "?on=2026-07-01", nothing for today."""
        return "" if self.is_today else f"?{urlencode({'on': self.on.isoformat()})}"


def reading_day(params: QueryDict) -> ReadingDay:
    """The day of an address: `on=2026-07-01`, also as 01/07/2026."""
    today = timezone.localdate()
    given = params.get("on", "").replace("\0", "").strip()
    if not given:
        return ReadingDay(on=today, today=today)
    day = parse_day(given)
    return ReadingDay(on=day or today, today=today, wrong="" if day else given[:_SHOWN])


@dataclass(frozen=True)
class ComparedDays:
    """The two days of `from=` and `to=`; `wrong` is what was given in place of one that is none, "–" for nothing."""

    first: datetime.date | None
    last: datetime.date | None
    wrong: str = ""


def compared_days(params: QueryDict) -> ComparedDays:
    """The days to compare; `to` may be left out for today."""
    given = [params.get(name, "").replace("\0", "").strip() for name in ("from", "to")]
    first = parse_day(given[0])
    last = parse_day(given[1]) if given[1] else timezone.localdate()
    wrong = next((text[:_SHOWN] or "–" for text, day in zip(given, (first, last), strict=True) if day is None), "")
    return ComparedDays(first, last, wrong)


def parse_day(given: str) -> datetime.date | None:
    """A date in either order of writing; None for anything else, the 31st of February included."""
    match = next(filter(None, (shape.fullmatch(given) for shape in _SHAPES)), None)
    if match is None:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
