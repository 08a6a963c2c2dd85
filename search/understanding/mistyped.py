"""Mistyped words of a query: one further wording, as it was meant, and what was understood by it."""

from collections.abc import Collection

from search.engines.base import Wording
from search.parser import ParsedText, wording_of
from search.spelling import respell
from search.understanding.understood import How, Understanding
from search.vocabulary import Vocabulary

_SPOKEN = frozenset(("gì", "sao", "nhỉ", "ạ", "thế"))
"""Words of questions that no regulation has and that are no errors."""


def mistyped(
    parsed: ParsedText, vocabulary: Vocabulary, *, literal: Collection[str] = ()
) -> tuple[tuple[Wording, ...], tuple[Understanding, ...]]:
    """The wording without typing errors, () if there are none, and each error. What is in `literal` is right."""
    lines = [respell(line, vocabulary, as_typed=_SPOKEN.union(literal)) for line in parsed.lines]
    understood = tuple(
        dict.fromkeys(
            Understanding(How.SPELLING, literal=one.typed, typed=one.typed, meant=one.shown)
            for _, found in lines
            for one in found
        )
    )
    if not understood:
        return (), ()
    return (wording_of((run for run, _ in lines), parsed.beside),), understood
