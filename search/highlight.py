"""Marks what was searched for in the stored text: the same whatever the engine, and on the text as it is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from search import analysis
from search.parser import ParsedText, Tokens, parse

SNIPPET_LENGTH = 260
"""Characters of a snippet, about two lines of a result."""

SEARCHED = 20_000
"""Characters of a text in which a snippet is looked for: the longest article has more than 100,000."""

_BETWEEN = r"[\s\-/.,]{1,3}"

Span = tuple[int, int]


@dataclass(frozen=True)
class Highlighter:
    """Marks the words of one query."""

    parsed: ParsedText
    also: tuple[Tokens, ...] = ()
    """Words of other ways to say it."""

    @classmethod
    def of(cls, text: str) -> "Highlighter":
        """For what a reader typed."""
        return cls(parse(text))

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, with `<mark>`s."""
        text = analysis.nfc(text)
        return _marked(text, self._spans(text), 0, len(text))

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> SafeString:
        """The piece of a text that has most of what was searched for, or its beginning if it has none of it."""
        return _shown(self._piece(text, length))

    def best_snippet(self, texts: Iterable[str], length: int = SNIPPET_LENGTH) -> tuple[int | None, SafeString]:
        """Which of several texts has most of what was searched for in one piece, and that piece as a snippet; of equals
        the first. (None, beginning of the first text) if none has any of it."""
        pieces = [self._piece(text, length) for text in texts]
        weights = [piece.weight for piece in pieces]
        if not any(weights):
            return None, _shown(pieces[0]) if pieces else mark_safe("")
        best = weights.index(max(weights))
        return best, _shown(pieces[best])

    def _piece(self, text: str, length: int) -> "_Piece":
        text = analysis.nfc(text[:SEARCHED]).strip()
        spans = self._spans(text)
        return _Piece(text, spans, *_window(text, spans, length))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """A word, as the first group, and all that stand side by side with it."""
        parsed = self.parsed
        groups = (*parsed.runs, *parsed.beside, *self.also, *(number.words for number in parsed.numbers))
        tokens = {token for group in groups for token in group}
        if not tokens:
            return None
        spellings = sorted({spelling for token in tokens for spelling in analysis.spellings(token)}, key=len)
        # What must not stand before a word is looked at behind it: so the search can skip to the first letters.
        words = (rf"{word}(?<![^\W_]{word})" for word in map(re.escape, reversed(spellings)))
        word = rf"(?:{'|'.join(words)})(?![^\W_])"
        return re.compile(rf"({word})(?:{_BETWEEN}{word})*")

    @cached_property
    def _single(self) -> bool:
        return sum(len(group) for group in (*self.parsed.runs, *self.parsed.beside, *self.also)) <= 1

    def _spans(self, text: str) -> list[Span]:
        """The places to mark. A syllable alone means little (`la` is là, lá and lạ): it is marked only where the text
        has no two of them side by side."""
        if self._pattern is None:
            return []
        found = list(self._pattern.finditer(analysis.fold(text)))
        together = [match.span() for match in found if match.end() > match.end(1)]
        return [match.span() for match in found] if self._single or not together else together


class _Piece(NamedTuple):
    """`text[start:end]`, and all that is marked in the text."""

    text: str
    spans: list[Span]
    start: int
    end: int

    @property
    def weight(self) -> int:
        """How much of it is marked. Words side by side count more than the same words scattered."""
        return sum((right - left) ** 2 for left, right in self.spans if left >= self.start and right <= self.end)


def _shown(piece: _Piece) -> SafeString:
    text, spans, start, end = piece
    # Line ends and indents of a text mean nothing in its snippet.
    marked = " ".join(_marked(text, spans, start, end).split())
    return mark_safe(f"{'… ' if start else ''}{marked}{' …' if end < len(text) else ''}")


def _window(text: str, spans: list[Span], length: int) -> Span:
    """The piece of about `length` characters with the most marked characters, begun a little before the first mark."""
    if len(text) <= length:
        return 0, len(text)
    best, best_weight, weight, first = 0, 0, 0, 0
    for last, (start, end) in enumerate(spans):
        weight += end - start
        while spans[first][0] < end - length * 3 // 4 and first < last:
            weight -= spans[first][1] - spans[first][0]
            first += 1
        if weight > best_weight:
            best, best_weight = spans[first][0], weight
    start = max(0, best - length // 5)
    if start:
        start = text.find(" ", start, best) + 1 or best
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length // 2)
    return start, end


def _marked(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    pieces: list[str] = []
    place = start
    for left, right in spans:
        if left < place or right > end:
            continue
        pieces += [escape(text[place:left]), "<mark>", escape(text[left:right]), "</mark>"]
        place = right
    pieces.append(escape(text[place:end]))
    return mark_safe("".join(pieces))
