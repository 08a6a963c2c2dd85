"""Where the numbers of provisions do not run on, and what in the text itself explains it.

An explanation is a rule that finds its reason in the words: a number that stands there in another shape, an article
cut out of another text, a form. What no rule explains is a mistake of the reader or of the source, for a person to see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from regulations.text.sequence import LETTERS, PASSED_OVER, Count, count_of, counts_on, first_of, next_of
from regulations.text.structure import ParsedProvision

COUNTED = ("article", "clause", "point")
"""Kinds whose numbers must run. Headings above articles are often missing as a whole and are not counted."""

_FEW = 5  # numbers that a source may have lost in one place
_NEAR = 3_000  # characters at the beginning of an article, or before a provision, that say what it is about
_AROUND = 500  # provisions
_ATTACHED = re.compile(
    r"^(?:[\W\d]*(?:Phụ lục|PHỤ LỤC|Mẫu|MẪU|Biểu|BIỂU|BẢNG|Bảng|DANH MỤC|Danh mục)\b|(?:STT|TT)\b)|\.{6}|…{3}|_{4}",
    re.MULTILINE,
)
_AMENDING = re.compile(r"[Ss]ửa đổi|[Bb]ổ sung|[Tt]hay thế|[Bb]ãi bỏ")
_SWALLOWED = {("article", "article"), ("clause", "section")}
_ENDS_OPEN = ":"


@dataclass(frozen=True)
class Gap:
    """A provision whose number does not follow `before` (None: it is the first). `reason` names a rule, "" for none."""

    provision: ParsedProvision
    before: ParsedProvision | None
    reason: str


@dataclass(frozen=True)
class _Found:
    """What the rules look at."""

    provision: ParsedProvision
    count: Count
    before: Count | None
    parent: ParsedProvision | None
    above: str
    """The text from the parent's beginning to the provision."""
    whole: str
    """All the text of the parent."""
    outside: tuple[ParsedProvision, ...]
    """What the parent stands in, and the parent itself."""
    following: Count | None

    @property
    def missing(self) -> list[str]:
        """The numbers left out, as they would be printed."""
        kind = self.provision.kind
        before = self.before
        if before is None and kind == "article" and self.parent is not None and self.parent.kind == kind:
            before = count_of(kind, self.parent.number)  # the source counts it to the one before
        value = first_of(kind) if before is None else next_of(kind, before.value)
        found = []
        while value < self.count.value:
            found.append(LETTERS[value] if kind == "point" else str(value))
            value = next_of(kind, value)
        return found


def find_gaps(provisions: Sequence[ParsedProvision]) -> list[Gap]:
    """Every place of a document where numbers do not run on, in document order, explained where a rule can."""
    texts = _Texts(provisions)
    gaps: list[Gap] = []
    for family in _families(provisions):
        before: Count | None = None
        for index, place in enumerate(family):
            provision = provisions[place]
            count = count_of(provision.kind, provision.number)
            if not counts_on(provision.kind, before, count):
                following = family[index + 1] if index + 1 < len(family) else None
                found = texts.found(place, count, before, following)
                last = provisions[family[index - 1]] if index else None
                gaps.append(Gap(provision, last, _explained(found)))
            following = provisions[family[index + 1]] if index + 1 < len(family) else None
            before = _counted(before, count, provision.kind, following)
    return sorted(gaps, key=lambda gap: gap.provision.position)


def _families(provisions: Sequence[ParsedProvision]) -> Iterator[list[int]]:
    """Places of brothers of one kind. Articles of a document are brothers whatever chapter they stand in."""
    families: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for place, provision in enumerate(provisions):
        if provision.kind in COUNTED:
            families[provision.kind, _holder(provisions, provision)].append(place)
    yield from families.values()


def _holder(provisions: Sequence[ParsedProvision], provision: ParsedProvision) -> int | None:
    place = provision.parent
    while provision.kind == "article" and place is not None and provisions[place].kind not in ("article", "annex"):
        place = provisions[place].parent
    return place


def _counted(before: Count | None, count: Count, kind: str, following: ParsedProvision | None) -> Count:
    """What has been counted up to: a misprinted number stands for the one that was due."""
    if before is None or kind == "article" or count.value > before.value or count.value == first_of(kind):
        return count
    due = Count(next_of(kind, before.value))
    goes_on = following is not None and counts_on(kind, due, count_of(kind, following.number))
    return due if goes_on or count.value < before.value else count


class _Texts:
    """The texts that rules look at, made only for provisions with a gap."""

    def __init__(self, provisions: Sequence[ParsedProvision]) -> None:
        self.provisions = provisions

    def found(self, place: int, count: Count, before: Count | None, following: int | None) -> _Found:
        provision = self.provisions[place]
        holder = _holder(self.provisions, provision)
        if holder is None:  # of a whole document, what stands near
            start, end = max(place - _AROUND, 0), min(place + _AROUND, len(self.provisions))
        else:
            start, end = holder, self._end(holder)
        after = self.provisions[following] if following is not None else None
        return _Found(
            provision,
            count,
            before,
            self.provisions[holder] if holder is not None else None,
            self._printed(start, place),
            self._printed(start, end),
            tuple(self._outside(holder)),
            count_of(after.kind, after.number) if after else None,
        )

    def _printed(self, start: int, end: int) -> str:
        return "\n".join(f"{each.marker}{each.heading}\n{each.text}" for each in self.provisions[start:end])

    def _end(self, holder: int) -> int:
        depth = self.provisions[holder].depth
        rest = range(holder + 1, len(self.provisions))
        return next((place for place in rest if self.provisions[place].depth <= depth), len(self.provisions))

    def _outside(self, place: int | None) -> Iterator[ParsedProvision]:
        while place is not None:
            yield self.provisions[place]
            place = self.provisions[place].parent


