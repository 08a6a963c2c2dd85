"""Faults planted directly in an index: rows that are gone, altered, too many, or another record's."""

import dataclasses
import random

from search.engines.base import Batch, Engine
from search.schema import IndexRow
from search.sources import all_records, rows_of


class _Claimed(IndexRow):
    """A row that claims another fingerprint than its content has."""

    fingerprint = "0" * 64


def plant_faults(engine: Engine, count: int, *, seed: int = 7) -> list[str]:
    """Spoil so many records' rows, each in one of six ways in turn; the ways, in order. No record is hit twice."""
    chance = random.Random(seed)
    records = chance.sample(list(all_records()), count)
    planted = []
    for number, record in enumerate(records):
        way = _WAYS[number % len(_WAYS)]
        engine.write(way(list(rows_of([record])), number))
        planted.append(way.__name__)
    return planted


def lose(rows: list[IndexRow], _number: int) -> Batch:
    """The record is not in the index at all."""
    return Batch(delete_owners=(rows[0].owner,))


def lose_one(rows: list[IndexRow], _number: int) -> Batch:
    """One row of the record is not there; of a single one, its content is an older one."""
    if len(rows) == 1:
        return Batch(put=(dataclasses.replace(rows[0], body="Nội dung cũ"),))
    return Batch(put=tuple(rows[1:]), delete_owners=(rows[0].owner,))


def age(rows: list[IndexRow], _number: int) -> Batch:
    """A row says what it said before."""
    return Batch(put=(dataclasses.replace(rows[0], title="Tên gọi trước đây"),))


def forge(rows: list[IndexRow], _number: int) -> Batch:
    """The content is right, the fingerprint is not."""
    values = {field.name: getattr(rows[0], field.name) for field in dataclasses.fields(rows[0])}
    return Batch(put=(_Claimed(**values),))


def leave_behind(rows: list[IndexRow], number: int) -> Batch:
    """A row of a version that there is not, of the right record."""
    return Batch(put=(dataclasses.replace(rows[0], id=f"r:{9_000_000 + number}"),))


def misplace(rows: list[IndexRow], number: int) -> Batch:
    """A row of a record that there is not; every other one of a kind that there is not."""
    owner = f"{'nothing' if number % 2 else 'regulation'}:{9_000_000 + number}"
    return Batch(put=(dataclasses.replace(rows[0], id=f"x:{number}", owner=owner),))


_WAYS = (lose, lose_one, age, forge, leave_behind, misplace)
