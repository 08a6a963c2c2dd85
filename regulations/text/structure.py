"""The tree of a legal text, from plain text and back: Phần, Chương, Mục, Tiểu mục, Điều, khoản, điểm, Phụ lục."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from regulations.text.labels import LEVELS, label_for, label_for_article, label_parts, marker_for, step
from regulations.text.lines import Opening, goes_on_citing, is_capitals, opening_of, quoted_lines
from regulations.text.normalise import normalise_text
from regulations.text.sequence import in_sequence

__all__ = [
    "ArticleText",
    "ParsedProvision",
    "label_for",
    "label_for_article",
    "label_parts",
    "marker_for",
    "parse_articles",
    "parse_structure",
    "printed",
    "render_structure",
]

_HEADED = ("part", "chapter", "section", "subsection", "annex")


@dataclass(frozen=True, slots=True)
class ParsedProvision:
    """One node of the tree. Its lines are its marker, heading and text; those of its children are not repeated.

    `kind` is part, chapter, section, subsection, article, clause, point, annex, preamble or paragraph. `number` is as
    printed ("15a", "II", "đ"), a Part's ordinal in digits. `parent` and `position` are places in the parsed list.
    `marker` is what was printed before heading or text ("Điều 9. "); "" stands for the usual one.
    """

    kind: str
    number: str
    heading: str
    text: str
    label: str
    depth: int
    parent: int | None
    position: int
    marker: str = ""


@dataclass
class _Node:
    kind: str
    number: str
    label: str
    parent: int | None
    depth: int
    marker: str = ""
    heading: str = ""
    lines: list[str] = field(default_factory=list)


class _Tree:
    """Nodes in document order and the path that is open for further lines. `floor` nodes of the path are not closed."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self.nodes: list[_Node] = []
        self.open: list[int] = []
        self.labels: set[str] = set(reserved)
        self.again: dict[str, int] = {}  # where to go on asking for a free label
        self.floor = 0

    def begin_article(self, number: str, heading: str, label: str) -> None:
        """Open an article that is known as such, with its label; all further lines are its own, whatever they open."""
        node = _Node("article", number, label, None, 0, f"Điều {number}. ", heading)
        self.open, self.floor = [len(self.nodes)], 1
        self.nodes.append(node)

    def innermost(self, *kinds: str) -> bool:
        return any(self.nodes[index].kind in kinds for index in self.open)

    def add(
        self, kind: str, number: str, *, marker: str = "", heading: str = "", lines: list[str] | None = None
    ) -> None:
        while len(self.open) > self.floor and (
            kind == "annex" or LEVELS[self.nodes[self.open[-1]].kind] >= LEVELS[kind]
        ):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        depth = self.nodes[parent].depth + 1 if parent is not None else 0
        node = _Node(kind, number, self._label(kind, number, parent), parent, depth, marker, heading, lines or [])
        self.open.append(len(self.nodes))
        self.nodes.append(node)

    def add_line(self, line: str) -> None:
        if not self.nodes:
            self.add("preamble", "")
        self.nodes[self.open[-1]].lines.append(line)

    def _label(self, kind: str, number: str, parent: int | None) -> str:
        swallowed = kind in ("section", "subsection") and parent is not None and self.nodes[parent].kind == "article"
        inside = kind in ("section", "subsection", "clause", "point") and parent is not None and not swallowed
        first = f"{self.nodes[parent].label}-{step(kind, number)}" if inside else step(kind, number)
        label, again = first, self.again.get(first, 2)
        while label in self.labels:
            label, again = f"{first}-lan-{again}", again + 1
        self.labels.add(label)
        self.again[first] = again
        return label

    def provisions(self) -> list[ParsedProvision]:
        return [
            ParsedProvision(
                kind=node.kind,
                number=node.number,
                heading=node.heading,
                text="\n".join(node.lines),
                label=node.label,
                depth=node.depth,
                parent=node.parent,
                position=position,
                marker=node.marker,
            )
            for position, node in enumerate(self.nodes)
        ]


def parse_structure(text: str) -> list[ParsedProvision]:
    """The provisions of a plain text in document order, each parent before its children.

    Every line that is not blank is in exactly one provision: what cannot be told belongs to the provision before it,
    what stands before the first to a preamble. A text without any structure gives its lines as paragraphs. Lines inside
    a quotation open nothing. Labels are unique: the second equal one ends in `-lan-2`.
    """
    lines, openings = _read(text)
    tree = _Tree()
    if not any(openings):
        for number, line in enumerate(lines, start=1):
            tree.add("paragraph", str(number), lines=[line])
    else:
        _grow(tree, lines, openings)
    return tree.provisions()


