"""What a query means: its text taken apart, the other ways to say it, and what of that the reader is told.

Read once a search. Only what is in the text costs anything: numbers and citations ask the register, words nothing.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from search import analysis
from search.engines.base import CompiledQuery
from search.kept_vocabulary import vocabulary
from search.parser import ParsedText, Tokens, compile_query, excluded_key, parse, wording_of
from search.query import SearchQuery
from search.understanding.dictionary import dictionary
from search.understanding.mistyped import mistyped
from search.understanding.records import Record, known_numbers, law_named, provision_cited, records_numbered
from search.understanding.terms import Found, Meaning, Terms, Word, words_of
from search.understanding.typed_numbers import HalfTyped, TypedNumber, typed_numbers
from search.understanding.typed_places import law_alone
from search.understanding.understood import How, Understanding

MAX_WORDINGS = 4
"""Ways to say a query that are searched, the typed one among them: each costs the engine as much again."""

_SMALL_WORDS = frozenset(
    (
        "a", "an", "and", "are", "at", "by", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it", "my",
        "of", "on", "or", "the", "to", "what", "with",
    )
)  # fmt: skip
"""English words that say nothing about a rule."""


_SIGNS = ("/", "-")
"""Letters behind one are a piece of a number: the CP of "15/2018/NĐ-CP" means nothing by itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query understood. `also` are the words of its other wordings, to be marked in texts; `strange` the keys of
    numbers that no public record has."""

    parsed: ParsedText
    compiled: CompiledQuery
    understood: tuple[Understanding, ...] = ()
    also: tuple[Tokens, ...] = ()
    strange: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: its words, and the terms found among them with the meanings that are not undone."""

    words: tuple[Word, ...]
    text: str
    found: tuple[Found, ...]

    def typed(self, found: Found) -> str:
        return self.text[self.words[found.start].start : self.words[found.end - 1].end]


def read(
    query: SearchQuery, *, as_words: Collection[str] = (), by_number_alone: bool = False, spelling: bool = True
) -> Reading:
    """Understands a query. `as_words` are keys of numbers that are words after all, as the register has no such number;
    `by_number_alone` the words beside a number only add to the score; without `spelling` every word is right."""
    literal = {*query.literal, *as_words}
    parsed = parse(query.text, as_words=literal)
    if parsed.half_typed and (known := known_numbers(parsed.half_typed)):
        parsed = parse(query.text, as_words=literal, known=known)
    records = {number.key: records_numbered(number, query.on) for number in parsed.numbers}
    opened = tuple(_opened(parsed, query, records))
    strange = frozenset(key for key, found in records.items() if not found)
    if by_number_alone:
        return Reading(parsed, compile_query(query, replace(parsed, runs=()), beside=parsed.runs), opened, (), strange)
    terms = dictionary() if parsed.lines else Terms(())
    lines = [_line(text, terms, query.on, literal) for text in parsed.lines]
    said = [*_said_otherwise(lines)]
    wordings = [wording_of(runs, parsed.beside) for runs in said]
    mistakes: tuple[Understanding, ...] = ()
    if spelling and not _has_english(lines):
        meant, mistakes = mistyped(parsed, vocabulary(), literal=literal | _pieces(lines))
        wordings = [*wordings[: MAX_WORDINGS - 1 - len(meant)], *meant]
    further = wordings[: MAX_WORDINGS - 1]
    return Reading(
        parsed=parsed,
        compiled=compile_query(query, parsed, further=further),
        understood=(*opened, *_law(lines, said, query, literal), *_synonyms(lines), *mistakes),
        also=tuple(wording.syllables for wording in further),
        strange=strange,
    )


def _line(text: str, terms: Terms, day: datetime.date, literal: Collection[str]) -> _Line:
    words = words_of(text)
    numbers = [one for one in typed_numbers(text) if _is_undone(one, literal)] if literal else []
    found = []
    for one in terms.find(words, day):
        place = words[one.start].start
        if text[:place].endswith(_SIGNS) or any(number.start <= place < number.end for number in numbers):
            continue
        typed = [word.token for word in words[one.start : one.end]]
        meanings = [meant for meant in one.meanings if _literal(typed, meant) not in literal]
        if meanings:
            found.append(replace(one, meanings=tuple(meanings[: MAX_WORDINGS - 1])))
    return _Line(tuple(words), text, tuple(found))


