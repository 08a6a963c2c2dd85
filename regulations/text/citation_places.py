"""The citations of a whole document: each provision is read in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from regulations.text.citation_standing import amended_in
from regulations.text.citations import FoundCitation, Place, find_citations

_PLACED = ("part", "chapter", "section", "annex", "article", "clause", "point")
_ARTICLE = re.compile(r"Điều\s+(\d{1,4}[a-zđ]{0,2})(?!\w)")


class Written(Protocol):
    """A provision as far as its words and place need it; `structure.ParsedProvision` is one."""

    kind: str
    number: str
    depth: int
    heading: str
    text: str


Row = TypeVar("Row", bound=Written)


def words_of(heading: str, text: str) -> str:
    """The words of a provision that citations are counted in: its heading on a line of its own, then its text."""
    return f"{heading}\n{text}" if heading else text


def citations_in(rows: Iterable[Row], *, document: Place, title: str = "") -> Iterator[tuple[Row, FoundCitation]]:
    """Every citation of a document with the provision it stands in, whose `words_of` its span counts in.

    `rows` are all provisions in document order, parents before children. `document` is the place of the whole. The
    `title` tells what a document amends whose articles do not say so.
    """
    path: list[tuple[int, Place]] = []
    amended_by_title = _amended(title, document) or ("", "")
    for row in rows:
        while path and path[-1][0] >= row.depth:
            path.pop()
        around = path[-1][1] if path else document
        place = _place(row, around, amended_by_title)
        path.append((row.depth, place))
        for citation in find_citations(words_of(row.heading, row.text), here=place):
            yield row, citation


def _place(row: Written, around: Place, by_title: tuple[str, str]) -> Place:
    place = replace(around, kind=row.kind)
    if row.kind in _PLACED:
        place = replace(place, **{row.kind: row.number})
    if row.kind == "article":
        place = replace(place, clause="", point="")
    lead = row.heading or row.text.partition("\n")[0]
    amended = _amended(lead, around)
    if amended is None or row.kind in ("preamble", "paragraph"):
        return place
    known = amended if any(amended) else (around.amended_key, around.amended_title)
    key, name = known if any(known) else by_title
    article = _ARTICLE.search(lead) if row.kind in ("clause", "point") or not any(amended) else None
    return replace(
        place, amends=True, amended_key=key, amended_title=name,
        amended_article=article[1] if article else place.amended_article,
    )  # fmt: skip


def _amended(line: str, here: Place) -> tuple[str, str] | None:
    """What a heading or first line says is amended there: another document, ("", "") one it does not name, or None."""
    if "ửa đổi" not in line and "ổ sung" not in line and "ãi bỏ" not in line and "ỬA ĐỔI" not in line:
        return None
    cited = [
        (one.document_key, one.named_title)
        for one in find_citations(line, here=here)
        if not one.is_self and (one.document_key or one.named_title)
    ]
    return amended_in(line, cited)
