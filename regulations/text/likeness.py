"""How alike two texts are by their words, and which of many texts may be alike, without weighing every pair."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\w+")
_EVERY_PAIR = 400  # product of two lengths up to which every pair is weighed
_SHINGLE = 3  # words
_SHINGLED = 300  # words of a text that are looked up: enough to know it again
_COMMON = 4  # a phrase that stands in more texts of one side tells nobody apart
_CANDIDATES = 4  # texts weighed for one text at most


def word_counts(text: str) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(_WORD.findall(text))


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """The share of words that both have, 0 to 1; two texts without words are not alike."""
    total = old.total() + new.total()
    if len(new) < len(old):
        old, new = new, old
    return 2 * sum(min(count, new[word]) for word, count in old.items() if word in new) / total if total else 0.0


def weigh(
    old: Sequence[str], new: Sequence[str], always: Iterable[tuple[int, int]] = ()
) -> list[tuple[float, int, int]]:
    """(likeness, place in old, place in new) of the pairs that may be alike, and of those that are always weighed."""
    pairs = set(always)
    if len(old) * len(new) <= _EVERY_PAIR:
        pairs.update((i, j) for i in range(len(old)) for j in range(len(new)))
    else:
        pairs.update(_sharing_phrases(old, new))
    old_words = {i: word_counts(old[i]) for i in {i for i, _ in pairs}}
    new_words = {j: word_counts(new[j]) for j in {j for _, j in pairs}}
    return [(likeness(old_words[i], new_words[j]), i, j) for i, j in sorted(pairs)]


def _sharing_phrases(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, text in enumerate(old):
        for phrase in _phrases(text):
            places[phrase].append(i)
    for j, text in enumerate(new):
        shared: Counter[int] = Counter()
        for phrase in _phrases(text):
            there = places.get(phrase, ())
            if len(there) <= _COMMON:
                shared.update(there)
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        yield from ((i, j) for i, _ in best[:_CANDIDATES])


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text)[:_SHINGLED]
    return set(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