def _misprinted(found: _Found) -> bool:
    """The source prints a number again, or a lower one, and counts on as if it were right: 2, 2, 3 or đ, c, g."""
    before = found.before
    if before is None or found.provision.kind == "article" or found.count.value > before.value:
        return False
    due = next_of(found.provision.kind, before.value)
    after = found.following
    return after is None or after.value in (due, next_of(found.provision.kind, due))


def _begins_anew(found: _Found) -> bool:
    """Articles are counted from 1 once more: a regulation, charter or contract is attached to the document."""
    return found.provision.kind == "article" and found.before is not None and found.count.value == 1


def _repeated_article(found: _Found) -> bool:
    """The source holds two texts of one article, as consolidated texts do with articles of the amending documents."""
    return found.provision.kind == "article" and found.before is not None and found.count.value == found.before.value


def _continues(found: _Found) -> bool:
    """The source counts what follows to what stands before: Điều 64 inside Điều 63, khoản 29 inside Mục 28."""
    holder, kind = found.parent, found.provision.kind
    if found.before is not None or holder is None or (kind, holder.kind) not in _SWALLOWED:
        return False
    return counts_on(kind, count_of(holder.kind, holder.number), found.count)


def _excerpt(found: _Found) -> bool:
    """The article was cut out of the text that an amending article changes, and begins or goes on where that does."""
    articles = [each for each in found.outside if each.kind == "article"]
    if found.provision.kind == "article":
        return bool(articles) and bool(_AMENDING.search(found.whole[:_NEAR]) or _AMENDING.search(found.above[-_NEAR:]))
    return len(articles) > 1


def _unnumbered_first(found: _Found) -> bool:
    """The first paragraph of an article bears no number and the second is 2; it may stand in the heading's line."""
    own = found.parent.text.strip() if found.parent else ""
    if found.parent and not own and found.parent.heading.endswith("."):
        own = found.parent.heading
    second = next_of(found.provision.kind, first_of(found.provision.kind))
    return found.before is None and found.count.value == second and bool(own) and not own.endswith(_ENDS_OPEN)


def _printed_otherwise(found: _Found) -> bool:
    """Every number left out stands above, but not as one: "23 Đề nghị", "2 1 . Giám định", "...: 1. Buộc" in a line."""
    missing = found.missing
    heading = found.parent.heading if found.parent else ""
    return bool(missing) and all(
        _shape(number, found.provision.kind).search(found.above) or re.search(rf"\s{number}\s?[.)]\s", heading)
        for number in missing
    )


def _shape(number: str, kind: str) -> re.Pattern[str]:
    spaced = r"\s?".join(number)
    if kind == "article":
        return re.compile(rf"(?:^\W*|[:;.]\s*)(?:Điều|ĐIỀU)\s+{spaced}(?!\w)", re.MULTILINE)
    behind = r"\s?\)" if kind == "point" else r"(?:\s?\.|\s+(?=[A-ZĐÀ-Ỹ]))"
    return re.compile(rf"(?:^\W*|[:;.,]\s*|”\s*){spaced}{behind}", re.MULTILINE)


def _broken_quotation(found: _Found) -> bool:
    """A quotation in the article is not closed, or closed twice: which lines are quoted cannot be told."""
    return found.whole.count("“") != found.whole.count("”") or found.whole.count('"') % 2 == 1


def _attached(found: _Found) -> bool:
    """A form, table or list stands above in the same article, whose own numbers are read."""
    return bool(_ATTACHED.search(found.above))


def _lost_by_source(found: _Found) -> bool:
    """A few numbers are nowhere in the article: the source skipped or lost them."""
    missing = found.missing
    return 0 < len(missing) <= _FEW and not any(
        _shape(number, found.provision.kind).search(found.whole) for number in missing
    )


def _other_letters(found: _Found) -> bool:
    """Points are counted with letters that Vietnamese counting leaves out, or without đ."""
    if found.provision.kind != "point" or found.before is None:
        return False
    between = LETTERS[found.before.value + 1 : found.count.value]
    return bool(between) and all(letter in PASSED_OVER + "đ" for letter in between)


RULES: dict[str, Callable[[_Found], bool]] = {
    "misprinted": _misprinted,
    "begins_anew": _begins_anew,
    "repeated_article": _repeated_article,
    "other_letters": _other_letters,
    "continues": _continues,
    "printed_otherwise": _printed_otherwise,
    "unnumbered_first": _unnumbered_first,
    "lost_by_source": _lost_by_source,
    "excerpt": _excerpt,
    "broken_quotation": _broken_quotation,
    "attached": _attached,
}
"""Names of explanations, the surest first. The docstring of each says what it takes as a reason."""


def _explained(found: _Found) -> str:
    return next((name for name, rule in RULES.items() if rule(found)), "")
