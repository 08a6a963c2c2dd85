"""Which provision of an earlier text is which of a later one: by number and by words, with how sure that is.

A number alone does not do: an inserted Điều 15 pushes the old one to 16, a khoản moves to another article. Words alone
do not either: "a) Đơn đề nghị;" stands in thirty articles. Kinds are matched from the widest to the narrowest, so that
what is inside a matched pair is looked for there first, and elsewhere only when it is gone from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from regulations.text.alignment import rising_chain
from regulations.text.labels import LEVELS
from regulations.text.likeness import weigh

PairKind = Literal["unchanged", "changed", "added", "removed", "moved", "renumbered"]

_FREE = ("part", "annex", "article", "preamble", "paragraph")  # known by label, whatever they stand in
_UNNUMBERED = ("preamble", "paragraph")  # their number is a place in the text, printed nowhere
_WHOLE = ("article", "clause")  # matched by all that is in them; wider units by their headings
_SAME_NUMBER = 0.15  # added to the likeness of two that bear one number
_ALIKE, _ALIKE_ELSEWHERE = 0.55, 0.7  # likeness from which another number, another parent is believed
_WORDY, _WORDY_ELSEWHERE = 12, 25  # characters below which equal words prove nothing
_PLAIN = 80  # characters from which equal words leave little doubt
_NUMBER_ALONE = 0.3  # confidence in one number over words that have nothing in common


class Matchable(Protocol):
    """A provision as matching needs it, parsed or stored; a sequence of them is in document order."""

    label: str
    kind: str
    number: str
    heading: str
    text: str


P = TypeVar("P", bound=Matchable)


@dataclass(frozen=True)
class ProvisionPair(Generic[P]):
    """What became of one provision. `old` is None for an added one, `new` for a removed one.

    "moved" stands under another parent or in another place among its neighbours; "renumbered" has only another number.
    Both leave open whether its words changed too: `text_changed` says it. What stands in a moved or renumbered parent
    is not moved itself. Own heading and text count, those of children do not. `confidence` is from 0 to 1; `corrected`
    is an editor's word.
    """

    old: P | None
    new: P | None
    kind: PairKind
    confidence: float
    corrected: bool = False

    @property
    def label(self) -> str:
        """The new label, the old one of a removed provision."""
        return (self.new or self.old).label

    @property
    def text_changed(self) -> bool:
        """Whether both are there and their own heading or text differ."""
        return self.old is not None and self.new is not None and _content(self.old) != _content(self.new)


def match_provisions(
    old: Sequence[P], new: Sequence[P], *, corrections: Iterable[tuple[str, str]] = ()
) -> list[ProvisionPair[P]]:
    """Every provision of both texts in exactly one pair, in the order of the new text, removed ones where they stood.

    `corrections` are pairs (old label, new label) that an editor gave, an empty one for none; they win over what is
    found. Labels that are in neither text, and a second word on the same label, are passed over.
    """
    matching = _Matching(_Side(old), _Side(new))
    matching.correct(corrections)
    kinds = {provision.kind for provision in [*old, *new]}
    for kind in sorted(kinds, key=lambda kind: (LEVELS[kind], kind)):
        matching.match_kind(kind)
    return matching.pairs()


def _content(provision: Matchable) -> tuple[str, str]:
    return provision.heading, provision.text


class _Side(Generic[P]):
    """One text: who stands in whom, and the words by which each provision is known."""

    def __init__(self, provisions: Sequence[P]) -> None:
        self.provisions = provisions
        self.parents: list[int | None] = []
        self.words: list[str] = []
        self.keys: list[Hashable] = []
        path: list[int] = []
        whole: list[list[str]] = []
        again: dict[Hashable, int] = defaultdict(int)
        for place, provision in enumerate(provisions):
            while path and LEVELS[provisions[path[-1]].kind] >= LEVELS[provision.kind]:
                path.pop()
            self.parents.append(path[-1] if path else None)
            path.append(place)
            whole.append([])
            own = f"{provision.heading}\n{provision.text}"
            for holder in path:
                if holder == place or provisions[holder].kind in _WHOLE:
                    whole[holder].append(own)
            nth = (self.parents[-1], provision.kind, provision.number)
            again[nth] += 1
            self.keys.append(provision.label if provision.kind in _FREE else (provision.number, again[nth]))
        self.words = ["\n".join(texts).strip() for texts in whole]

    def groups(self, kind: str, places: Iterable[int]) -> dict[int | None, list[int]]:
        """The places of provisions of a kind by what they stand in; all together where that does not matter."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for place in places:
            if self.provisions[place].kind == kind:
                found[None if kind in _FREE else self.parents[place]].append(place)
        return found


