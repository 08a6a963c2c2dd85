"""What people look for and do not find, for staff: only words that were asked often and say nothing about a person."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Max, Q, QuerySet, Sum

from search.models import QueryCount, QueryText

PERIODS = (7, 30, 90)
"""Days that a report can look back."""


class Lack(StrEnum):
    """What a report is to be about: `show=` in its address."""

    ALL = "all"
    EMPTY = "empty"
    UNOPENED = "unopened"


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all searches of a period; `hidden` are those whose words are not shown."""

    asked: int
    hidden: int
    empty: int
    clicked: int
    found: int
    not_found: int


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query that was asked often, with what came of it in the period."""

    text: str
    asked: int
    empty: int
    clicked: int
    found: int
    not_found: int
    last_asked: datetime.date


def totals(*, until: datetime.date, days: int) -> Totals:
    """Of the `days` that end with `until`."""
    shown = Q(key__in=QueryText.objects.values("key"))
    sums = _period(until, days).aggregate(
        hidden=Sum("asked", filter=~shown, default=0),  # before `asked` is the name of a sum
        asked=Sum("asked", default=0),
        empty=Sum("empty", default=0),
        clicked=Sum("clicked", default=0),
        found=Sum("found", default=0),
        not_found=Sum("not_found", default=0),
    )
    return Totals(**sums)


def asked_queries(*, until: datetime.date, days: int, lack: Lack = Lack.ALL) -> QuerySet:
    """Rows for `as_queries`, what staff should look at first at the top.

    EMPTY are queries that found nothing, UNOPENED those with results of which nobody opened one, or where more readers
    said that it was not there than that it was.
    """
    rows = (
        _period(until, days)
        .filter(key__in=QueryText.objects.values("key"))
        .order_by()
        .values("key")
        .annotate(
            times=Sum("asked"),
            without=Sum("empty"),
            opened=Sum("clicked"),
            yes=Sum("found"),
            no=Sum("not_found"),
            last=Max("day", filter=Q(asked__gt=0)),
        )
        .filter(times__gt=0)
    )
    if lack == Lack.EMPTY:
        return rows.filter(without__gt=0).order_by("-without", "-times", "key")
    if lack == Lack.UNOPENED:
        rows = rows.filter(Q(no__gt=F("yes")) | Q(opened=0), times__gt=F("without"))
        return rows.order_by("-no", "-times", "key")
    return rows.order_by("-times", "key")


def as_queries(rows: list[dict]) -> list[AskedQuery]:
    """A page of `asked_queries` with its words."""
    texts = QueryText.objects.in_bulk([row["key"] for row in rows])
    return [
        AskedQuery(
            text=texts[row["key"]].text,
            asked=row["times"],
            empty=row["without"],
            clicked=row["opened"],
            found=row["yes"],
            not_found=row["no"],
            last_asked=row["last"],
        )
        for row in rows
        if row["key"] in texts
    ]


def _period(until: datetime.date, days: int) -> QuerySet:
    return QueryCount.objects.filter(day__gt=until - datetime.timedelta(days=days), day__lte=until)
