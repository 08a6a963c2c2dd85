"""Chains of units: "điểm a, b khoản 1 và khoản 2 Điều 5 của Luật này" taken apart into what is cited.

Units stand from small to large. What an earlier one leaves out it shares with the one behind it: the "khoản 1" of the
example is of Điều 5, and both are of this law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from regulations.text.citation_words import LEVELS, UPPER, CitedDocument, Numbered, document_at, number_at, unit_at

_UP = re.compile(r"(?:,?\s+(?:(?:c\s?ủa|thuộc|tại|trong)\s+)?)")
_AND = re.compile(
    r"(?:\s*[,;]\s*(?:(?:và|hoặc|hay)\s+)?|\s+(?:và|hoặc|hay|cùng|vào sau|vào trước|bằng|thành)\s+)"
    r"(?:(?:quy định\s+)?(?:tại|theo)\s+)?(?:(?:các|những)\s+)?"
)
_MORE = re.compile(r"\s*,\s*(?:(?:và|hoặc)\s+)?|\s+(?:và|hoặc|hay)\s+")
_UNTIL = re.compile(r"\s+đến\s+(?:hết\s+)?|\s?[-–]\s?(?=\d)")
_DOCUMENT = re.compile(r",?\s+(?:(?:c\s?ủa|tại|trong|thuộc|theo|ở)\s+)?|(?<=\d)\s?/\s?(?=Nghị|Luật)")
_ATTACHED = re.compile(r",?\s+(?:(?:được\s+)?ban hành\s+)?kèm theo\s+")
_ATTACHED_BEHIND = re.compile(r"[^.;:()\n]{1,200}?ban hành kèm theo\s+")
_LETTERS = list("abcdđeghiklmnopqrstuvxy")
_LONGEST_RANGE = 100
_OPENING = re.compile(
    r"(?:Điều|Mục|Tiểu mục|Chương|Phần|Phụ lục)\s+(?:thứ\s+)?(?:số\s+)?(?!này)\w{1,9}"
    rf"(?:[.:](?!\d)|\s*(?:\n|\Z)|\s+[{UPPER}]{{2,}})"
)


@dataclass
class Cited:
    """One thing cited: its units with their numbers, and the document where one is said. The span is its own words."""

    start: int
    end: int
    units: dict[str, Numbered] = field(default_factory=dict)
    document: CitedDocument | None = None

    @property
    def lowest(self) -> int:
        return min(LEVELS[kind] for kind in self.units)

    @property
    def highest(self) -> int:
        return max(LEVELS[kind] for kind in self.units)

    @property
    def is_this(self) -> bool:
        return any(number.this for number in self.units.values())


def read_chain(text: str, place: int) -> tuple[list[Cited], int] | None:
    """What the chain that begins with a unit at `place` cites, and where its words end; None where it is no chain.

    An annex may stand without a number ("Phụ lục kèm theo Nghị định này").
    """
    found: list[Cited] = []
    item = _read_item(text, place)
    while item is not None:
        cited, place = item
        found += cited
        item = None
        more = _AND.match(text, place)
        if more:
            item = _read_item(text, more.end())
    if not found:
        return None
    _share(found)
    return found, place


def _read_item(text: str, place: int) -> tuple[list[Cited], int] | None:
    """One run of units from small to large with its document: "a, b khoản 1 Điều 5 Luật này"."""
    unit = unit_at(text, place)
    if unit is None:
        return None
    kind, behind = unit
    numbers = _read_numbers(text, behind, kind)
    if not numbers:
        return _annex_without_number(text, place, behind) if kind == "annex" else None
    found = _cited(kind, numbers, place)
    opened = list(found)
    end = numbers[-1].end
    while step := _step_up(text, end, LEVELS[kind]):
        kind, numbers = step
        for cited in opened:
            cited.units[kind] = numbers[0]
        found[-1].end = end = numbers[0].end
        if len(numbers) > 1:
            opened = _cited(kind, numbers[1:], numbers[1].start)
            found += opened
            end = numbers[-1].end
    if kind == "article":
        end = _read_down(text, end, opened)
    return found, _read_document(text, end, found, opened, kind)


def _cited(kind: str, numbers: Sequence[Numbered], start: int) -> list[Cited]:
    """Each number as a thing of its own; the first begins with the name of the unit."""
    return [
        Cited(start if index == 0 else number.start, number.end, {kind: number}) for index, number in enumerate(numbers)
    ]


def _read_numbers(text: str, place: int, kind: str) -> list[Numbered]:
    """ "1, 2 và 3", "1 đến 5", "1 đến khoản 5"; those within a range have an empty span."""
    first = number_at(text, place, kind)
    if first is None:
        return []
    numbers = [first]
    while not numbers[-1].this:
        until = _UNTIL.match(text, numbers[-1].end)
        if until:
            last = _further(text, until.end(), kind)
            between = _between(numbers[-1], last, until.start() + 1) if last else None
            if last is None or between is None:
                break
            numbers += [*between, last]
            continue
        more = _MORE.match(text, numbers[-1].end)
        another = number_at(text, more.end(), kind) if more else None
        if another is None or another.this or (kind == "point" and another.number[0].isdigit() != _is_digit(first)):
            break
        numbers.append(another)
    return numbers


def _is_digit(number: Numbered) -> bool:
    return number.number[:1].isdigit()


def _further(text: str, place: int, kind: str) -> Numbered | None:
    """The end of a range, which may name its unit once more: its span then begins there."""
    unit = unit_at(text, place)
    if unit is None:
        return number_at(text, place, kind)
    last = number_at(text, unit[1], kind) if unit[0] == kind else None
    return Numbered(last.number, place, last.end, last.this) if last else None


def _between(first: Numbered, last: Numbered, place: int) -> list[Numbered] | None:
    """What lies between the ends of a range; None where it is no range."""
    one, other = first.number, last.number
    if one.isdigit() and other.isdigit():
        if not int(one) < int(other) <= int(one) + _LONGEST_RANGE:
            return None
        return [Numbered(str(number), place, place) for number in range(int(one) + 1, int(other))]
    if one in _LETTERS and other in _LETTERS:
        inside = _LETTERS[_LETTERS.index(one) + 1 : _LETTERS.index(other)]
        return [Numbered(letter, place, place) for letter in inside]
    return None if one[:1].isdigit() != other[:1].isdigit() else []


def _step_up(text: str, place: int, level: int) -> tuple[str, list[Numbered]] | None:
    """The next larger unit behind `place`, if one follows without an "and"."""
    gap = _UP.match(text, place)
    unit = unit_at(text, gap.end()) if gap else None
    if unit is None or LEVELS[unit[0]] <= level or opens_line(text, gap.end()):
        return None
    numbers = _read_numbers(text, unit[1], unit[0])
    return (unit[0], numbers) if numbers else None


def _read_down(text: str, place: int, opened: list[Cited]) -> int:
    """ "Điều 5 khoản 2 điểm a": smaller units behind the article, where no larger one follows them."""
    if len(opened) != 1 or LEVELS["article"] != opened[0].lowest:
        return place
    units, end = {}, place
    for kind in ("clause", "point"):
        unit = unit_at(text, end + 1) if text[end : end + 1] == " " else None
        number = number_at(text, unit[1], kind) if unit and unit[0] == kind else None
        if number is None or number.this:
            break
        units[kind], end = number, number.end
    if not units or _step_up(text, end, LEVELS["clause"]) or _MORE.match(text, end):
        return place
    opened[0].units |= units
    opened[0].end = end
    return end


def _read_document(text: str, end: int, found: list[Cited], opened: list[Cited], kind: str) -> int:
    """Give the open ones the document that follows; where its words end."""
    if found[-1].is_this and found[-1].units[kind].this:
        return end
    gap = (_ATTACHED.match(text, end) if kind == "annex" else None) or _DOCUMENT.match(text, end)
    document = document_at(text, gap.end()) if gap else None
    if document is not None and not (gap.group().lstrip().startswith(",") and document.is_this):
        for cited in opened:
            cited.document = document
        found[-1].end = document.end
        return document.end
    if kind == "annex":
        behind = _ATTACHED_BEHIND.match(text, end)
        for cited in opened if behind else ():
            cited.document = document_at(text, behind.end())
    return end


def _annex_without_number(text: str, place: int, behind: int) -> tuple[list[Cited], int] | None:
    end = behind - 1
    gap = _ATTACHED.match(text, end) or _DOCUMENT.match(text, end)
    document = document_at(text, gap.end()) if gap else None
    if document is None:
        return None
    unnumbered = Numbered("", place, end)
    return [Cited(place, document.end, {"annex": unnumbered}, document)], document.end


def _share(found: list[Cited]) -> None:
    """What is left out comes from the one behind, else from the one before."""
    for cited, other in [*zip(found[-2::-1], found[:0:-1], strict=True), *zip(found[1:], found, strict=False)]:
        if cited.is_this or cited.document is not None:
            continue
        fits = other.lowest <= cited.highest
        if cited.highest < LEVELS["article"]:
            if not fits or other.highest <= cited.highest:
                continue
            top = cited.highest
            cited.units |= {kind: number for kind, number in other.units.items() if LEVELS[kind] > top}
        cited.document = other.document


def opens_line(text: str, place: int) -> bool:
    """Whether what stands at `place` is the first of a line that opens a provision, as "Điều 5. Hồ sơ" does."""
    before = text[:place].rpartition("\n")[2] if place < 200 else text[place - 200 : place].rpartition("\n")[2]
    if before.strip(' "“'):
        return False
    return bool(_OPENING.match(text, place))
