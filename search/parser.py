"""What a reader typed, taken apart: words, "phrases", -not, numbers, a cited provision. Then compiled for the engines.

Any text is a query; there are no syntax errors. A quote without its partner and a dash without a word are just skipped.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from search import analysis
from search.engines.base import CompiledQuery, NumberKey, Wording
from search.names import whole_name
from search.query import MAX_TEXT, SearchQuery
from search.schema import day_number
from search.understanding.typed_numbers import HalfTyped, TypedNumber, number_in_field, typed_numbers
from search.understanding.typed_places import TypedPlace, named_law, typed_place
from search.understanding.written_fields import NUMBER, TITLE, written_fields

MAX_TERMS = 64
"""Distinct syllables of a query that count; a longer text is cut, so that nobody can ask for minutes of work."""

MAX_PHRASES = 8
MAX_NAMES = 4
MAX_NUMBERS = 4

_QUOTED = re.compile('(?P<not>(?<!\\S)-)?["“”„«](?P<phrase>[^"“”„«»]*)["“”»]')
_EXCLUDED = re.compile(r"(?<!\S)-(?P<word>[^\W\d_][^\s\"“”«»-]*)(?!\S)")

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text taken apart. `lines` are its plain words as typed, split where something else stood between, and `runs`
    the same as tokens. `titled` must be in the title. `left_out` has for each of `excluded` what was typed behind the
    dash, `typed` has for each of `numbers` what was typed. `half_typed` are words as long as nobody says that the
    register has such numbers. `law` is the key of a law that is named beside the `place`, a cited provision; where that
    is there, its words are not among `runs`."""

    lines: Tokens = ()
    runs: tuple[Tokens, ...] = ()
    phrases: tuple[Tokens, ...] = ()
    excluded: tuple[Tokens, ...] = ()
    left_out: Tokens = ()
    titled: Tokens = ()
    numbers: tuple[NumberKey, ...] = ()
    typed: Tokens = ()
    half_typed: tuple[HalfTyped, ...] = ()
    place: TypedPlace | None = None
    law: str = ""

    @property
    def words(self) -> Tokens:
        return analysis.distinct((token for run in self.runs for token in run), MAX_TERMS)

    @property
    def beside(self) -> tuple[Tokens, ...]:
        """What only tells rows apart, as it is asked for elsewhere or need not be there."""
        return tuple(filter(None, (*self.phrases, self.titled, self.place.tokens if self.place else ())))

    @property
    def is_empty(self) -> bool:
        return not (self.runs or self.phrases or self.excluded or self.titled or self.numbers)


def parse(
    text: str, *, known: Mapping[HalfTyped, NumberKey] | None = None, as_words: Collection[str] = ()
) -> ParsedText:
    """Takes a query text apart. Never raises.

    `known` says which half-typed numbers the register has, `as_words` which keys of numbers and labels of provisions
    are to be taken as plain words.
    """
    rest, titled, serials = _take_fields(analysis.nfc(text[:MAX_TEXT]).replace("\0", " "))
    rest, phrases, excluded = _take_phrases(rest, as_words)
    taken = _Numbers(known or {}, as_words)
    rest = "\n".join([taken.take(rest), *(serial.typed for serial in serials if not taken.decide(serial))])
    # A quoted number is a number: the quotes only say what it is anyway.
    plain = [phrase for phrase in phrases if not taken.take_whole(phrase)]
    rest, place, law = _take_place(rest, bool(taken.found or taken.half), as_words)
    lines = [line for line in rest.split("\n") if analysis.syllables(line)]
    left_out = {group: words for words in reversed(excluded) for group in _token_groups([words])}
    return ParsedText(
        lines=tuple(lines),
        runs=tuple(tuple(analysis.syllables(line)) for line in lines),
        phrases=_token_groups(plain),
        excluded=_token_groups(excluded),
        left_out=tuple(left_out[group] for group in _token_groups(excluded)),
        titled=analysis.distinct(analysis.syllables(" ".join(titled)), MAX_TERMS),
        numbers=tuple(taken.found)[:MAX_NUMBERS],
        typed=tuple(taken.found.values())[:MAX_NUMBERS],
        half_typed=tuple(taken.half)[:MAX_NUMBERS],
        place=place,
        law=law,
    )


def _take_phrases(text: str, as_words: Collection[str]) -> tuple[str, list[str], list[str]]:
    """The text without its phrases and what is left out of it, and these."""
    phrases: list[str] = []
    excluded: list[str] = []

    def leave_out(words: str) -> str:
        if excluded_key(analysis.syllables(words)) in as_words:
            return words
        excluded.append(words)
        return "\n"

    def take_quoted(match: re.Match[str]) -> str:
        if match["not"]:
            return leave_out(match["phrase"])
        phrases.append(match["phrase"])
        return "\n"

    text = _QUOTED.sub(take_quoted, text)
    return _EXCLUDED.sub(lambda match: leave_out(match["word"]), text), phrases, excluded


