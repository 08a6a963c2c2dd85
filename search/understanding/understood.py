"""What was understood of a query, as the page and `/api/search` say it."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """By what it was understood."""

    NUMBER = "number"
    CITATION = "citation"
    SYNONYM = "synonym"
    SPELLING = "spelling"
    EXCLUDED = "excluded"
    """Words behind a dash: what has them is left out."""
    LAW = "law"
    """The name of a law, which is offered to be opened and searched as words."""
    WORDS = "words"
    """A number that nothing has, so its parts are searched as words."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """`typed` was understood as `meant`. The address that has `literal` among its `literal` parameters undoes it.

    `url` and `title` are of the one record that a number or citation opens, "" where there is none.
    """

    how: How
    literal: str
    typed: str
    meant: str
    url: str = ""
    title: str = ""
