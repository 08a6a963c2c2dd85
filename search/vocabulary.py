"""The syllables of an index and which of them stand side by side: what spelling is judged by.

Counted while an index is rebuilt, kept as a few hundred kB beside it (`search.kept_vocabulary`), read by every process.
"""

import json
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from search import analysis
from search.schema import IndexRow

_MAX_SYLLABLES = 30_000
_MAX_PAIRS = 300_000
_SPELLED_EVERY = 8
"""How words are written with accents is taken from all titles and every so manieth body: enough to know, and cheap."""


class Vocabulary:
    """How often syllables and pairs of neighbours were met. Only plain words are in it: letters, no digits."""

    def __init__(self, syllables: dict[str, int], pairs: dict[tuple[str, str], int], written: dict[str, str]) -> None:
        """`written` maps folded syllables and pairs ("dieu_kien") to how they are mostly written, if otherwise."""
        self._counts = syllables
        self._numbers = {syllable: number for number, syllable in enumerate(syllables)}
        keyed = sorted((self._key(*pair), count) for pair, count in pairs.items())
        # 300,000 pairs are 2.4 MB this way, and more than ten times that as a dictionary.
        self._keys = array("I", (key for key, _ in keyed))
        self._key_counts = array("I", (count for _, count in keyed))
        self._written = written

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, syllable: str) -> bool:
        return syllable in self._counts

    def __iter__(self) -> Iterator[str]:
        """The syllables, most frequent first."""
        return iter(self._counts)

    def count(self, syllable: str) -> int:
        return self._counts.get(syllable, 0)

    def pair_count(self, left: str, right: str) -> int:
        """How often `right` came right after `left`."""
        if left not in self._numbers or right not in self._numbers:
            return 0
        key = self._key(left, right)
        place = bisect_left(self._keys, key)
        return self._key_counts[place] if place < len(self._keys) and self._keys[place] == key else 0

    def written(self, syllable: str, left: str = "", right: str = "") -> str:
        """A folded syllable as it is mostly written, next to these neighbours if that is known: `kien` as "kiện"."""
        if (pair := self._written.get(f"{left}_{syllable}")) is not None:
            return pair.split(" ")[1]
        if (pair := self._written.get(f"{syllable}_{right}")) is not None:
            return pair.split(" ")[0]
        return self._written.get(syllable, syllable)

    def _key(self, left: str, right: str) -> int:
        return self._numbers[left] << 16 | self._numbers[right]

    def to_bytes(self) -> bytes:
        """For `from_bytes`."""
        content = [self._counts, self._keys.tolist(), self._key_counts.tolist(), self._written]
        return zlib.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> "Vocabulary":
        syllables, keys, counts, written = json.loads(zlib.decompress(content))
        vocabulary = cls(syllables, {}, written)
        vocabulary._keys, vocabulary._key_counts = array("I", keys), array("I", counts)
        return vocabulary


NO_WORDS = Vocabulary({}, {}, {})
"""Before the first rebuild: everything is spelled right."""


class WordCounter:
    """Counts the words of rows while they are indexed."""

    def __init__(self) -> None:
        self._rows = 0
        self._syllables: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._written: Counter[str] = Counter()

    def add(self, row: IndexRow) -> None:
        self._rows += 1
        for text in (row.title, row.body):
            tokens, pairs = analysis.cut(text)
            self._syllables.update(tokens)
            self._pairs.update(pairs)
        self._note_writing(row.title)
        if self._rows % _SPELLED_EVERY == 1:
            self._note_writing(row.body)

    def _note_writing(self, text: str) -> None:
        composed = analysis.nfc(text)
        words = [composed[token.start : token.end].lower() for token in analysis.tokenize(composed)]
        self._written.update(words)
        self._written.update(map(" ".join, pairwise(words)))

    def vocabulary(self) -> Vocabulary:
        """What was counted, without what has digits in it and the rarest beyond what is worth keeping."""
        words = {word: n for word, n in self._syllables.items() if word.isalpha()}
        words = dict(Counter(words).most_common(_MAX_SYLLABLES))
        split = ((tuple(pair.split("_")), n) for pair, n in self._pairs.items())
        known = ((pair, n) for pair, n in split if pair[0] in words and pair[1] in words)
        pairs = dict(Counter(dict(known)).most_common(_MAX_PAIRS))
        return Vocabulary(words, pairs, self._mostly_written(words, pairs))

    def _mostly_written(self, words: dict[str, int], pairs: dict[tuple[str, str], int]) -> dict[str, str]:
        found: dict[str, str] = {}
        for written, _count in self._written.most_common():
            tokens = tuple(analysis.syllables(written))
            if tokens in pairs or (len(tokens) == 1 and tokens[0] in words):
                found.setdefault("_".join(tokens), written)
        # A pair that is written as its syllables mostly are need not be remembered.
        usual = {folded: " ".join(found.get(one, one) for one in folded.split("_")) for folded in found}
        return {
            folded: written
            for folded, written in found.items()
            if written != (usual[folded] if "_" in folded else folded)
        }