def _is_undone(number: TypedNumber | HalfTyped, literal: Collection[str]) -> bool:
    """Whether it is words after all, as a whole: the "Decree" of "Decree 15/2018" too."""
    if isinstance(number, TypedNumber):
        return number.key.key in literal
    return any(one.startswith(number.prefix) for one in literal)


def _literal(typed: Sequence[str], meant: Meaning) -> str:
    """The parameter that undoes a synonym: "gpkd.giay-phep-kinh-doanh"."""
    return f"{'-'.join(typed)}.{'-'.join(analysis.syllables(meant.text))}"


def _said_otherwise(lines: Sequence[_Line]) -> Iterator[list[Tokens]]:
    """The other ways to say the text: every term by its first meaning, then by its second where it has one."""
    most = max((len(found.meanings) for line in lines for found in line.found), default=0)
    small = _has_english(lines) and all(line.text.isascii() for line in lines)
    for variant in range(most):
        yield [tokens for line in lines if (tokens := _replaced(line, variant, without_small_words=small))]


def _replaced(line: _Line, variant: int, *, without_small_words: bool) -> Tokens:
    tokens: list[str] = []
    place = 0
    for found in line.found:
        meant = found.meanings[min(variant, len(found.meanings) - 1)]
        tokens += [*_plain(line.words[place : found.start], without_small_words), *analysis.syllables(meant.text)]
        place = found.end
    return (*tokens, *_plain(line.words[place:], without_small_words))


def _plain(words: Sequence[Word], without_small_words: bool) -> list[str]:
    return [word.token for word in words if not (without_small_words and word.token in _SMALL_WORDS)]


def _has_english(lines: Sequence[_Line]) -> bool:
    return any(meant.english for line in lines for found in line.found for meant in found.meanings)


def _pieces(lines: Sequence[_Line]) -> set[str]:
    """The words of the terms as typed: what staff teach is spelled right."""
    terms = chain.from_iterable(line.words[found.start : found.end] for line in lines for found in line.found)
    places = {(word.start, word.end) for word in terms}
    return {line.text[start:end] for line in lines for start, end in places}


def _synonyms(lines: Sequence[_Line]) -> Iterator[Understanding]:
    told = dict.fromkeys(
        (line.typed(found), meant, _literal([word.token for word in line.words[found.start : found.end]], meant))
        for line in lines
        for found in line.found
        for meant in found.meanings
    )
    for typed, meant, literal in told:
        yield Understanding(How.SYNONYM, literal, typed, meant.text)


def _opened(
    parsed: ParsedText, query: SearchQuery, numbered: Mapping[str, Sequence[Record]]
) -> Iterator[Understanding]:
    """What is left out, the numbers, with the record where one alone is meant, and the provision."""
    for tokens, typed in zip(parsed.excluded, parsed.left_out, strict=True):
        yield Understanding(How.EXCLUDED, excluded_key(tokens), f"-{typed}", typed)
    for number, typed in zip(parsed.numbers, parsed.typed, strict=True):
        records = numbered[number.key]
        meant = ", ".join(dict.fromkeys(record.name for record in records)) or typed
        alone = records[0] if len(records) == 1 else None
        title, url = (alone.title, alone.url) if alone else ("", "")
        yield Understanding(How.NUMBER, number.key, typed, meant, url, title)
    if parsed.place is None:
        return
    number = parsed.numbers[0] if len(parsed.numbers) == 1 else None
    if number is None and not parsed.law:
        return
    record = provision_cited(parsed.place, number, parsed.law, on=query.on, day_chosen=query.day_chosen)
    if record:
        literal = parsed.place.labels[0]
        yield Understanding(How.CITATION, literal, parsed.place.typed, record.name, record.url, record.title)


def _law(
    lines: Sequence[_Line], said: Sequence[Sequence[Tokens]], query: SearchQuery, literal: Collection[str]
) -> Iterator[Understanding]:
    """The law whose name is all that was typed, itself or in other words ("luat dn 2020")."""
    texts = [query.text, *(" ".join(chain.from_iterable(runs)) for runs in said)] if len(lines) == 1 else []
    key = next(filter(None, map(law_alone, texts)), "")
    record: Record | None = law_named(key, query.on) if key and key not in literal else None
    if record:
        yield Understanding(How.LAW, key, query.text, record.name, record.url, record.title)
