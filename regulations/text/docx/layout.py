"""Provisions of a legal text as paragraphs of a Word file, each in the style of its kind."""

from __future__ import annotations

from collections.abc import Iterable

from regulations.text.docx.writing import ARTICLE, BODY, CLAUSE, HEADINGS, POINT, Text
from regulations.text.structure import ParsedProvision, render_structure

_STYLES = {
    "part": HEADINGS[0], "annex": HEADINGS[0], "chapter": HEADINGS[1], "section": HEADINGS[2],
    "subsection": HEADINGS[3], "article": ARTICLE, "clause": CLAUSE, "point": POINT,
}  # fmt: skip
_HEADED = ("part", "annex", "chapter", "section", "subsection", "article")


def provision_texts(provisions: Iterable[ParsedProvision]) -> list[Text]:
    """The paragraphs of provisions, parsed or stored, in order; joined with line ends they are the rendered text."""
    return [text for provision in provisions for text in _texts(provision)]


def _texts(provision: ParsedProvision) -> list[Text]:
    lines = render_structure([provision]).split("\n")
    below = provision.text.count("\n") + 1 if provision.text else 0
    head = len(lines) - below if provision.kind in _HEADED else len(lines)
    style = _STYLES.get(provision.kind, BODY)
    return [Text(line, style if place < head else CLAUSE) for place, line in enumerate(lines)]