def compile_query(
    query: SearchQuery,
    parsed: ParsedText | None = None,
    *,
    beside: Iterable[Tokens] = (),
    further: Iterable[Wording] = (),
) -> CompiledQuery:
    """The query as the engines take it. `parsed` is its text taken apart, `beside` what only adds to the score,
    `further` are other ways to say it."""
    parsed = parse(query.text, as_words=query.literal) if parsed is None else parsed
    return CompiledQuery(
        tab=query.tab,
        day=day_number(query.on),
        wordings=(wording_of(parsed.runs, (*parsed.beside, *beside)), *further),
        phrases=parsed.phrases,
        excluded=parsed.excluded,
        titled=parsed.titled,
        numbers=parsed.numbers,
        filters=query.filters,
        sort=query.sort,
        offset=query.offset,
        limit=query.page_size,
        nothing=bool(query.text.strip()) and parsed.is_empty,
    )


def excluded_key(tokens: Iterable[str]) -> str:
    """What names words that are left out, to have them as words after all: "-thuoc-la"."""
    return f"-{'-'.join(tokens)}"


def wording_of(runs: Iterable[Tokens], beside: Iterable[Tokens] = ()) -> Wording:
    """Runs of tokens as one wording: at least half must be there, of one or two all. `beside` adds to the score."""
    runs, beside = tuple(runs), tuple(beside)
    words = analysis.distinct((token for run in runs for token in run), MAX_TERMS)
    return Wording(
        syllables=words,
        required=len(words) if len(words) <= 2 else (len(words) + 1) // 2,
        pairs=analysis.distinct((pair for run in (*runs, *beside) for pair in analysis.pairs(list(run))), MAX_TERMS),
        title_syllables=analysis.distinct((*words, *(token for run in beside for token in run)), MAX_TERMS),
        names=analysis.distinct(map(whole_name, (*runs, *beside)), MAX_NAMES),
    )


def _token_groups(texts: Iterable[str]) -> tuple[Tokens, ...]:
    groups = (tuple(analysis.syllables(text)[:MAX_TERMS]) for text in texts)
    return tuple(dict.fromkeys(group for group in groups if group))[:MAX_PHRASES]


def _take_fields(text: str) -> tuple[str, list[str], list[HalfTyped]]:
    """The text without its fields, what must be in the title, and serials that a field calls a number."""
    titled, serials = [], []
    for written in reversed(list(written_fields(text)) if ":" in text else []):
        serial = number_in_field(written.value) if written.field == NUMBER else None
        if serial:
            serials.append(serial)
        elif written.field == TITLE:
            titled.append(written.value)
        elif written.field != NUMBER:
            continue
        left = written.value if written.field == NUMBER and not serial else ""
        text = f"{text[: written.start]}\n{left}\n{text[written.end :]}"
    return text, titled[::-1], serials[::-1]


class _Numbers:
    """Collects the numbers of a text: `found` with what was typed, and those `half` typed that are words so far."""

    def __init__(self, known: Mapping[HalfTyped, NumberKey], as_words: Collection[str]) -> None:
        self.known, self.as_words = known, as_words
        self.found: dict[NumberKey, str] = {}
        self.half: list[HalfTyped] = []

    def take(self, text: str) -> str:
        """The text with line ends in the places of its numbers."""
        pieces, place = [], 0
        for number in typed_numbers(text):
            if self.decide(number):
                pieces.append(text[place : number.start])
                place = number.end
        return "\n".join([*pieces, text[place:]])

    def take_whole(self, phrase: str) -> bool:
        """Whether the phrase is a number and nothing else, and was taken."""
        numbers = typed_numbers(phrase)
        alone = len(numbers) == 1 and not analysis.syllables(phrase[: numbers[0].start] + phrase[numbers[0].end :])
        return alone and self.decide(numbers[0])

    def decide(self, number: TypedNumber | HalfTyped) -> bool:
        """Takes it if it is a number that may be understood."""
        key = number.key if isinstance(number, TypedNumber) else self.known.get(number)
        said = key.key if key else number.prefix
        if said in self.as_words:
            return False
        if key is None:
            self.half.append(number)
            return False
        self.found.setdefault(key, number.typed)
        return True


def _take_place(text: str, beside_a_number: bool, as_words: Collection[str]) -> tuple[str, TypedPlace | None, str]:
    """A provision is cited only beside its document: without one, "điều 15" is words like others."""
    place = typed_place(text)
    law = "" if place is None or beside_a_number else named_law(text)
    if place is None or not (beside_a_number or law) or place.labels[0] in as_words:
        return text, None, ""
    return f"{text[: place.start]}\n{text[place.end :]}", place, law
