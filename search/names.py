"""Names that are offered while a reader still types: their tokens in an index, and what a half-typed text asks of them.

A name has its syllables for tokens (`giay`), its pairs of neighbours (`_giay_phep`), and its first syllable and first
pair once more (`__giay`, `___giay_phep`). So "begins so", "has it side by side" and "has all of it" are questions about
tokens only, and each stricter one finds a part of what the next one finds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search import analysis
from search.schema import IndexRow

SHORTEST = 2
"""Characters to be typed before anything is offered: behind one letter stands half the register."""

LONGEST = 200
"""Characters of a text that are looked at."""

_MAX_SYLLABLES = 16
_ARTICLE = ("dieu",)
_STATUS_ORDER = ("in-force", "partly", "upcoming", "unknown", "suspended", "gap", "abolished")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A name fits when it has every one of `tokens` and, where there are any `beginnings`, a token that begins with one
    of them."""

    tokens: tuple[str, ...]
    beginnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameQuery:
    """What engines are asked: for each tab at most `limits[tab]` rows that hold on `day` and fit the last pattern.

    `patterns` go from strict to loose. Rows that fit an earlier one come first, then in the order of `name_order`.
    """

    patterns: tuple[NamePattern, ...]
    day: int
    limits: Mapping[str, int]


def whole_name(tokens: Sequence[str]) -> str:
    """All tokens of a name as one key: `luat_giao_duc` (docs/adr/0037)."""
    return "_".join(tokens)[:LONGEST]


def whole_names(row: IndexRow) -> tuple[str, ...]:
    """What a row is called: its names and its title, of an article also "điều 5" and the heading without that."""
    title = analysis.cut(row.title)[0]
    called = [title, *(analysis.syllables(name) for name in row.names if name != row.title)]
    if title[:1] == _ARTICLE and title[1:2]:
        called += [title[:2], title[2:]]
    return analysis.distinct(whole_name(tokens) for tokens in called if tokens)


def name_tokens(row: IndexRow) -> list[str]:
    """The tokens of all names of a row, each once; none for a row that is not offered."""
    tokens: list[str] = []
    for name in row.names:
        syllables = analysis.syllables(name)
        pairs = analysis.pairs(syllables)
        tokens += [*syllables, *map(_pair, pairs), *map(_first, syllables[:1]), *map(_first_pair, pairs[:1])]
    return list(analysis.distinct(tokens))


def name_order(row: IndexRow) -> str:
    """A key by which rows are offered that fit a text equally well: what is in force first, then short before long,
    then by title. "" for a row that is not offered."""
    if not row.names:
        return ""
    place = _STATUS_ORDER.index(row.status) if row.status in _STATUS_ORDER else len(_STATUS_ORDER)
    return f"{place}{min(len(row.names[0]), 9_999):04d}{row.sort_title}\0{row.id}"


def typed_syllables(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The finished syllables of what is being typed, and the spellings of the one that is not: `ky` may become kỹ (`ki`
    in an index) or kyoto. Behind a blank or a sign it is finished. Both are empty where too little is typed."""
    text = analysis.nfc(text[:LONGEST])
    tokens = list(analysis.tokenize(text))
    syllables = tuple(token.text for token in tokens)
    if sum(map(len, syllables)) < SHORTEST:
        return (), ()
    if tokens[-1].end < len(text) or len(syllables) > _MAX_SYLLABLES:
        return syllables[:_MAX_SYLLABLES], ()
    return syllables[:-1], tuple(spelling for spelling in analysis.spellings(syllables[-1]) if spelling.isascii())


def patterns_of(text: str) -> tuple[NamePattern, ...]:
    """What a half-typed text asks of names, from strict to loose: they begin so and the last syllable is whole, they
    begin so, have it side by side, have all of it. () where nothing is to be offered. Never raises."""
    finished, begun = typed_syllables(text)
    if not (finished or begun):
        return ()
    typed = [*finished, *begun[:1]]
    pairs = analysis.pairs(typed)
    side_by_side = tuple(map(_pair, pairs))
    whole = NamePattern((*side_by_side, _first_pair(pairs[0]) if pairs else _first(typed[0])))
    if not begun:
        return whole, NamePattern(side_by_side or finished), NamePattern(analysis.distinct(finished))
    if not finished:
        return whole, NamePattern((), tuple(map(_first, begun))), NamePattern((), begun)
    last = [f"{finished[-1]}_{spelling}" for spelling in begun]
    together = NamePattern(side_by_side[:-1], tuple(map(_pair, last)))
    if len(typed) == 2:
        at_start = NamePattern((), tuple(map(_first_pair, last)))
    else:
        at_start = NamePattern((*together.tokens, _first_pair(pairs[0])), together.beginnings)
    return whole, at_start, together, NamePattern(analysis.distinct(finished), begun)


def _pair(pair: str) -> str:
    return f"_{pair}"


def _first(syllable: str) -> str:
    return f"__{syllable}"


def _first_pair(pair: str) -> str:
    return f"___{pair}"
