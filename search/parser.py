"""What a reader typed, understood: words, "phrases", -not, document numbers and codes. Then compiled for the engines.

Any text is a query; there are no syntax errors. A quote without its partner and a dash without a word are just skipped.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from regulations.text.mentions import NumberMention, find_numbers
from search import analysis
from search.engines.base import CompiledQuery, NumberKey, Wording
from search.query import MAX_TEXT, SearchQuery
from search.schema import day_number

MAX_TERMS = 64
"""Distinct syllables of a query that count; a longer text is cut, so that nobody can ask for minutes of work."""

MAX_PHRASES = 8
MAX_NUMBERS = 4

_QUOTED = re.compile('(?P<not>(?<!\\S)-)?["“”„«](?P<phrase>[^"“”„«»]*)["“”»]')
_EXCLUDED = re.compile(r"(?<!\S)-(?P<word>[^\W\d_][^\s\"“”«»-]*)(?!\S)")
# 1.004172 or its beginning from three digits on is the code of a procedure, "1.500" or "1.004.172" an amount.
_CODE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}\.\d{4,6}|[a-z]{2,12}-(?:tthc|yc[dđ]k|c[dđ]bc|tcqc|ktcn)(?:-\d{0,6})?)(?![\w/]|[.,]\d|-\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text taken apart. `runs` are the plain words as tokens, split where something else stood between."""

    runs: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[NumberKey, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return analysis.distinct((token for run in self.runs for token in run), MAX_TERMS)


def code_key(code: str) -> str:
    """The key under which a regulation's code is found: "BCT-YCĐK-001" and "bct-ycdk-001" are the same."""
    return analysis.fold(code).strip()


def parse(text: str) -> ParsedText:
    """Takes a query text apart. Never raises."""
    rest = analysis.nfc(text[:MAX_TEXT]).replace("\0", " ")
    phrases: list[str] = []
    excluded: list[str] = []

    def take_quoted(match: re.Match[str]) -> str:
        (excluded if match["not"] else phrases).append(match["phrase"])
        return "\n"

    def take_excluded(match: re.Match[str]) -> str:
        excluded.append(match["word"])
        return "\n"

    rest = _EXCLUDED.sub(take_excluded, _QUOTED.sub(take_quoted, rest))
    numbers, rest = _take_numbers(rest)
    quoted = [(phrase, _take_numbers(phrase)) for phrase in phrases]
    # A quoted number is a number: the quotes only say what it is anyway.
    numbers += [number for _, (found, left) in quoted for number in found if not analysis.syllables(left)]
    plain = [phrase for phrase, (_, left) in quoted if analysis.syllables(left)]
    return ParsedText(
        runs=tuple(tokens for line in rest.split("\n") if (tokens := tuple(analysis.syllables(line)))),
        phrases=_token_groups(plain),
        excluded=_token_groups(excluded),
        numbers=tuple(dict.fromkeys(numbers))[:MAX_NUMBERS],
    )


def compile_query(query: SearchQuery) -> CompiledQuery:
    """The query as the engines take it. At least half of the syllables must be there, of one or two all."""
    parsed = parse(query.text)
    return CompiledQuery(
        tab=query.tab,
        day=day_number(query.on),
        wordings=(wording_of(parsed.runs, parsed.phrases),),
        phrases=parsed.phrases,
        excluded=parsed.excluded,
        numbers=parsed.numbers,
        filters=query.filters,
        sort=query.sort,
        offset=query.offset,
        limit=query.page_size,
        nothing=bool(query.text.strip()) and parsed == ParsedText(),
    )


def wording_of(runs: Iterable[tuple[str, ...]], phrases: Iterable[tuple[str, ...]] = ()) -> Wording:
    """Runs of tokens as one wording; `phrases`, which are asked for apart, add to its score."""
    runs, phrases = tuple(runs), tuple(phrases)
    words = analysis.distinct((token for run in runs for token in run), MAX_TERMS)
    return Wording(
        syllables=words,
        required=len(words) if len(words) <= 2 else (len(words) + 1) // 2,
        pairs=analysis.distinct((pair for run in (*runs, *phrases) for pair in analysis.pairs(list(run))), MAX_TERMS),
        title_syllables=analysis.distinct((*words, *(token for run in phrases for token in run)), MAX_TERMS),
    )


def _token_groups(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    groups = (tuple(analysis.syllables(text)[:MAX_TERMS]) for text in texts)
    return tuple(dict.fromkeys(group for group in groups if group))[:MAX_PHRASES]


def _take_numbers(text: str) -> tuple[list[NumberKey], str]:
    """The numbers and codes of a text, and the text with line ends in their places."""
    spans: list[tuple[int, int, NumberKey]] = []
    for match in _CODE.finditer(text):
        key = NumberKey(code_key(match.group()), prefix=True, words=tuple(analysis.syllables(match.group())))
        spans.append((match.start(), match.end(), key))
    for mention in find_numbers(text):
        taken = any(start < mention.end and mention.start < end for start, end, _ in spans)
        if not taken and (mention.number or mention.year):
            spans.append((mention.start, mention.end, _number_key(mention)))
    for start, end, _ in sorted(spans, key=lambda span: span[0], reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    return [key for _, _, key in sorted(spans, key=lambda span: span[0])], text


def _number_key(mention: NumberMention) -> NumberKey:
    if mention.number:
        return NumberKey(mention.number.key, words=tuple(analysis.syllables(str(mention.number))))
    said = f"{mention.serial}/{mention.year}/{mention.type_code}"
    return NumberKey(mention.key_prefix, prefix=True, words=tuple(analysis.syllables(said)))
