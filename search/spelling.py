"""Typing errors: a syllable that nobody writes, or that never stands between its neighbours, and one a letter away
that does. What is a word where it stands is left alone."""

import math
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from search import analysis
from search.vocabulary import Vocabulary

_SHORTEST = 2
_SHORTEST_KNOWN = 3
_LONGEST = 12
_UNSEEN = 0.5
"""What a pair that was never met counts for, in occurrences."""

_ALIKE = 0.7
"""How alike a syllable must be, of 1, where none is a letter away."""

_FREQUENCY_WEIGHT = 0.3
_GAIN_OF_UNKNOWN = 1.0
_GAIN_OF_KNOWN = 11.0
"""By how much, in natural logarithms of occurrences, another syllable must fit better. A syllable that is a word
elsewhere must fit thousands of times worse: rare words are likelier than one word mistyped as another."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`typed`, as it was spelled in the text, was read as the folded `syllable`, which is mostly written as `shown`."""

    typed: str
    syllable: str
    shown: str


def respell(
    line: str, vocabulary: Vocabulary, *, as_typed: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[Correction, ...]]:
    """The syllables of a text as they were meant, and what was mistyped among them, in order; () where all is well or
    no words are known. Pieces that are in `as_typed` are left alone."""
    line = analysis.nfc(line)
    tokens = list(analysis.tokenize(line))
    typed = [line[token.start : token.end] for token in tokens]
    meant = [token.text for token in tokens]
    for place, syllable in enumerate(meant):
        # Capitals are abbreviations, which no neighbour explains.
        if typed[place] not in as_typed and not typed[place].isupper():
            meant[place] = _meant(syllable, *_beside(meant, place), vocabulary)
    return tuple(meant), tuple(
        Correction(typed[place], syllable, vocabulary.written(syllable, *_beside(meant, place)))
        for place, syllable in enumerate(meant)
        if syllable != tokens[place].text
    )


def _beside(syllables: list[str], place: int) -> tuple[str, str]:
    return syllables[place - 1] if place else "", syllables[place + 1] if place + 1 < len(syllables) else ""


def one_letter_away(syllable: str) -> set[str]:
    """All strings of letters that a syllable becomes by leaving out, swapping, replacing or adding one letter."""
    cuts = [(syllable[:place], syllable[place:]) for place in range(len(syllable) + 1)]
    return {
        *(left + right[1:] for left, right in cuts if right),
        *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        *(left + letter + right[1:] for left, right in cuts if right for letter in string.ascii_lowercase),
        *(left + letter + right for left, right in cuts for letter in string.ascii_lowercase),
    } - {syllable}


def alternatives(syllable: str, left: str, right: str, vocabulary: Vocabulary, *, most: int) -> list[str]:
    """Known syllables that are spelled nearly like one, best in its place first."""
    if not _is_plain(syllable):
        return []
    near = set(_candidates(syllable, vocabulary))
    if not near:
        alike = [one for one in vocabulary if one[0] == syllable[0] and abs(len(one) - len(syllable)) <= 1]
        near = set(get_close_matches(syllable, alike, n=most, cutoff=_ALIKE))
    left, right = (beside if beside in vocabulary else "" for beside in (left, right))
    return sorted(near, key=lambda one: (-_fit(one, left, right, vocabulary), one))[:most]


def _is_plain(syllable: str) -> bool:
    return _SHORTEST <= len(syllable) <= _LONGEST and syllable.isascii() and syllable.isalpha()


def _meant(syllable: str, left: str, right: str, vocabulary: Vocabulary) -> str:
    """The syllable that was meant: nearly always this one."""
    if not _is_plain(syllable):
        return syllable
    # A neighbour that is no word itself says nothing.
    left, right = (beside if beside in vocabulary else "" for beside in (left, right))
    known = syllable in vocabulary
    if known and (
        len(syllable) < _SHORTEST_KNOWN or all(vocabulary.pair_count(*pair) for pair in _pairs(left, syllable, right))
    ):
        return syllable
    ranked = max(
        ((_fit(other, left, right, vocabulary), other) for other in _candidates(syllable, vocabulary)), default=None
    )
    if ranked is None:
        return syllable
    gain = ranked[0] - _fit(syllable, left, right, vocabulary)
    return ranked[1] if gain > (_GAIN_OF_KNOWN if known else _GAIN_OF_UNKNOWN) else syllable


def _candidates(syllable: str, vocabulary: Vocabulary) -> Iterator[str]:
    return (other for other in one_letter_away(syllable) if len(other) >= _SHORTEST and other in vocabulary)


def _fit(syllable: str, left: str, right: str, vocabulary: Vocabulary) -> float:
    pairs = sum(math.log(vocabulary.pair_count(*pair) + _UNSEEN) for pair in _pairs(left, syllable, right))
    return pairs + _FREQUENCY_WEIGHT * math.log(vocabulary.count(syllable) + _UNSEEN)


def _pairs(left: str, syllable: str, right: str) -> Iterator[tuple[str, str]]:
    if left:
        yield left, syllable
    if right:
        yield syllable, right
