"""Terms in a text: found without regard to accents where none were typed, and never against those that were."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import nfc, tokenize

# What may be a Vietnamese syllable without its accents: "co" is có and cơ, "vat" is vật, but "gpkd" nothing else.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable as it was typed, at `text[start:end]`: folded, its accents in any order (hòa and hoà are the same),
    whether in capitals."""

    token: str
    accents: str
    capitals: bool
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The syllables of an NFC text."""
    return [
        Word(token, "" if (piece := text[start:end]).isascii() else _accents(piece), piece.isupper(), start, end)
        for token, start, end in tokenize(text)
    ]


@lru_cache(4_096)
def _accents(piece: str) -> str:
    decomposed = unicodedata.normalize("NFD", piece.lower())
    return "".join(sorted(c for c in decomposed if unicodedata.combining(c) or c == "đ"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term means from day `since` until, not on, day `until`; None is always. `english` terms are."""

    text: str
    english: bool = False
    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Found:
    """The meanings of `words[start:end]`."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class Terms:
    """Many terms, looked for at once. Of those that overlap the first is found, of those that begin together the
    longest; all meanings of that one."""

    def __init__(self, terms: Iterable[tuple[str, Meaning]]) -> None:
        self._by_first: dict[str, list[tuple[list[Word], Meaning]]] = {}
        for text, meaning in terms:
            words = words_of(nfc(text))
            if words:
                first = _singular(words[0].token) if meaning.english else words[0].token
                self._by_first.setdefault(first, []).append((words, meaning))

    def find(self, typed: Sequence[Word], day: datetime.date) -> Iterator[Found]:
        place = 0
        while place < len(typed):
            here = self._standing_at(typed, place, day)
            length = max((length for length, _ in here), default=0)
            if length:
                meant: dict[str, Meaning] = {}
                for of_length, meaning in here:
                    if of_length == length:
                        meant.setdefault(meaning.text, meaning)
                yield Found(place, place + length, tuple(meant.values()))
            place += length or 1

    def _standing_at(self, typed: Sequence[Word], place: int, day: datetime.date) -> list[tuple[int, Meaning]]:
        token = typed[place].token
        begun = self._by_first.get(token, ())
        if (singular := _singular(token)) != token:
            begun = (*begun, *self._by_first.get(singular, ()))
        return [
            (len(words), meaning)
            for words, meaning in begun
            if meaning.holds_on(day) and _same(words, typed[place : place + len(words)], meaning.english)
        ]


def _same(own: Sequence[Word], typed: Sequence[Word], english: bool) -> bool:
    """Whether a term was typed. Accents that were typed must be its own. One that could be another word without them,
    as CO, is only meant where it is typed with its accents or in capitals."""
    if len(typed) < len(own):
        return False
    for word, other in zip(own, typed, strict=True):
        alike = word.token == other.token or (english and _singular(word.token) == _singular(other.token))
        if not alike or other.accents not in ("", word.accents):
            return False
    ambiguous = len(own) == 1 and _SYLLABLE.fullmatch(own[0].token)
    return not ambiguous or typed[0].capitals or bool(typed[0].accents)


def _singular(token: str) -> str:
    """ "licenses" as "license", near enough to compare English words with each other."""
    if not token.endswith("s") or len(token) < 4:
        return token
    return token[:-3] + "y" if token.endswith("ies") else token[:-1]
