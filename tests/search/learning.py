"""People who look for something: a browser's headers, and days that pass."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client

from search.learning import recording

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
DAY = datetime.date(2026, 11, 20)


def browser(**options) -> Client:
    """A client that says it is a browser."""
    return Client(headers={"user-agent": BROWSER}, **options)


def days_later(number: int) -> datetime.date:
    return DAY + datetime.timedelta(days=number)


@contextmanager
def on_day(number: int) -> Iterator[None]:
    """What is done inside is counted `number` days after DAY."""
    yield
    recording.tally.write(day=days_later(number))


def search_for(query: str, *, days: dict[int, int]) -> None:
    """Somebody with a browser asks `query` so many times on each of these days."""
    client = browser()
    for number, times in days.items():
        with on_day(number):
            for _time in range(times):
                assert client.get("/search/", {"q": query}).status_code == 200
