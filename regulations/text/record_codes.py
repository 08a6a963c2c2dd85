"""Two more numbers that are no document's: codes of administrative procedures and numbers of the codification.

"1.012345" or in full "2.001234.000.00.00.H01" is a procedure in the national database, the last group the agency that
declares it. "Điều 44.5.NĐ.8" is an article of the Pháp điển: topic, subject, kind of document, number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.text.codes import TYPE_PRINTED
from regulations.text.normalise import fold, normalise_text

_PROCEDURE = re.compile(
    r"(?P<series>\d{1,2})\.(?P<serial>\d{6})(?:\.(?P<steps>\d{3}\.\d{2}\.\d{2})\.(?P<agency>[a-z]\d{2,3}))?"
)
_CODIFIED = re.compile(
    r"(?:dieu )?(?P<topic>\d{1,2})\.(?P<subject>\d{1,3})\.(?P<kind>[a-z]{2,4})\.(?P<numbers>\d+(?:\.\d+)?)"
)
_KINDS = {**TYPE_PRINTED, "lq": "LQ", "hp": "HP", "tl": "TL"}
"""The codification writes laws LQ and joint circulars TL; other kinds as document numbers do."""


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """A procedure's code. `agency` and `steps` are "" in the short form; both forms of one procedure share a `key`."""

    series: int
    serial: str
    steps: str = ""
    agency: str = ""

    def __str__(self) -> str:
        return f"{self.key}.{self.steps}.{self.agency}" if self.agency else self.key

    @property
    def key(self) -> str:
        return f"{self.series}.{self.serial}"


@dataclass(frozen=True, slots=True)
class CodifiedArticle:
    """An article of the codification; `numbers` are the article's, behind that of its document where one is said."""

    topic: int
    subject: int
    kind: str
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        return f"Điều {self.topic}.{self.subject}.{self.kind}.{'.'.join(map(str, self.numbers))}"


def parse_procedure_code(text: str) -> ProcedureCode | None:
    """The code that the whole text is, whatever its letters' case; None for anything else, as the amount "1.500"."""
    match = _PROCEDURE.fullmatch(fold(normalise_text(text)).strip().rstrip("."))
    if match is None:
        return None
    return ProcedureCode(int(match["series"]), match["serial"], match["steps"] or "", (match["agency"] or "").upper())


def parse_codified(text: str) -> CodifiedArticle | None:
    """The codification's number that the whole text is, with or without "Điều" and with any letter for Đ."""
    match = _CODIFIED.fullmatch(" ".join(fold(normalise_text(text)).split()).rstrip("."))
    kind = _KINDS.get(match["kind"]) if match else None
    if match is None or kind is None:
        return None
    numbers = tuple(int(number) for number in match["numbers"].split("."))
    return CodifiedArticle(int(match["topic"]), int(match["subject"]), kind, numbers)
