import datetime

from .wording import demo_date


class DemoFileError(Exception):
    """A demo file that cannot be used; the message names the file and the key."""


def day_said(said: str, place: str, *, today: datetime.date) -> datetime.date:
    """The day that a file means. Raises DemoFileError naming the place."""
    try:
        return demo_date(said, today=today)
    except (ValueError, TypeError) as error:
        raise DemoFileError(f"{place}: {error}") from error
