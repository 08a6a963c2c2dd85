"""What a Word file carries beside its text: listed for the officer, never published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

KINDS = (
    "inserted", "deleted", "formatted", "comment", "hidden", "text_box", "header", "footer", "footnote", "contents",
    "picture", "property",
)  # fmt: skip
"""In the order in which they are shown."""

KEPT = 300
"""Findings of one kind that are listed with their words; the others are counted."""
_WORDS = 300
_GOES_ON = ("inserted", "deleted", "hidden")


@dataclass(frozen=True)
class Finding:
    """One thing found: its words, who wrote it where the file says so, and the paragraph of the text it stands in.

    `paragraph` counts all paragraphs of the text from 1, None outside it. `name` is that of a property.
    """

    kind: str
    words: str
    paragraph: int | None = None
    who: str = ""
    name: str = ""


@dataclass
class Findings:
    """Collects findings; bounded, however many a file has. `counts` are complete."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[Finding] = field(default_factory=list)

    def add(self, kind: str, words: str, *, paragraph: int | None = None, who: str = "", name: str = "") -> None:
        """Add one; a piece that goes on from the last one, by the same hand in the same paragraph, is joined to it."""
        words = words.strip("\n")
        last = self.kept[-1] if self.kept else None
        if last and kind in _GOES_ON and (last.kind, last.paragraph, last.who) == (kind, paragraph, who):
            self.kept[-1] = Finding(kind, _shortened(last.words + words), paragraph, who, name)
            return
        self.counts[kind] += 1
        if self.counts[kind] <= KEPT:
            self.kept.append(Finding(kind, _shortened(words), paragraph, _shortened(who), _shortened(name)))

    def in_order(self) -> list[Finding]:
        return sorted(self.kept, key=lambda one: KINDS.index(one.kind))


def _shortened(words: str) -> str:
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
