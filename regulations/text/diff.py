"""What changed between two texts: word by word, paragraph beside paragraph, provision by provision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from regulations.text.alignment import matching_pairs, paired_lines, replaced_blocks

Op = Literal["same", "removed", "added"]
ChangeKind = Literal["unchanged", "changed", "added", "removed", "moved"]

# A word takes the space before it, so an inserted word is one token; 15.000, 05/2024 and NĐ-CP are words.
_TOKEN = re.compile(r"[^\S\n]*(?:\w+(?:[.,/:-]\w+)*|[^\w\s]|\n)|[^\S\n]+")
_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ISLAND = 3  # words: equal runs up to this length between two bigger changes are no help to a reader
_WORTH_MOVING = 20  # characters: shorter provisions are too alike to say that one moved


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


class Comparable(Protocol):
    """A provision as comparison needs it: parsed or stored."""

    label: str
    heading: str
    text: str


P = TypeVar("P", bound=Comparable)


@dataclass(frozen=True)
class Change(Generic[P]):
    """What happened to one provision. `label` is the new one, the old one for a removed provision."""

    kind: ChangeKind
    label: str
    old: P | None
    new: P | None


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


def diff_provisions(old: Sequence[P], new: Sequence[P]) -> list[Change[P]]:
    """What happened to each provision, matched by label, in the order of the new text.

    Heading and text are compared, not those of children. "moved" is the same content under another label or in another
    place among its neighbours; removed provisions stand where they were.
    """
    old_by_label = {provision.label: provision for provision in old}
    new_labels = {provision.label for provision in new}
    moved = _moved(old, new, old_by_label, new_labels)
    gone = {provision.label for provision in moved.values()}
    pairs = matching_pairs([provision.label for provision in old], [provision.label for provision in new])
    changes: list[Change[P]] = []
    for index, (i, i_end, j, j_end) in enumerate(replaced_blocks(pairs, len(old), len(new))):
        changes.extend(
            Change("removed", provision.label, provision, None)
            for provision in old[i:i_end]
            if provision.label not in new_labels and provision.label not in gone
        )
        for provision in new[j:j_end]:
            before = old_by_label.get(provision.label) or moved.get(provision.label)
            changes.append(Change(_fate(before, provision, elsewhere=True), provision.label, before, provision))
        if index < len(pairs):
            before, after = old[pairs[index][0]], new[pairs[index][1]]
            changes.append(Change(_fate(before, after, elsewhere=False), after.label, before, after))
    return changes


def _content(provision: Comparable) -> tuple[str, str]:
    return provision.heading, provision.text


def _fate(before: Comparable | None, after: Comparable, *, elsewhere: bool) -> ChangeKind:
    if before is None:
        return "added"
    if _content(before) != _content(after):
        return "changed"
    return "moved" if elsewhere else "unchanged"


def _moved(old: Sequence[P], new: Sequence[P], old_labels: Iterable[str], new_labels: Iterable[str]) -> dict[str, P]:
    """New label to the old provision of the same content, for labels that only one side has."""
    known_old, known_new = set(old_labels), set(new_labels)
    places: dict[tuple[str, str], list[P]] = {}
    for provision in reversed(old):
        if provision.label not in known_new and len(provision.heading + provision.text) >= _WORTH_MOVING:
            places.setdefault(_content(provision), []).append(provision)
    found: dict[str, P] = {}
    for provision in new:
        if provision.label not in known_old and places.get(_content(provision)):
            found[provision.label] = places[_content(provision)].pop()
    return found
