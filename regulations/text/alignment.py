"""Which items of two sequences correspond: quick for long texts that are mostly the same, never quadratic."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from regulations.text.likeness import likeness, word_counts

_SMALL = 40_000  # product of two lengths up to which difflib's exact search is quick enough
_ALIKE = 0.45  # share of common words from which a line counts as reworded rather than replaced
_PAIRING = 2_500  # product of line counts up to which every pairing of a stretch is weighed

Block = tuple[int, int, int, int]
"""Half-open ranges (old from, old to, new from, new to)."""


def matching_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places (in old, in new) of equal items, rising in both.

    Items that occur once on either side anchor the rest (patience diff); between anchors small stretches are searched
    exactly, and a long one without any anchor counts as replaced.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[Block] = [(0, len(old), 0, len(new))]
    while stack:
        block = _trimmed(old, new, stack.pop(), pairs)
        if block[0] == block[1] or block[2] == block[3]:
            continue
        anchors = _anchors(old, new, block)
        if anchors:
            pairs.extend(anchors)
            stack.extend(_between(block, anchors))
        elif (block[1] - block[0]) * (block[3] - block[2]) <= _SMALL:
            pairs.extend(_exact(old, new, block))
    return sorted(pairs)


def _trimmed(old: Sequence, new: Sequence, block: Block, pairs: list[tuple[int, int]]) -> Block:
    """The block without its common beginning and end, which go to `pairs`."""
    i, i_end, j, j_end = block
    while i < i_end and j < j_end and old[i] == new[j]:
        pairs.append((i, j))
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        pairs.append((i_end, j_end))
    return i, i_end, j, j_end


def _once(items: Sequence, start: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[start:end])
    return {items[place]: place for place in range(start, end) if counts[items[place]] == 1}


def _anchors(old: Sequence, new: Sequence, block: Block) -> list[tuple[int, int]]:
    """The longest rising chain of items that occur exactly once on both sides of the block."""
    in_new = _once(new, block[2], block[3])
    return rising_chain(
        [(place, in_new[item]) for item, place in _once(old, block[0], block[1]).items() if item in in_new]
    )


def rising_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides; the first places rise already."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(block: Block, anchors: list[tuple[int, int]]) -> Iterator[Block]:
    i, j = block[0], block[2]
    for old_place, new_place in [*anchors, (block[1], block[3])]:
        if old_place > i or new_place > j:
            yield i, old_place, j, new_place
        i, j = old_place + 1, new_place + 1


def _exact(old: Sequence, new: Sequence, block: Block) -> Iterator[tuple[int, int]]:
    i, i_end, j, j_end = block
    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    for match in matcher.get_matching_blocks():
        for offset in range(match.size):
            yield i + match.a + offset, j + match.b + offset


def replaced_blocks(pairs: list[tuple[int, int]], old_length: int, new_length: int) -> Iterator[Block]:
    """In order the stretch before each pair and the one behind the last, empty ones too."""
    i = j = 0
    for old_place, new_place in [*pairs, (old_length, new_length)]:
        yield i, old_place, j, new_place
        i, j = old_place + 1, new_place + 1


def paired_lines(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Both texts' lines in order, equal and similar ones paired, the others alone."""
    pairs = matching_pairs(old, new)
    for index, (i, i_end, j, j_end) in enumerate(replaced_blocks(pairs, len(old), len(new))):
        yield from _similar(old[i:i_end], new[j:j_end])
        if index < len(pairs):
            yield old[pairs[index][0]], new[pairs[index][1]]


def _similar(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair the lines of a replaced stretch so that the sum of likeness is greatest, in order."""
    if old and new and len(old) * len(new) > _PAIRING:
        middle_old, middle_new = (len(old) + 1) // 2, (len(new) + 1) // 2
        yield from _similar(old[:middle_old], new[:middle_new])
        yield from _similar(old[middle_old:], new[middle_new:])
        return
    i = j = 0
    for old_place, new_place in _best_pairs([word_counts(line) for line in old], [word_counts(line) for line in new]):
        yield from ((line, None) for line in old[i:old_place])
        yield from ((None, line) for line in new[j:new_place])
        yield old[old_place], new[new_place]
        i, j = old_place + 1, new_place + 1
    yield from ((line, None) for line in old[i:])
    yield from ((None, line) for line in new[j:])


def _best_pairs(old: list[Counter[str]], new: list[Counter[str]]) -> list[tuple[int, int]]:
    """Rising pairs with the greatest sum of likeness, none below `_ALIKE`."""
    alike = [[likeness(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= _ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
