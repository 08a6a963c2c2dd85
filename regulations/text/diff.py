"""What changed between two texts: word by word, paragraph beside paragraph. Provisions: `matching`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from regulations.text.alignment import matching_pairs, paired_lines, replaced_blocks

Op = Literal["same", "removed", "added"]

# A word takes the space before it, so an inserted word is one token; 15.000, 05/2024 and NĐ-CP are words.
_TOKEN = re.compile(r"[^\S\n]*(?:\w+(?:[.,/:-]\w+)*|[^\w\s]|\n)|[^\S\n]+")
_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ISLAND = 3  # words: equal runs up to this length between two bigger changes are no help to a reader


@dataclass(frozen=True)
class Segment:
    """A run of text with one fate. All "same" and "removed" joined are the old text, "same" and "added" the new."""

    op: Op
    text: str


@dataclass(frozen=True)
class Row:
    """A paragraph of the old text beside its counterpart; one side is empty where there is none."""

    op: Literal["same", "changed", "removed", "added"]
    left: tuple[Segment, ...]
    right: tuple[Segment, ...]


def diff_words(old: str, new: str) -> list[Segment]:
    """The redline of two texts. In each change the removed words come before the added ones."""
    segments: list[Segment] = []
    for left, right in paired_lines(_LINE.findall(old), _LINE.findall(new)):
        segments.extend(_line_segments(left, right))
    return _joined(segments)


def diff_paragraphs(old: str, new: str) -> list[Row]:
    """The two texts side by side, a row a paragraph (line)."""
    rows = []
    for left, right in paired_lines(old.split("\n") if old else [], new.split("\n") if new else []):
        segments = _joined(_line_segments(left, right))
        if left is None or right is None:
            op = "added" if left is None else "removed"
        else:
            op = "same" if left == right else "changed"
        rows.append(
            Row(
                op,
                tuple(segment for segment in segments if segment.op != "added"),
                tuple(segment for segment in segments if segment.op != "removed"),
            )
        )
    return rows


def _line_segments(left: str | None, right: str | None) -> list[Segment]:
    if left is None or right is None:
        return [Segment("added", right or "")] if left is None else [Segment("removed", left)]
    if left == right:
        return [Segment("same", left)]
    old, new = _TOKEN.findall(left), _TOKEN.findall(right)
    pairs = matching_pairs(old, new)
    segments: list[Segment] = []
    for index, (i, i_end, j, j_end) in enumerate(replaced_blocks(pairs, len(old), len(new))):
        segments.append(Segment("removed", "".join(old[i:i_end])))
        segments.append(Segment("added", "".join(new[j:j_end])))
        if index < len(pairs):
            segments.append(Segment("same", old[pairs[index][0]]))
    return _without_islands(_joined(segments))


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours of one fate become one segment, removed before added, none empty."""
    result: list[Segment] = []
    removed: list[str] = []
    added: list[str] = []
    same: list[str] = []

    def flush() -> None:
        runs: list[tuple[Op, list[str]]] = [("same", same), ("removed", removed), ("added", added)]
        for op, run in runs:
            if run:
                result.append(Segment(op, "".join(run)))
                run.clear()

    for segment in segments:
        if not segment.text:
            continue
        if segment.op == "same":
            if removed or added:
                flush()
            same.append(segment.text)
        else:
            (removed if segment.op == "removed" else added).append(segment.text)
    flush()
    return result


def _without_islands(segments: list[Segment]) -> list[Segment]:
    """Give up short equal runs between two changes: one changed phrase reads better than confetti."""
    result: list[Segment] = []
    for index, segment in enumerate(segments):
        if segment.op == "same" and _is_island(segments, index):
            result += [Segment("removed", segment.text), Segment("added", segment.text)]
        else:
            result.append(segment)
    return _joined(result)


def _is_island(segments: list[Segment], index: int) -> bool:
    before, after = _change_words(segments, index, -1), _change_words(segments, index, 1)
    if before is None or after is None or "\n" in segments[index].text:
        return False
    words = len(_WORD.findall(segments[index].text))
    return words <= _ISLAND and words <= min(before, after)


def _change_words(segments: list[Segment], index: int, direction: int) -> int | None:
    """Words of the bigger side of the change before (-1) or behind (1) a segment, None at the end of the text."""
    sizes = []
    place = index + direction
    while 0 <= place < len(segments) and segments[place].op != "same":
        sizes.append(len(_WORD.findall(segments[place].text)))
        place += direction
    return max(sizes, default=None)
