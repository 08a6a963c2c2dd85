"""Sets of rows as the bits of integers. A set over 49,000 rows is 6 kB; Python joins, adds and counts such integers in
microseconds."""

from collections.abc import Iterable, Sequence

Rows = int
"""Bit n is set where row n is in the set."""


def tally(sets: Iterable[Rows]) -> list[Rows]:
    """How many of `sets` each row is in, in binary: one integer a digit for all rows at once, the lowest first."""
    digits: list[Rows] = []
    for rows in sets:
        carry = rows
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits


def at_least(required: int, sets: Sequence[Rows]) -> Rows:
    """The rows that are in `required` or more of `sets`: their tally is compared digit by digit from the highest."""
    digits = tally(sets)
    if required.bit_length() > len(digits):
        return 0
    more, equal = 0, union(sets)
    for place in reversed(range(len(digits))):
        if required >> place & 1:
            equal &= digits[place]
        else:
            more |= equal & digits[place]
            equal &= ~digits[place]
    return more | equal


def highest(digits: Sequence[Rows], rows: Rows) -> int:
    """The highest number in a tally that one of `rows` has."""
    number = 0
    for place in reversed(range(len(digits))):
        if having := rows & digits[place]:
            number, rows = number | 1 << place, having
    return number


def flags(rows: Rows) -> bytes:
    """The rows for `is_set`, which takes no longer the larger the index is."""
    return rows.to_bytes(rows.bit_length() // 8 + 1, "little")


def is_set(flags: bytes, number: int) -> int:
    """1 for a row in the set, else 0."""
    place = number >> 3
    return flags[place] >> (number & 7) & 1 if place < len(flags) else 0


def union(sets: Iterable[Rows]) -> Rows:
    union = 0
    for rows in sets:
        union |= rows
    return union
