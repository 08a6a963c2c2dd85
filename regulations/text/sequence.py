"""Which lines that look like a khoản or a điểm are one: those that count on from the one before.

A khoản is counted once in its article, a điểm once in its khoản. A "1." behind khoản 3 begins a list inside it, a form
or a table; what counts on from there belongs to that list, until a line counts on from the khoản again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from regulations.text.lines import Opening, begins_form

LETTERS = "abcdđefghijklmnopqrstuvwxyz"
"""Letters that points are counted with, in order."""
PASSED_OVER = "fjwz"
"""Letters that Vietnamese counting leaves out; some documents use them all the same."""

_AHEAD = 60  # candidates looked at for the number that is missing
_FAR = 4  # numbers left out at most; a first number must then be counted on from
_NUMBERED = re.compile(r"(\d+)(\D*)")


@dataclass(frozen=True)
class Count:
    """A number to count with: 15a is (15, "a"), điểm đ1 is (4, "1")."""

    value: int
    suffix: str = ""


def count_of(kind: str, number: str) -> Count:
    """What a clause, point, article ... counts as; a number that cannot be counted with is value -1."""
    if kind == "point":
        return Count(LETTERS.find(number[:1].lower()), number[1:])
    match = _NUMBERED.match(number)
    return Count(int(match[1]), match[2]) if match else Count(-1)


def first_of(kind: str) -> int:
    """What counting begins with."""
    return 0 if kind == "point" else 1


def next_of(kind: str, value: int) -> int:
    """What comes after a value: 3 after 2, "đ" after "d", "g" after "e"."""
    value += 1
    while kind == "point" and value < len(LETTERS) and LETTERS[value] in PASSED_OVER:
        value += 1
    return value


def counts_on(kind: str, before: Count | None, count: Count) -> bool:
    """Whether a number is the next one, or inserted behind the last one (15a behind 15, 15b behind 15a)."""
    if before is None:
        return count.value == first_of(kind)
    if count.value == before.value:
        return bool(count.suffix) and count.suffix > before.suffix
    between = LETTERS[before.value + 1 : count.value] if kind == "point" else ""
    skipped = bool(between) and all(letter in PASSED_OVER + "đ" for letter in between)
    return count.value == before.value + 1 or skipped


def in_sequence(lines: Sequence[str], openings: Sequence[Opening | None]) -> list[Opening | None]:
    """The openings without clauses and points that do not count on; a number read wrong is set right."""
    result = list(openings)
    for start, end in _spans(result, ("clause", "point")):
        form = next((place for place in range(start, end) if not openings[place] and begins_form(lines[place])), end)
        result[form:end] = [None] * (end - form)
        _settle(result, start, end, "clause")
    for start, end in _spans(result, ("point",)):
        _settle(result, start, end, "point")
    return result


def _spans(openings: Sequence[Opening | None], inside: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Ranges of lines between openings of other kinds."""
    starts = [0, *(place for place, opening in enumerate(openings) if opening and opening.kind not in inside)]
    yield from zip(starts, [*starts[1:], len(openings)], strict=True)


def _settle(openings: list[Opening | None], start: int, end: int, kind: str) -> None:
    places = [place for place in range(start, end) if openings[place] and openings[place].kind == kind]
    candidates = _without_decimals([(place, openings[place]) for place in places])
    for place in places:
        openings[place] = None
    for index, opening in _Walk(kind, candidates).accepted():
        openings[candidates[index][0]] = opening


def _without_decimals(candidates: list[tuple[int, Opening]]) -> list[tuple[int, Opening]]:
    """Drop 2.1, 2.2, 2.3: a khoản with the mark of a footnote behind its number stands once."""
    found: dict[str, int] = defaultdict(int)
    for _, opening in candidates:
        found[opening.number] += opening.noted
    return [(place, opening) for place, opening in candidates if not opening.noted or found[opening.number] == 1]


class _Walk:
    """One walk over the candidates of an article or clause, in order."""

    def __init__(self, kind: str, candidates: list[tuple[int, Opening]]) -> None:
        self.kind = kind
        self.places = [place for place, _ in candidates]
        self.openings = [opening for _, opening in candidates]
        self.counts = [count_of(kind, opening.number) for opening in self.openings]
        self.last: Count | None = None
        self.inner: Count | None = None
        self.stuck: dict[int, Opening] = {}

    def accepted(self) -> Iterator[tuple[int, Opening]]:
        for index, opening in enumerate(self.openings):
            count = self._judged(index)
            if count is not None:
                self.last, self.inner = count, None
                yield index, self.stuck.get(index, opening)

    def _judged(self, index: int) -> Count | None:
        """What the candidate counts as; None for a line of text, which may begin or go on an inner list."""
        count, opening = self.counts[index], self.openings[index]
        if count.value < 0:
            return None
        if self.inner is not None and counts_on(self.kind, self.inner, count) and not opening.noted:
            self.inner = count
            return None
        if counts_on(self.kind, self.last, count):
            return count
        if opening.noted:
            return None
        if self._repeats(index):
            return count
        if self.last is not None and count.value == first_of(self.kind):
            self.inner = count
            return None
        if self._comes_later(index):
            return None
        if self._is_stuck(index):
            self.stuck[index] = replace(opening, number=str(self._expected()))
            return Count(self._expected())
        if self.last is not None and count.value <= self.last.value:
            return self._misprinted(index)
        return count if self._believed(index) else None

    def _expected(self) -> int:
        return first_of(self.kind) if self.last is None else next_of(self.kind, self.last.value)

    def _comes_later(self, index: int) -> bool:
        """Whether the number expected here stands further down, before counting begins anew."""
        for count in self.counts[index + 1 : index + 1 + _AHEAD]:
            if counts_on(self.kind, self.last, count):
                return True
            if count.value == first_of(self.kind):
                return False
        return False

    def _is_stuck(self, index: int) -> bool:
        """Whether the mark of a footnote stands between number and dot: "218." is khoản 2, footnote 18."""
        expected, number = self._expected(), self.openings[index].number
        if self.kind != "clause" or not number.isdigit() or not number.startswith(str(expected)):
            return False
        following = self.counts[index + 1].value if index + 1 < len(self.counts) else expected + 1
        return len(number) > len(str(expected)) and number != str(expected) and following in (1, expected + 1)

    def _repeats(self, index: int) -> bool:
        """Whether the line right behind a provision that ends bears its number once more: 1, 1, 2."""
        if not index or self.last != self.counts[index] or self.counts[index - 1] != self.last:
            return False
        before = self.openings[index - 1]
        return self.places[index] == self.places[index - 1] + 1 and not before.rest.endswith(":")

    def _misprinted(self, index: int) -> Count | None:
        """A number that stands for the next one: 2, 2, 4 and đ, c, g."""
        expected = self._expected()
        following = self.counts[index + 1] if index + 1 < len(self.counts) else None
        if following is not None and following.value == next_of(self.kind, expected):
            return Count(expected)
        return None

    def _believed(self, index: int) -> bool:
        """A number that leaves some out: not many, or at the beginning one from which counting goes on."""
        value = self.counts[index].value
        if value - self._expected() < _FAR or self.last is not None:
            return value - self._expected() < _FAR
        following = self.counts[index + 1] if index + 1 < len(self.counts) else None
        return following is not None and counts_on(self.kind, self.counts[index], following)