@dataclass(frozen=True)
class ArticleText:
    """An article that a source gives apart from the others, with the label that is its own in the document."""

    number: str
    heading: str
    text: str
    label: str


def parse_articles(articles: Sequence[ArticleText]) -> list[ParsedProvision]:
    """The provisions of a document whose articles are known, each followed by what stands in it.

    All that a source counts to an article stays in it, articles that it swallowed and annexes behind the last one too:
    their labels give way to those of the articles given.
    """
    tree = _Tree(article.label for article in articles)
    for article in articles:
        tree.begin_article(article.number, article.heading, article.label)
        _grow(tree, *_read(article.text))
    return tree.provisions()


def _read(text: str) -> tuple[list[str], list[Opening | None]]:
    """The lines of a text that are not blank, stripped, and what each opens."""
    lines = [line.strip() for line in normalise_text(text).split("\n")]
    lines = [line for line in lines if line]
    quoted = quoted_lines(lines)
    openings = [None if inside else opening_of(line) for line, inside in zip(lines, quoted, strict=True)]
    for index in range(1, len(lines)):
        if openings[index] and goes_on_citing(lines[index - 1], openings[index]):
            openings[index] = None
    return lines, in_sequence(lines, _without_false_annexes(openings))


def _grow(tree: _Tree, lines: list[str], openings: list[Opening | None]) -> None:
    articles = tree.floor or any(opening and opening.kind not in ("clause", "point") for opening in openings)
    index = 0
    while index < len(lines):
        opening = openings[index]
        if opening is None or not _may_open(tree, opening, articles=bool(articles)):
            tree.add_line(lines[index])
            index += 1
        elif opening.kind in _HEADED:
            index = _add_headed(tree, opening, index, lines, openings)
        else:
            _add_plain(tree, opening)
            index += 1


def _without_false_annexes(openings: list[Opening | None]) -> list[Opening | None]:
    """Drop "Phụ lục I" lines in the middle of a text: an annex is not followed by the article next in number."""
    places = [index for index, opening in enumerate(openings) if opening and opening.kind == "article"]
    numbers = [_leading_digits(openings[index].number) for index in places]

    def in_the_middle(index: int) -> bool:
        after = bisect_right(places, index)
        if after == len(places):
            return False
        return after == 0 or numbers[after] in (numbers[after - 1], numbers[after - 1] + 1)

    return [
        None if opening and opening.kind == "annex" and in_the_middle(index) else opening
        for index, opening in enumerate(openings)
    ]


def _leading_digits(number: str) -> int:
    return int("".join(char for char in number if char.isdigit()))


def _may_open(tree: _Tree, opening: Opening, *, articles: bool) -> bool:
    """Whether such a provision can stand here: clauses in articles, points in either, behind an annex only annexes."""
    if tree.innermost("annex"):
        return opening.kind == "annex"
    if opening.kind == "clause":
        return tree.innermost("article") or not articles
    if opening.kind == "point":
        return tree.innermost("article", "clause")
    return True


def _add_plain(tree: _Tree, opening: Opening) -> None:
    if opening.kind == "article":
        tree.add("article", opening.number, marker=opening.marker, heading=opening.rest)
    else:
        tree.add(opening.kind, opening.number, marker=opening.marker, lines=[opening.rest])


def _add_headed(tree: _Tree, opening: Opening, index: int, lines: list[str], openings: list[Opening | None]) -> int:
    """Add a provision whose heading may stand on the lines below; the index of the line after it."""
    marker, heading = opening.marker, [opening.rest] if opening.rest else []
    index += 1
    if not heading and index < len(lines) and openings[index] is None and lines[index][0] not in '(“"':
        marker, heading = marker + "\n", [lines[index]]
        index += 1
    while heading and is_capitals(heading[-1]) and index < len(lines):
        if openings[index] is not None or not is_capitals(lines[index]):
            break
        heading.append(lines[index])
        index += 1
    tree.add(opening.kind, opening.number, marker=marker, heading=" ".join(heading))
    return index


def render_structure(provisions: list[ParsedProvision]) -> str:
    """The provisions as plain text again: what `parse_structure` read, without blank lines and indents.

    A heading that was broken over several lines comes back on one.
    """
    return "\n".join(printed(provision) for provision in provisions)


class Printable(Protocol):
    """A provision as printing needs it, parsed or stored."""

    kind: str
    number: str
    marker: str
    heading: str
    text: str


def printed(provision: Printable) -> str:
    """A provision's own lines, without those of its children: marker, heading, text."""
    marker = provision.marker or marker_for(provision.kind, provision.number)
    if provision.kind in ("clause", "point", "preamble", "paragraph"):
        return marker + provision.text
    head = (marker + provision.heading).rstrip()
    return f"{head}\n{provision.text}" if provision.text else head
