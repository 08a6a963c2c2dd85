"""What is near a text that finds nothing: the text in other words, and records whose names begin like it.

Each is asked of the index, which only pages without a result can afford.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from search import analysis
from search.kept_vocabulary import vocabulary
from search.query import SearchQuery
from search.searching import count
from search.spelling import alternatives
from search.suggesting import Suggestion, suggested_records
from search.vocabulary import Vocabulary

TEXTS, RECORDS = 3, 4
"""At most so many texts and records."""

_TRIED = 5
_SPELLINGS = 2
_STEPS = 10
_LONGEST = 12
"""Syllables of a text that is looked at: what is longer was not mistyped but asked for too exactly."""
_SHORT_NUMBER = 2
_LAST_WORD = re.compile(r"(?:\d+|[^\W\d]+)(?=\W*\Z)")
_QUOTES = re.compile('["“”„«»]')
_EXCLUDED = re.compile(r"""(?<!\S)-(?:["“”„«][^"“”„«»]*["“”»]|[^\W\d_]\S*)""")
_EXCLUDED_PAIR = re.compile(r"(?<!\S)-(?P<word>[^\W\d_]+ [^\W\d_]+)(?!\S)")
_FEW = 3
"""Words of a text of which any may be one too many."""


def texts_near(query: SearchQuery) -> list[tuple[str, int]]:
    """Texts that find something under the same filters, each with how much."""
    texts = islice(analysis.distinct(_other_texts(query.text, vocabulary())), _TRIED)
    found = ((text, count(replace(query, text=text))) for text in texts if text and text != query.text)
    return list(islice(((text, total) for text, total in found if total), TEXTS))


def records_near(query: SearchQuery, text: str) -> list[Suggestion]:
    """Regulations and documents whose name or number has the longest beginning of the text."""
    for beginning in islice(_beginnings(text), _STEPS):
        offered = suggested_records(beginning, tab=query.tab, on=query.on).values()
        if records := [record for of_tab in offered for record in of_tab]:
            return records[:RECORDS]
    return []


def _other_texts(text: str, words: Vocabulary) -> Iterator[str]:
    """The text with -"thuốc lá" for -thuốc lá, or with nothing left out; with each strange syllable as a known one;
    without quotes and the strange ones; without quotes; a short one without one of its words."""
    text = analysis.nfc(text)
    if _EXCLUDED.search(text):
        quoted = _EXCLUDED_PAIR.sub(lambda match: _as_one_word(match["word"], words), text)
        yield from (quoted, " ".join(_EXCLUDED.sub(" ", quoted).split()))
        return
    tokens = list(analysis.tokenize(text))
    strange = [place for place, token in enumerate(tokens) if token.text.isalpha() and token.text not in words]
    if strange and len(words) and len(tokens) <= _LONGEST:
        meant = {place: _meant(tokens, place, words) for place in strange}
        for choice in range(_SPELLINGS):
            if all(len(spellings) > choice for spellings in meant.values()):
                yield _respelled(text, tokens, {place: spellings[choice] for place, spellings in meant.items()})
        yield _without_quotes(_respelled(text, tokens, dict.fromkeys(strange, "")))
    yield _without_quotes(text)
    if 1 < len(tokens) <= _FEW:
        for place in reversed(range(len(tokens))):
            yield _without_quotes(_respelled(text, tokens, {place: ""}))


def _as_one_word(typed: str, words: Vocabulary) -> str:
    """Left out, with the quotes that who leaves out a word of two syllables forgets."""
    syllables = analysis.syllables(typed)
    return f'-"{typed}"' if len(syllables) == 2 and words.pair_count(*syllables) else f"-{typed}"


def _meant(tokens: list[analysis.Token], place: int, words: Vocabulary) -> list[str]:
    left = tokens[place - 1].text if place else ""
    right = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return [
        words.written(one, left, right) for one in alternatives(tokens[place].text, left, right, words, most=_SPELLINGS)
    ]


def _respelled(text: str, tokens: list[analysis.Token], instead: dict[int, str]) -> str:
    pieces, end = [], 0
    for place, token in enumerate(tokens):
        if place in instead:
            pieces += [text[end : token.start], instead[place]]
            end = token.end
    return " ".join("".join([*pieces, text[end:]]).split())


def _without_quotes(text: str) -> str:
    return " ".join(_QUOTES.sub(" ", text).split())


def _beginnings(text: str) -> Iterator[str]:
    """The text, then shorter by a word at a time from its end, and by a digit while that is of a number."""
    text = " ".join(_without_quotes(analysis.nfc(text)).split()[:_LONGEST])
    while last := _LAST_WORD.search(text):
        text = text[: last.end()]
        yield text
        text = text[: -1 if last[0].isdigit() and len(last[0]) > _SHORT_NUMBER else last.start()]
