"""What a page of results shows of each record it found, as values. Texts called safe are HTML with `<mark>`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # an index is written and searched by programs that have no register
    from regulations.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationHit:
    """A regulation as it speaks on the day asked for. `title` and `snippet` are safe HTML with `<mark>`, `facts` what
    it costs in a few words, `plain_title` the title as stored, `trust` how far the text is to be trusted. `part` names
    the part of the text that the snippet is of, and `part_url` leads to it; both "" where the snippet is of the
    summary or nothing in it matches. `status_label` are other words for the status, which no regulation needs: a
    template takes long to find out that a value is not there."""

    id: str
    url: str
    title: str
    plain_title: str
    snippet: str
    code: str
    kind: str
    agency: str
    status: str
    effective: datetime.date | None
    part: str = ""
    part_url: str = ""
    facts: tuple[str, ...] = ()
    trust: Trust | None = None
    status_label: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHit:
    """An article (or another piece) of a document, found by itself. `part` is its clause or point that the snippet is
    of, both "" where nothing further in matches. Texts as in RegulationHit."""

    id: str
    url: str
    title: str
    plain_title: str
    snippet: str
    part: str = ""
    part_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHit:
    """A legal document with those of its pieces that are on this page, best first; it stands where the best one is.

    `more` are its other pieces that match, on other pages; None where they were not counted."""

    url: str
    title: str
    plain_title: str
    number: str
    type: str
    issuer: str
    status: str
    effective: datetime.date | None
    provisions: tuple[PassageHit, ...] = ()
    snippet: str = ""
    more: int | None = None
    trust: Trust | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItemHit:
    """An item of a plan, found by itself: the regulation's title, what is done to it, and the piece of the item that
    has most of what was searched for. `part` names that piece, "" for the rationale. Texts as in RegulationHit."""

    id: str
    url: str
    title: str
    plain_title: str
    code: str
    action: str
    action_name: str
    part: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHit:
    """A simplification plan with those of its items that are on this page, best first; it stands where the best one is.

    `effective` is the day of the version that speaks on the day asked for; `state` a PlanState value, as of now.
    """

    url: str
    title: str
    plain_title: str
    agency: str
    programme: str
    state: str
    state_name: str
    effective: datetime.date
    items: tuple[PlanItemHit, ...] = ()
    snippet: str = ""


Hit = RegulationHit | DocumentHit | PlanHit
