"""What stands in a Word file around its text: comments, notes, headers and footers, properties."""

from __future__ import annotations

from collections.abc import Iterator

from regulations.text.docx.findings import Findings
from regulations.text.docx.marks import Mark, find_mark
from regulations.text.docx.package import Package
from regulations.text.docx.paragraphs import read_paragraph
from regulations.text.docx.parsing import Node, Trees
from regulations.text.docx.styles import Styles, roots_of

_AROUND = (
    ("header", "header", "w:hdr"), ("footer", "footer", "w:ftr"), ("comments", "comment", "w:comment"),
    ("footnotes", "footnote", "w:footnote"), ("endnotes", "endnote", "w:endnote"),
)  # fmt: skip
"""The kind of relation, what its texts are found as, and the element that holds one."""

_PROPERTY_PARTS = ("core-properties", "extended-properties", "custom-properties")
_UNTELLING = frozenset({
    "Application", "AppVersion", "Characters", "CharactersWithSpaces", "DocSecurity", "HyperlinksChanged", "Lines",
    "LinksUpToDate", "Pages", "Paragraphs", "ScaleCrop", "SharedDoc", "Slides", "TotalTime", "Words", "TitlesOfParts",
    "HeadingPairs", "revision", "HiddenSlides", "Notes", "MMClips", "PresentationFormat", "DigSig", "language",
})  # fmt: skip
"""Properties that say nothing about anybody."""


def read_margins(
    package: Package, styles: Styles, findings: Findings, marks: list[Mark], places: dict[tuple[str, str], int]
) -> None:
    """Add what stands around the text to findings and marks. `places` tells where notes and comments belong."""
    for relation, kind, element in _AROUND:
        for name in package.related(package.main, relation):
            reader = _Around(kind, styles, findings, marks, places)
            package.parse(name, Trees(lambda tag, _a, of=element: tag == of, reader.take))
    for root in _roots(package, [("", kind) for kind in _PROPERTY_PARTS] + [(package.main, "custom-properties")]):
        _properties(root, findings, marks)
    for root in _roots(package, [(package.main, "settings")]):
        _variables(root, findings)
    for root in _roots(package, [(package.main, "people")]):
        for person in root.all("person"):
            findings.add("property", person.attributes.get("author", ""), name="people")


def _roots(package: Package, relations: list[tuple[str, str]]) -> Iterator[Node]:
    for source, kind in relations:
        for name in package.related(source, kind):
            yield from roots_of(package, name)


class _Around:
    def __init__(self, kind, styles, findings, marks, places) -> None:
        self.kind, self.styles, self.findings, self.marks, self.places = kind, styles, findings, marks, places

    def take(self, node: Node) -> None:
        paragraphs = [read_paragraph(one, self.styles) for one in _paragraphs(node)]
        words = "\n".join(one.everything.strip() for one in paragraphs if one.everything.strip())
        boxes = [box for one in paragraphs for box in one.boxes]
        place = self.places.get((self.kind, node.attributes.get("w:id", "")))
        found_as = "footnote" if self.kind == "endnote" else self.kind
        if words:
            who = node.attributes.get("w:author", "")
            self.findings.add(found_as, words, paragraph=place, who=who)
        for box in boxes:
            self.findings.add("text_box", box)
        # In the margins a mark may stand anywhere in a line; in the words of a comment or note only alone.
        stands_out = self.kind in ("header", "footer")
        for area, lines, out in ((found_as, words.split("\n"), stands_out), ("text_box", boxes, True)):
            self._marks(area, lines, place, stands_out=out)

    def _marks(self, area: str, lines: list[str], place: int | None, *, stands_out: bool) -> None:
        for line in lines:
            mark = find_mark(line, stands_out=stands_out)
            if mark:
                self.marks.append(Mark(mark, area, place, line.strip()[:80]))


def _paragraphs(node: Node) -> list[Node]:
    found = []
    for child in node.children:
        found += [child] if child.tag == "w:p" else _paragraphs(child)
    return found


def _properties(root: Node, findings: Findings, marks: list[Mark]) -> None:
    for node in root.children:
        name = node.attributes.get("name") or node.tag
        words = _all_text(node).strip()
        if not words or name in _UNTELLING:
            continue
        findings.add("property", words, name=name)
        mark = find_mark(words, stands_out=True)
        if mark:
            marks.append(Mark(mark, "property", None, f"{name}: {words}"[:80]))


def _variables(root: Node, findings: Findings) -> None:
    for variables in root.all("w:docVars"):
        for one in variables.all("w:docVar"):
            findings.add("property", one.attributes.get("w:val", ""), name=one.attributes.get("w:name", ""))


def _all_text(node: Node) -> str:
    return node.text + "".join(_all_text(child) for child in node.children)
