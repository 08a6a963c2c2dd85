"""What changed between two versions of a regulation: part by part, row by row, and in one line."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from regulations.contents import Content, PartText
from regulations.text.alignment import paired_lines

ChangeKind = Literal["same", "changed", "added", "removed"]
R = TypeVar("R", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Changed(Generic[R]):
    """One thing in the old version, the new one or both. At least one side is there."""

    old: R | None
    new: R | None

    @property
    def kind(self) -> ChangeKind:
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if self.old == self.new else "changed"


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part in both versions; "" where a version does not have it."""

    key: str
    label: str
    old: str
    new: str

    @property
    def kind(self) -> ChangeKind:
        if self.old == self.new:
            return "same"
        return ("added" if not self.old else "removed") if not (self.old and self.new) else "changed"


@dataclass(frozen=True, slots=True)
class Redline:
    """Everything that two versions have, each thing once, in the order of reading."""

    parts: tuple[PartChange, ...]
    papers: tuple[Changed, ...]
    fees: tuple[Changed, ...]
    time_limits: tuple[Changed, ...]
    frequencies: tuple[Changed, ...]
    costs: tuple[Changed, ...]
    bases: tuple[Changed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        rows = (self.papers, self.fees, self.time_limits, self.frequencies, self.costs, self.bases)
        everything = (self.parts, *rows)
        return all(change.kind == "same" for changes in everything for change in changes)


def compare_contents(old: Content, new: Content) -> Redline:
    """The differences of two contents. Rows are matched by name, reworded names by their words."""
    return Redline(
        parts=_parts(old.parts, new.parts),
        papers=_rows(old.papers, new.papers, name=lambda row: row.name),
        fees=_rows(old.fees, new.fees, name=lambda row: row.name, lone=True),
        time_limits=_rows(old.time_limits, new.time_limits, name=lambda row: row.label, lone=True),
        frequencies=_rows(old.frequencies, new.frequencies, name=lambda row: row.period, lone=True),
        costs=_rows(old.costs, new.costs, name=lambda row: row.activity),
        bases=_rows(old.bases, new.bases, name=None),
    )


def _parts(old: Sequence[PartText], new: Sequence[PartText]) -> tuple[PartChange, ...]:
    """By key. Both come in the order of the definitions; a part only the old one had stands where it was."""
    before, after = {part.key: part for part in old}, {part.key: part for part in new}
    order = _merged([part.key for part in old], [part.key for part in new])
    return tuple(
        PartChange(
            key,
            (after.get(key) or before[key]).label,
            before[key].text if key in before else "",
            after[key].text if key in after else "",
        )
        for key in order
    )


def _merged(old: list[str], new: list[str]) -> list[str]:
    result, at = list(new), 0
    for key in old:
        if key in result:
            at = result.index(key) + 1
        else:
            result.insert(at, key)
            at += 1
    return result


def _rows(
    old: Sequence[R], new: Sequence[R], *, name: Callable[[R], str] | None, lone: bool = False
) -> tuple[Changed[R], ...]:
    """Pairs of rows: equal ones first, then those of one name, then of similar names; the last two if `lone`."""
    partner = _matches(range(len(old)), range(len(new)), lambda i: old[i], lambda j: new[j])
    if name is not None:
        for pairs in (_by_name, _by_words):
            left = [i for i in range(len(old)) if i not in partner.values()]
            right = [j for j in range(len(new)) if j not in partner]
            partner |= pairs(left, right, lambda i: name(old[i]), lambda j: name(new[j]))
        left = [i for i in range(len(old)) if i not in partner.values()]
        right = [j for j in range(len(new)) if j not in partner]
        if lone and len(left) == len(right) == 1:
            partner[right[0]] = left[0]
    return tuple(_in_order(old, new, partner))


def _matches(left: Iterable[int], right: Iterable[int], of_old: Callable, of_new: Callable) -> dict[int, int]:
    """New place to old place, for equal keys in order of appearance."""
    places: dict[Hashable, deque[int]] = {}
    for i in left:
        places.setdefault(of_old(i), deque()).append(i)
    return {j: places[of_new(j)].popleft() for j in right if places.get(of_new(j))}


def _by_name(left: list[int], right: list[int], of_old: Callable, of_new: Callable) -> dict[int, int]:
    return _matches(left, right, of_old, of_new)


def _by_words(left: list[int], right: list[int], of_old: Callable, of_new: Callable) -> dict[int, int]:
    found, at_left, at_right = {}, iter(left), iter(right)
    for before, after in paired_lines([of_old(i) for i in left], [of_new(j) for j in right]):
        i = next(at_left) if before is not None else None
        j = next(at_right) if after is not None else None
        if i is not None and j is not None:
            found[j] = i
    return found


def _in_order(old: Sequence[R], new: Sequence[R], partner: dict[int, int]) -> list[Changed[R]]:
    """The rows of the new version; a removed one stands behind the row that it followed."""
    place = {i: j for j, i in partner.items()}
    behind: dict[int, list[Changed[R]]] = {}
    after = -1
    for i, row in enumerate(old):
        if i in place:
            after = place[i]
        else:
            behind.setdefault(after, []).append(Changed(row, None))
    result = behind.get(-1, [])[:]
    for j, row in enumerate(new):
        result.append(Changed(old[partner[j]] if j in partner else None, row))
        result += behind.get(j, [])
    return result
