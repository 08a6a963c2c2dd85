"""A Word file as the plain text of law, and a list of all that it carries beside it.

The text is the one that Word prints with every tracked change accepted: automatic numbers written out, tables as lines,
nothing hidden, sentences whole that a PDF broke over lines. That changes were tracked at all is a finding, as are
comments, hidden words, headers and properties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from regulations.text.docx.findings import Finding, Findings
from regulations.text.docx.margins import read_margins
from regulations.text.docx.marks import Mark, find_mark
from regulations.text.docx.package import DocxRefused, Package, open_package
from regulations.text.docx.paragraphs import Paragraph, read_paragraph
from regulations.text.docx.parsing import Node, Trees, TreeTooBig
from regulations.text.docx.styles import Numbering, Styles, roots_of
from regulations.text.lines import mend_line_breaks
from regulations.text.normalise import normalise_text

PARAGRAPHS = 50_000
"""The longest text of the register so far has 19,500 lines, of a million characters, the longest of 21,000."""
CHARACTERS, LINE = 5_000_000, 50_000
SCAN_LETTERS = 100
"""Letters below which a file with a picture is a picture of text."""
CELLS = " | "

_BLOCKS = ("w:p", "w:tbl")
_WITHOUT = frozenset({"w:sectPr", "w:tblPr", "w:tblGrid", "w:tcPr"})
_MARKS_KEPT = 50


@dataclass(frozen=True)
class WordText:
    """What was read. `counts` says how many findings of each kind there are, of which `findings` has the first."""

    text: str
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    marks: tuple[Mark, ...]
    paragraphs: int
    pictures: int
    mended: int
    """Line breaks inside sentences that were taken out."""

    @property
    def is_marked(self) -> bool:
        return bool(self.marks)


def read_docx(file: BinaryIO | Path | bytes) -> WordText:
    """Read a file. Raises DocxRefused, also for one without text or with nothing but pictures of it.

    A file with a secrecy mark is read to say where it stands; what is done with it is the caller's business.
    """
    package = open_package(file)
    with package.archive:
        return _read(package)


def _read(package: Package) -> WordText:
    styles = Styles([root for name in package.related(package.main, "styles") for root in roots_of(package, name)])
    lists = [root for name in package.related(package.main, "numbering") for root in roots_of(package, name)]
    body = _Body(styles, Numbering(lists, styles))
    try:
        package.parse(package.main, body.trees())
        body.close()
        read_margins(package, styles, body.findings, body.marks, body.places)
    except TreeTooBig as error:
        raise DocxRefused("too_long") from error
    text, mended = _mended(body.lines)
    if not body.marks:
        letters = sum(map(str.isalpha, text[: 10 * SCAN_LETTERS]))
        if letters < SCAN_LETTERS and body.pictures:
            raise DocxRefused("scan")
        if not letters:
            raise DocxRefused("no_text")
    return WordText(
        text=text,
        findings=tuple(body.findings.in_order()),
        counts=dict(body.findings.counts),
        marks=tuple(body.marks[:_MARKS_KEPT]),
        paragraphs=body.paragraphs,
        pictures=body.pictures,
        mended=mended,
    )


def _mended(lines: list[str]) -> tuple[str, int]:
    """The lines as one text with its sentences whole, and how many breaks that took; rows of tables stay lines."""
    pieces, breaks = [], 0
    for is_row, stretch in groupby(lines, key=lambda line: CELLS in line):
        printed = normalise_text("\n".join(stretch))
        pieces.append(printed if is_row else mend_line_breaks(printed))
        breaks += printed.count("\n") - pieces[-1].count("\n")
    return "\n".join(pieces).strip("\n"), breaks


@dataclass
class _Body:
    """The text as it is read, block by block; no more than one block is held."""

    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    marks: list[Mark] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    """The paragraph that a note or comment belongs to, by ("footnote", id)."""
    paragraphs: int = 0
    pictures: int = 0
    characters: int = 0
    open_line: list[str] = field(default_factory=list)
    """What stands before a paragraph whose end was deleted or hidden: they make one line."""

    def trees(self) -> Trees:
        return _CountedTrees(lambda tag, _attributes: tag in _BLOCKS, self._block, without=_WITHOUT)

    def close(self) -> None:
        """The last line, where its end was deleted."""
        if self.open_line:
            self.lines.append(self._closed(""))

    def _block(self, node: Node) -> None:
        lines = self._paragraph(node) if node.tag == "w:p" else self._table(node)
        for line in lines:
            self.characters += len(line)
            self.lines.append(line)
            if len(line) > LINE or self.characters > CHARACTERS:
                raise DocxRefused("too_long")

    def _table(self, table: Node) -> list[str]:
        """A line a row, cells joined; a row with one cell is no table but a frame, its lines stand alone."""
        lines = []
        for row in _inside(table, "w:tr"):
            properties = row.child("w:trPr")
            gone = properties is not None and properties.child("w:del") is not None
            cells = [self._cell(cell, gone) for cell in _inside(row, "w:tc")]
            filled = [cell for cell in cells if any(cell)]
            if gone or not filled:
                continue
            if len(cells) == 1:
                lines += filled[0]
            else:
                joined = [" ".join(part for line in cell for part in line.split("\n") if part) for cell in cells]
                lines.append(CELLS.join(joined).rstrip(CELLS))
        return lines

    def _cell(self, cell: Node, gone: bool) -> list[str]:
        lines: list[str] = []
        for block in _inside(cell, *_BLOCKS):
            lines += self._paragraph(block, gone=gone) if block.tag == "w:p" else self._table(block)
        if self.open_line:  # the end of a cell ends a line, whatever became of its paragraph's end
            lines.append(self._closed(""))
        return lines

    def _paragraph(self, node: Node, *, gone: bool = False) -> list[str]:
        """The lines that end with this paragraph: none where its own end is deleted."""
        self.paragraphs += 1
        paragraph = read_paragraph(node, self.styles)
        self._note(paragraph, gone)
        if gone or paragraph.is_contents:
            return []
        if paragraph.mark_is_gone:
            self.open_line.append(paragraph.text)
            return []
        return [self._label(paragraph) + self._closed(paragraph.text)]

    def _closed(self, text: str) -> str:
        line = "".join([*self.open_line, text])
        self.open_line.clear()
        return line

    def _label(self, paragraph: Paragraph) -> str:
        if paragraph.num_id in (None, "0"):
            return ""
        level = paragraph.level
        if level is None:
            level = self.numbering.level_of_style(paragraph.num_id, self.styles.look(paragraph.style).numbered_as)
        return self.numbering.next_label(paragraph.num_id, level)

    def _note(self, paragraph: Paragraph, gone: bool) -> None:
        """What of this paragraph is a finding, and where a mark stands."""
        here, find = self.paragraphs, self.findings.add
        for piece in paragraph.pieces:
            fate = "deleted" if gone and piece.fate != "hidden" else piece.fate
            if fate != "kept" and piece.text.strip():
                find(fate, piece.text, paragraph=here, who=piece.who)
        for who in dict.fromkeys(paragraph.formatted_by):
            find("formatted", paragraph.text, paragraph=here, who=who)
        if paragraph.is_contents and paragraph.text.strip():
            find("contents", paragraph.text, paragraph=here)
        self.pictures += paragraph.pictures
        if paragraph.pictures:
            find("picture", "", paragraph=here)
        for words in paragraph.boxes:
            find("text_box", words, paragraph=here)
            self._look_for_mark(words, "text_box", stands_out=True)
        for kind, key in paragraph.notes:
            self.places.setdefault((kind, key), here)
        numbered = paragraph.num_id not in (None, "0")
        for line in {*paragraph.text.split("\n"), *paragraph.everything.split("\n")}:
            self._look_for_mark(line, "text", numbered=numbered)

    def _look_for_mark(self, words: str, area: str, **how: bool) -> None:
        mark = find_mark(words, **how) if len(self.marks) < _MARKS_KEPT else ""
        if mark:
            self.marks.append(Mark(mark, area, self.paragraphs, words.strip()[:80]))


class _CountedTrees(Trees):
    """Trees of a text that ends when it is longer than any law, not when it has been read."""

    count = 0

    def start(self, tag, attributes):
        if tag == "w:p":
            self.count += 1
            if self.count > PARAGRAPHS:
                raise DocxRefused("too_long")
        super().start(tag, attributes)


def _inside(node: Node, *tags: str) -> list[Node]:
    """Children with these tags, also where a content control or a tracked change wraps them."""
    found = []
    for child in node.children:
        if child.tag in tags:
            found.append(child)
        elif child.tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:del", "w:moveFrom", "w:moveTo"):
            found += _inside(child, *tags)
    return found