class _Matching(Generic[P]):
    """The pairs found so far, as places in the two texts."""

    def __init__(self, old: _Side[P], new: _Side[P]) -> None:
        self.old, self.new = old, new
        self.new_of: dict[int, int] = {}
        self.old_of: dict[int, int] = {}
        self.confidence: dict[int, float] = {}  # by new place
        self.corrected_old: set[int] = set()
        self.corrected_new: set[int] = set()
        self.nearest_old: dict[int, float] = defaultdict(float)
        self.nearest_new: dict[int, float] = defaultdict(float)

    def correct(self, corrections: Iterable[tuple[str, str]]) -> None:
        old_places = {provision.label: place for place, provision in enumerate(self.old.provisions)}
        new_places = {provision.label: place for place, provision in enumerate(self.new.provisions)}
        for old_label, new_label in corrections:
            i, j = old_places.get(old_label), new_places.get(new_label)
            if (old_label and i is None) or (new_label and j is None):
                continue
            if i in self.corrected_old or j in self.corrected_new:
                continue
            if i is not None:
                self.corrected_old.add(i)
            if j is not None:
                self.corrected_new.add(j)
            if i is not None and j is not None:
                self._pair(i, j, 1.0)

    def match_kind(self, kind: str) -> None:
        """Match the provisions of one kind, those of wider kinds being matched."""
        old = self.old.groups(kind, (i for i in range(len(self.old.provisions)) if self._is_free(i, None)))
        new = self.new.groups(kind, (j for j in range(len(self.new.provisions)) if self._is_free(None, j)))
        for parent, places in old.items():
            there = new.get(self.new_of.get(parent) if parent is not None else None)
            if there and (parent is None or parent in self.new_of):
                self._match_among(places, there, by_number=kind not in _UNNUMBERED)
        if kind not in _FREE:
            everywhere = [i for places in old.values() for i in places], [j for places in new.values() for j in places]
            self._match_elsewhere(*everywhere)

    def _is_free(self, i: int | None, j: int | None) -> bool:
        if i is not None:
            return i not in self.new_of and i not in self.corrected_old
        return j not in self.old_of and j not in self.corrected_new

    def _pair(self, i: int, j: int, confidence: float) -> None:
        self.new_of[i], self.old_of[j], self.confidence[j] = j, i, confidence

    def _match_among(self, old: list[int], new: list[int], *, by_number: bool) -> None:
        """Match within one parent: the same under one number, the same under another, what is alike, what is left."""
        numbered = {self.new.keys[j]: j for j in new}
        same_number = [(i, numbered[self.old.keys[i]]) for i in old if self.old.keys[i] in numbered]
        for i, j in same_number:
            if self.old.words[i] == self.new.words[j]:
                self._pair(i, j, 1.0)
        self._match_equal(old, new, _WORDY)
        rest = [(i, j) for i, j in same_number if self._is_free(i, None) and self._is_free(None, j)]
        self._match_alike(old, new, rest, _ALIKE)
        if by_number:
            for i, j in rest:
                if self._is_free(i, None) and self._is_free(None, j):
                    self._pair(i, j, _NUMBER_ALONE)

    def _match_elsewhere(self, old: list[int], new: list[int]) -> None:
        self._match_equal(old, new, _WORDY_ELSEWHERE)
        self._match_alike(
            [i for i in old if len(self.old.words[i]) >= _PLAIN],
            [j for j in new if len(self.new.words[j]) >= _PLAIN], [], _ALIKE_ELSEWHERE,
        )  # fmt: skip

    def _match_equal(self, old: list[int], new: list[int], wordy: int) -> None:
        """Match what says the same: where it stands once on either side, or as often on both, in order."""
        in_old: dict[str, list[int]] = defaultdict(list)
        in_new: dict[str, list[int]] = defaultdict(list)
        for i in old:
            if self._is_free(i, None) and len(self.old.words[i]) >= wordy:
                in_old[self.old.words[i]].append(i)
        for j in new:
            if self._is_free(None, j):
                in_new[self.new.words[j]].append(j)
        for words, places in in_old.items():
            there = in_new.get(words, ())
            if len(there) == len(places):
                for i, j in zip(places, there, strict=True):
                    self._pair(i, j, 0.95 if len(words) >= _PLAIN else 0.8)

    def _match_alike(self, old: list[int], new: list[int], same_number: list[tuple[int, int]], alike: float) -> None:
        """Match the likest first; a number in common is worth a little."""
        old, new = [i for i in old if self._is_free(i, None)], [j for j in new if self._is_free(None, j)]
        at_old, at_new = {i: at for at, i in enumerate(old)}, {j: at for at, j in enumerate(new)}
        numbered = {(at_old[i], at_new[j]) for i, j in same_number}
        weighed = weigh([self.old.words[i] for i in old], [self.new.words[j] for j in new], numbered)
        for like, at_i, at_j in sorted(weighed, key=lambda found: _rank(found, numbered)):
            i, j = old[at_i], new[at_j]
            self.nearest_old[i] = max(self.nearest_old[i], like)
            self.nearest_new[j] = max(self.nearest_new[j], like)
            together = (at_i, at_j) in numbered
            if like >= alike - (_SAME_NUMBER if together else 0) and self._is_free(i, None) and self._is_free(None, j):
                self._pair(i, j, _NUMBER_ALONE + (1 - _NUMBER_ALONE) * like if together else like)

    def pairs(self) -> list[ProvisionPair[P]]:
        """The pairs in the order of the new text, removed ones behind the pair they stood behind."""
        moved = self._out_of_order()
        removed: dict[int, list[int]] = defaultdict(list)
        last = -1
        for i in range(len(self.old.provisions)):
            j = self.new_of.get(i)
            if j is None:
                removed[last].append(i)
            elif j not in moved:
                last = j
        result = [self._removed(i) for i in removed[-1]]
        for j in range(len(self.new.provisions)):
            result.append(self._standing(j, moved))
            result.extend(self._removed(i) for i in removed[j])
        return result

    def _removed(self, i: int) -> ProvisionPair[P]:
        corrected = i in self.corrected_old
        confidence = 1.0 if corrected else _rounded(1 - self.nearest_old[i])
        return ProvisionPair(self.old.provisions[i], None, "removed", confidence, corrected)

    def _standing(self, j: int, moved: set[int]) -> ProvisionPair[P]:
        after, i, corrected = self.new.provisions[j], self.old_of.get(j), j in self.corrected_new
        if i is None:
            confidence = 1.0 if corrected else _rounded(1 - self.nearest_new[j])
            return ProvisionPair(None, after, "added", confidence, corrected)
        before = self.old.provisions[i]
        kind: PairKind = "unchanged" if _content(before) == _content(after) else "changed"
        if j in moved:
            kind = "moved"
        elif before.kind not in _UNNUMBERED and before.number.lower() != after.number.lower():
            kind = "renumbered"
        return ProvisionPair(before, after, kind, _rounded(self.confidence[j]), corrected)

    def _out_of_order(self) -> set[int]:
        """New places of what stands in another parent, or has been overtaken by its neighbours."""
        moved: set[int] = set()
        families: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
        for i, j in sorted(self.new_of.items()):
            kind = self.new.provisions[j].kind
            old_parent, parent = self.old.parents[i], self.new.parents[j]
            if kind in _FREE:
                families[kind].append((i, j))
            elif self.new_of.get(old_parent, None) == parent:
                families[(kind, parent)].append((i, j))
            elif kind in ("clause", "point"):
                moved.add(j)
        for pairs in families.values():
            kept = set(rising_chain(pairs))
            moved.update(j for i, j in pairs if (i, j) not in kept)
        return moved


def _rank(found: tuple[float, int, int], numbered: set[tuple[int, int]]) -> tuple[float, int, int]:
    like, i, j = found
    return -(like + (_SAME_NUMBER if (i, j) in numbered else 0)), i, j


def _rounded(confidence: float) -> float:
    return round(min(max(confidence, 0.0), 1.0), 2)
