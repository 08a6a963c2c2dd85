"""What the demo's files may say in place of a fixed date or number: everything moves with the day of loading."""

import datetime
import re
from collections.abc import Mapping

_DATE = re.compile(r"(?:(?P<months>[+-]?\d+)m)?(?:(?P<days>[+-]?\d+)d)?")
_MENTION = re.compile(r"\{(?P<what>[^{}]+)\}")


def demo_date(said: str, *, today: datetime.date) -> datetime.date:
    """The day meant by "-60m" (first of the month 60 months ago), "-60m+14d" (14 days later) or "+20d" (from today).

    Raises ValueError for anything else.
    """
    match = _DATE.fullmatch(said)
    if not match or not said:
        raise ValueError(f"{said!r} is not a relative date")
    day = today
    if match["months"] is not None:
        months = today.year * 12 + today.month - 1 + int(match["months"])
        day = datetime.date(months // 12, months % 12 + 1, 1)
    return day + datetime.timedelta(days=int(match["days"] or 0))


def long_date(day: datetime.date) -> str:
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def fill(said, *, mentions: Mapping[str, str], today: datetime.date):
    """`said` with every {mention} in its texts resolved; lists and tables are filled through and through.

    {key} and {key.number} come from `mentions`; {date:-60m} and {year:-60m} from the calendar. Raises ValueError
    naming a mention that nothing answers to.
    """
    if isinstance(said, dict):
        return {key: fill(value, mentions=mentions, today=today) for key, value in said.items()}
    if isinstance(said, list):
        return [fill(value, mentions=mentions, today=today) for value in said]
    if not isinstance(said, str):
        return said

    def resolve(match: re.Match[str]) -> str:
        what, _colon, date = match["what"].partition(":")
        if what == "date":
            return long_date(demo_date(date, today=today))
        if what == "year":
            return str(demo_date(date, today=today).year)
        if match["what"] not in mentions:
            raise ValueError(f"nothing is called {{{match['what']}}}")
        return mentions[match["what"]]

    return _MENTION.sub(resolve, said)
