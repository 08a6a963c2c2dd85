"""Two texts as one Word file with tracked changes: accepting all gives the new text, rejecting all the old.

A changed paragraph is changed inside. A paragraph that only one side has comes or goes with its end, so that nothing of
it stays, not even an empty line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from regulations.text.alignment import paired_lines
from regulations.text.diff import diff_words
from regulations.text.docx.writing import AUTHOR, BODY, Text, pack, runs, style_of


@dataclass(frozen=True)
class Pair:
    """A paragraph as the old text and the new one have it; None on the side that does not."""

    old: Text | None
    new: Text | None


def pair_texts(old: Sequence[Text], new: Sequence[Text]) -> list[Pair]:
    """The paragraphs of two texts beside each other, equal ones and reworded ones paired."""
    left, right = iter(old), iter(new)
    return [
        Pair(next(left) if before is not None else None, next(right) if after is not None else None)
        for before, after in paired_lines([one.text for one in old], [one.text for one in new])
    ]


def write_redline(pairs: Iterable[Pair], *, title: str, on: datetime.date, running_head: str = "") -> bytes:
    """The file of these paragraphs. `on` is the day the changes are dated, as the same texts give the same bytes."""
    tracked = _Tracked(on)
    return pack("".join(map(tracked.paragraph, _ending_together(list(pairs)))), title=title, running_head=running_head)


class _Tracked:
    def __init__(self, on: datetime.date) -> None:
        self.numbers = count(1)
        # LibreOffice joins changes of one moment across the end of a paragraph and, rejecting them, takes that end away
        # with them. So neighbouring paragraphs are dated five minutes apart.
        self.said = [
            f'w:author="{escape(AUTHOR)}" w:date="{on.isoformat()}T00:{minute}:00Z"' for minute in ("00", "05")
        ]

    def paragraph(self, pair: Pair) -> str:
        self.said.reverse()
        if pair.old is None and pair.new is not None:
            mark, body = self._tag("w:ins", ""), self._added(pair.new.text)
        elif pair.new is None and pair.old is not None:
            mark, body = self._tag("w:del", ""), self._removed(pair.old.text)
        else:
            mark, body = "", self._changed(pair.old.text, pair.new.text)
        return f"<w:p>{style_of((pair.new or pair.old).style, mark)}{body}</w:p>"

    def _changed(self, old: str, new: str) -> str:
        pieces = {"same": runs, "removed": self._removed, "added": self._added}
        return "".join(pieces[segment.op](segment.text) for segment in diff_words(old, new))

    def _added(self, text: str) -> str:
        return self._tag("w:ins", runs(text)) if text else ""

    def _removed(self, text: str) -> str:
        return self._tag("w:del", runs(text, deleted=True)) if text else ""

    def _tag(self, name: str, inner: str) -> str:
        head = f'<{name} w:id="{next(self.numbers)}" {self.said[0]}'
        return f"{head}>{inner}</{name}>" if inner else f"{head}/>"


def _ending_together(pairs: list[Pair]) -> list[Pair]:
    """The end of a text's last paragraph can be neither added nor removed: both texts end in one paragraph.

    Where one text goes on behind the last paragraph that both have, an empty paragraph that stays ends both.
    """
    tail = []
    while pairs and (pairs[-1].old is None or pairs[-1].new is None):
        tail.append(pairs.pop())
    tail.reverse()
    removed, added = [one for one in tail if one.new is None], [one for one in tail if one.old is None]
    if not tail:
        return pairs or [Pair(Text(""), Text(""))]
    if removed and added:
        return [*pairs, *removed[:-1], *added[:-1], Pair(removed[-1].old, added[-1].new)]
    return [*pairs, *tail, Pair(Text("", BODY), Text("", BODY))]
